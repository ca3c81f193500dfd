import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler.statistics.figures.proportions import (
    compare_shares,
    give_family_bound,
    give_logit,
    give_share_bounds,
)

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


class TestGiveShareBounds:
    def test_is_newcombes_worked_example(self) -> None:
        # Newcombe 1998, table I, method 3 (score): 81 of 263 and 0 of 20.
        bounds = give_share_bounds(81, 263, 1.959964)
        assert (round(bounds.low, 4), round(bounds.high, 4)) == (0.2553, 0.3662)
        bounds = give_share_bounds(0, 20, 1.959964)
        assert (round(bounds.low, 4), round(bounds.high, 4)) == (0.0, 0.1611)

    @given(counts, st.floats(0.1, 5))
    def test_holds_the_share_and_stays_a_share(self, counted: tuple[int, int], z: float) -> None:
        count, total = counted
        bounds = give_share_bounds(count, total, z)
        assert -1e-9 <= bounds.low <= count / total + 1e-9
        assert count / total - 1e-9 <= bounds.high <= 1 + 1e-9


class TestCompareShares:
    def test_is_worked_by_hand(self) -> None:
        # 30 of 100 against 45 of 100: pooled .375, variance .375 * .625 * .02 = .0046875.
        assert compare_shares(30, 100, 45, 100) == pytest.approx(0.15 / math.sqrt(0.0046875))

    def test_is_nothing_when_nobody_or_everybody_chose(self) -> None:
        assert compare_shares(0, 10, 0, 20) == 0
        assert compare_shares(10, 10, 20, 20) == 0

    @given(counts, counts)
    def test_changes_sign_when_the_windows_change_places(
        self, first: tuple[int, int], second: tuple[int, int]
    ) -> None:
        there, back = compare_shares(*first, *second), compare_shares(*second, *first)
        assert there == pytest.approx(-back)


class TestGiveFamilyBound:
    def test_is_the_usual_quantile_when_there_is_one_comparison(self) -> None:
        assert give_family_bound(1, 0.05) == pytest.approx(1.959964, abs=1e-6)

    def test_is_dunns_for_ten_comparisons(self) -> None:
        # Normal quantile of .9975.
        assert give_family_bound(10, 0.05) == pytest.approx(2.807034, abs=1e-6)


class TestGiveLogit:
    def test_is_known(self) -> None:
        assert give_logit(0.5) == 0
        assert give_logit(0.8) == pytest.approx(math.log(4))
