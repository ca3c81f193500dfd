import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler.statistics.figures.correlations import (
    Sums,
    correlate,
    give_correlation_bounds,
    give_lead,
)

people = st.lists(st.tuples(st.booleans(), st.integers(0, 14)), min_size=2, max_size=60)


def sum_up(given_people: list[tuple[bool, int]]) -> Sums:
    return Sums(
        n=len(given_people),
        x=sum(x for x, _ in given_people),
        y=sum(y for _, y in given_people),
        yy=sum(y * y for _, y in given_people),
        xy=sum(y for x, y in given_people if x),
    )


class TestCorrelate:
    def test_is_worked_by_hand(self) -> None:
        # Right with rest scores 3 and 4, wrong with 1 and 2: means 3.5 and 1.5, SD sqrt(1.25):
        # (3.5 - 1.5) / sqrt(1.25) * sqrt(.25) = .8944.
        found = correlate(sum_up([(True, 3), (True, 4), (False, 1), (False, 2)]))
        assert found == pytest.approx(2 / math.sqrt(1.25) * 0.5)

    @pytest.mark.parametrize(
        "constant", [[(True, 1), (True, 5)], [(False, 1), (False, 5)], [(True, 3), (False, 3)]]
    )
    def test_is_none_when_one_side_does_not_vary(self, constant: list[tuple[bool, int]]) -> None:
        assert correlate(sum_up(constant)) is None

    @given(people)
    def test_is_pearsons(self, drawn: list[tuple[bool, int]]) -> None:
        x, y = np.array([d[0] for d in drawn], float), np.array([d[1] for d in drawn], float)
        found = correlate(sum_up(drawn))
        varies = bool(x.std() > 0 and y.std() > 0)
        assert (found is not None) == varies
        expected = float(np.corrcoef(x, y)[0, 1]) if varies else 0.0
        assert (found or 0.0) == pytest.approx(expected, abs=1e-9)


class TestGiveCorrelationBounds:
    def test_is_the_textbook_example(self) -> None:
        # r = .5, n = 28: atanh .5493 -+ 1.96 / 5 is .1573 and .9413.
        bounds = give_correlation_bounds(0.5, 28, 1.96)
        assert (round(bounds.low, 3), round(bounds.high, 3)) == (0.156, 0.736)

    @given(st.floats(-1, 1), st.integers(4, 10_000))
    def test_holds_the_correlation(self, r: float, n: int) -> None:
        bounds = give_correlation_bounds(r, n, 1.96)
        assert -1 <= bounds.low <= r + 1e-5
        assert r - 1e-5 <= bounds.high <= 1


class TestGiveLead:
    @given(people)
    def test_is_how_far_the_choosers_stand_above_all(self, drawn: list[tuple[bool, int]]) -> None:
        sums = sum_up(drawn)
        r = correlate(sums)
        scores = np.array([y for _, y in drawn], float)
        choosers = np.array([y for x, y in drawn if x], float)
        lead = None if r is None else give_lead(r, sums.x / sums.n)
        known = None if r is None else (choosers.mean() - scores.mean()) / scores.std()
        assert lead == (known if known is None else pytest.approx(float(known), abs=1e-9))
