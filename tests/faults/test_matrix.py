"""The short form of the fault matrix: one seed of each of its rows (docs/faults.md)."""

from collections.abc import Iterator

import pytest

from infra.local.system import RunningSystem
from tests.faults.matrix import MATRIX
from tests.faults.report import format_line
from tests.faults.row import Row
from tests.faults.run_row import run_row
from tests.faults.stage import Stage, open_stage

pytestmark = pytest.mark.system
SEED = 1
SHORT = [row for row in MATRIX if row.ci and row.excluded is None]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A system with a proxy on each way."""
    with open_stage() as opened:
        yield opened


@pytest.fixture(scope="module")
def system(stage: Stage) -> RunningSystem:
    """The one that is ready again before each row."""
    return stage.system


@pytest.mark.parametrize("row", SHORT, ids=lambda row: row.name)
def test_converges_and_keeps_the_invariants(stage: Stage, row: Row) -> None:
    outcome = run_row(stage, row, seed=SEED)
    assert outcome.is_ok, format_line(outcome)
