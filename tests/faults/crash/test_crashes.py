"""Every named place is hit by a kill -9 once, on the real processes, and nothing is lost."""

from collections.abc import Iterator

import pytest

from infra.local.system import RunningSystem
from talent_contracts.failpoints import FAILPOINTS
from tests.faults.crash.ground import Ground, open_ground
from tests.faults.crash.planted import PLANTED, find_planted
from tests.faults.crash.runner import Scene

pytestmark = pytest.mark.system


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


class TestCrashes:
    def test_lose_and_double_nothing_wherever_a_process_dies(self, scene: Scene) -> None:
        assert scene.run(seed=1) == []
        assert scene.orders.hits == dict.fromkeys(FAILPOINTS, 1)


class TestInvariants:
    """The judge is worth nothing unless it sees what it must never see."""

    @pytest.mark.parametrize("name", PLANTED)
    def test_report_what_was_planted(self, scene: Scene, name: str) -> None:
        assert list(find_planted(scene, name))
