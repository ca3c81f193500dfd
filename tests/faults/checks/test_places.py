"""Where the named places stand, and that nothing but a test can make them matter."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from infra.local.paths import REPOSITORY
from talent_contracts.failpoints import FAILPOINTS

SERVICES = (
    REPOSITORY / "services/core_django/src",
    REPOSITORY / "services/profiler_fastapi/src",
)


def list_called(folder: Path) -> Iterator[str]:
    """The literal arguments of every call of ``failpoint`` below a folder."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "failpoint":
                (name,) = node.args
                assert isinstance(name, ast.Constant), f"{path}: a failpoint is named literally"
                yield str(name.value)


class TestPlaces:
    def test_each_stands_at_exactly_one_place(self) -> None:
        called = Counter(name for folder in SERVICES for name in list_called(folder))
        assert called == dict.fromkeys(FAILPOINTS, 1)
        assert len(FAILPOINTS) >= 30

    def test_nothing_in_the_services_can_install_a_hook(self) -> None:
        installers = [
            path
            for folder in (*SERVICES, REPOSITORY / "shared", REPOSITORY / "infra")
            for path in folder.rglob("*.py")
            if "failpoints.install" in path.read_text(encoding="utf-8")
        ]
        assert installers == []
