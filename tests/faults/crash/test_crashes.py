"""Every named place is hit by a kill -9 once, on the real processes, and nothing is lost."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.paths import REPOSITORY
from infra.local.system import RunningSystem
from talent_contracts.failpoints import FAILPOINTS
from tests.clients.connecting import connect_admin, connect_profiler
from tests.clients.databases import Databases
from tests.faults.crash.invariants import await_drained, list_violations
from tests.faults.crash.orders import Orders
from tests.faults.crash.runner import Scene

SERVICES = (
    REPOSITORY / "services/core_django/src",
    REPOSITORY / "services/profiler_fastapi/src",
)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Orders:
    folder = tmp_path_factory.mktemp("failpoints")
    folder.chmod(0o777)
    return Orders(folder)


@pytest.fixture(scope="module")
def system(orders: Orders) -> Iterator[RunningSystem]:
    workers = {"CORE_WORKERS": "2", "PROFILER_WORKERS": "2"}
    with RunningSystem(env={**orders.environment, **workers}) as running:
        yield running


@pytest.fixture(scope="module")
def scene(system: RunningSystem, orders: Orders) -> Iterator[Scene]:
    with connect_admin(system) as admin, connect_profiler(system) as profiler:
        yield Scene(admin, profiler, Databases(system.run_dir), orders, system)


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
    def test_lose_and_double_nothing_wherever_a_process_dies(
        self, scene: Scene, orders: Orders
    ) -> None:
        assert scene.run(seed=1) == []
        assert orders.hits == dict.fromkeys(FAILPOINTS, 1)


PLANTED = {
    "I8": ("profiler", "delete from answer where session_id = %s and question_id = 'identity_1'"),
    "I1": ("profiler", "update outbox_event set state = 'dead' where session_id = %s"),
    "I2": (
        "core",
        (
            "delete from inbox_row where event_id ="
            " (select event_id from results_result where session_id = %s)"
        ),
    ),
    "I7": (
        "core",
        (
            "update journey_journey set epoch = epoch + 1, profiling_complete = false,"
            " result_id = null, recommended_track = null, track = null"
            " where result_id = (select id from results_result where session_id = %s)"
        ),
    ),
}


@pytest.mark.serial
class TestInvariants:
    """The judge is worth nothing unless it sees what it must never see."""

    @pytest.mark.parametrize("name", PLANTED)
    def test_report_what_was_planted(self, scene: Scene, name: str) -> None:
        walk = scene.walk(seed=7)
        walk.profile()
        walk.wait_for_result()
        await_drained(scene.databases)
        assert list(list_violations(scene.databases, walk)) == []
        service, statement = PLANTED[name]
        scene.databases.query(service, statement, walk.journey.session)
        found = list(list_violations(scene.databases, walk))
        assert any(name in sentence for sentence in found), found
