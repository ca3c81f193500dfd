"""The matrix itself: enough rows, each with a fault, a name of its own and a way to prove it."""

import pytest

from tests.faults.__main__ import parse_arguments
from tests.faults.matrix import MATRIX
from tests.faults.row import Expect, Row

CI = [row for row in MATRIX if row.ci]


def test_is_as_large_as_promised() -> None:
    assert len(MATRIX) >= 60
    assert len(CI) >= 15
    assert len({row.name for row in MATRIX}) == len(MATRIX)


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.name)
def test_each_row_breaks_something_under_traffic(row: Row) -> None:
    assert row.sync or row.inbox or row.strikes
    assert row.traffic
    assert "," not in row.name  # The command line separates names by it.


def test_a_single_fault_cannot_be_all_that_should_be_sent_again() -> None:
    """It may meet the result of whoever is erased before anything is sent again."""
    single = [row.name for row in MATRIX if row.sync is not None and row.sync.times == 1]
    retried = [row.name for row in MATRIX if Expect.RETRIED in row.expects]
    assert set(single).isdisjoint(retried)


def test_the_short_form_breaks_both_ways_and_the_processes() -> None:
    assert any(row.sync for row in CI)
    assert any(row.inbox for row in CI)
    assert any(row.strikes for row in CI)


class TestParseArguments:
    def test_takes_the_short_form_by_default(self) -> None:
        plan = parse_arguments([])
        assert plan.rows == tuple(CI)
        assert (list(plan.seeds), plan.report) == ([1], None)

    def test_takes_everything_twenty_times_in_full(self) -> None:
        plan = parse_arguments(["--full", "--seed", "5"])
        assert plan.rows == MATRIX
        assert list(plan.seeds) == list(range(5, 25))

    def test_takes_rows_by_name(self) -> None:
        plan = parse_arguments(["--rows", "cache killed,cut both ways"])
        assert {row.name for row in plan.rows} == {"cache killed", "cut both ways"}

    def test_refuses_a_name_it_does_not_know(self) -> None:
        with pytest.raises(SystemExit):
            parse_arguments(["--rows", "sunshine"])
