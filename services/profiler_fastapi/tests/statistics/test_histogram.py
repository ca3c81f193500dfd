import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler.statistics.figures.histogram import LONGEST, Histogram

values = st.lists(st.integers(0, LONGEST), min_size=1, max_size=50)


def fill(drawn: list[int]) -> Histogram:
    histogram = Histogram()
    for value in drawn:
        histogram.add(value)
    return histogram


class TestGiveQuantile:
    def test_is_worked_by_hand(self) -> None:
        # Places 0-3 hold 10, 20, 30, 40: the median lies between 20 and 30, .9 at place 2.7.
        histogram = fill([40, 10, 30, 20])
        assert histogram.give_quantile(0.5) == 25
        assert histogram.give_quantile(0.9) == pytest.approx(37)

    def test_is_none_when_empty(self) -> None:
        assert Histogram().give_quantile(0.5) is None

    def test_counts_an_hour_when_somebody_went_for_lunch(self) -> None:
        assert fill([10**9]).give_quantile(0.5) == LONGEST

    @given(values, st.floats(0, 1))
    def test_is_numpys(self, drawn: list[int], p: float) -> None:
        assert fill(drawn).give_quantile(p) == pytest.approx(float(np.quantile(drawn, p)))
