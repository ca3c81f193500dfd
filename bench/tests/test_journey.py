import pytest

from bench.journey import Arrivals


def make_arrivals(milliseconds: list[float], factor: float = 1) -> Arrivals:
    return Arrivals(milliseconds, at_once=4, factor=factor, walked_s=1)


class TestArrivals:
    def test_keeps_the_bars_when_one_in_twenty_is_slow(self) -> None:
        assert make_arrivals([100.0] * 19 + [4000]).is_within_bars

    def test_breaks_the_bar_when_two_in_twenty_are_slow(self) -> None:
        assert not make_arrivals([100.0] * 18 + [1001, 1001]).is_within_bars

    def test_breaks_the_bar_when_a_single_one_takes_more_than_five_seconds(self) -> None:
        assert not make_arrivals([100.0] * 99 + [5001]).is_within_bars

    @pytest.mark.parametrize(("slow", "is_kept"), [(2999, True), (3001, False)])
    def test_moves_the_bar_when_there_is_a_factor(self, slow: float, is_kept: bool) -> None:
        assert make_arrivals([slow] * 20, factor=3).is_within_bars is is_kept
