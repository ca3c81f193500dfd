"""Every named place is hit by a kill -9 once, on the real processes, and nothing is lost."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.paths import REPOSITORY
from infra.local.system import RunningSystem
from talent_contracts.failpoints import FAILPOINTS
from tests.faults.crash.ground import Ground, open_ground
from tests.faults.crash.planted import PLANTED, find_planted
from tests.faults.crash.runner import Scene

SERVICES = (
    REPOSITORY / "services/core_django/src",
    REPOSITORY / "services/profiler_fastapi/src",
)


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with open_ground() as opened:
        yield opened


@pytest.fixture(scope="module")
def system(ground: Ground) -> RunningSystem:
    """What the fixtures of every fault test look after."""
    return ground.system


@pytest.fixture(scope="module")
def scene(ground: Ground) -> Iterator[Scene]:
    with ground.open_scene() as opened:
        yield opened


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


@pytest.mark.serial
class TestCrashes:
    def test_lose_and_double_nothing_wherever_a_process_dies(self, scene: Scene) -> None:
        assert scene.run(seed=1) == []
        assert scene.orders.hits == dict.fromkeys(FAILPOINTS, 1)


@pytest.mark.serial
class TestInvariants:
    """The judge is worth nothing unless it sees what it must never see."""

    @pytest.mark.parametrize("name", PLANTED)
    def test_report_what_was_planted(self, scene: Scene, name: str) -> None:
        assert list(find_planted(scene, name))
