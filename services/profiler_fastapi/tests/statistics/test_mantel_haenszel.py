import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler.statistics.figures.mantel_haenszel import (
    Comparison,
    Stratum,
    compare_groups,
    give_chi_square,
)

BERKELEY = [
    Stratum(512, 313, 89, 19),
    Stratum(353, 207, 17, 8),
    Stratum(120, 205, 202, 391),
    Stratum(138, 279, 131, 244),
    Stratum(53, 138, 94, 299),
    Stratum(22, 351, 24, 317),
]
"""Admissions by department, men and women (Bickel, Hammel and O'Connell 1975)."""

counts = st.integers(0, 40)
tables = st.lists(st.builds(Stratum, counts, counts, counts, counts), min_size=1, max_size=15)


class TestCompareGroups:
    def test_is_worked_by_hand(self) -> None:
        # Two strata of 40: alpha = (15*10/40 + 18*5/40) / (5*10/40 + 2*15/40) = 6 / 2 = 3.
        found = compare_groups([Stratum(15, 5, 10, 10), Stratum(18, 2, 15, 5)])
        assert found is not None
        assert found.delta == pytest.approx(-2.35 * math.log(3))

    def test_is_what_is_known_of_berkeley(self) -> None:
        # R's mantelhaen.test(UCBAdmissions): 0.9046968, from 0.7719074 to 1.0603298, X2 1.4269.
        found = compare_groups(BERKELEY)
        assert found is not None
        assert math.exp(found.delta / -2.35) == pytest.approx(0.9046968, abs=1e-7)
        half = found.standard_error / 2.35 * 1.959964
        assert math.exp(math.log(0.9046968) - half) == pytest.approx(0.7719074, abs=1e-6)
        assert math.exp(math.log(0.9046968) + half) == pytest.approx(1.0603298, abs=1e-6)
        assert round(found.chi_square, 4) == 1.4269

    def test_is_harder_for_the_focal_group_when_delta_is_negative(self) -> None:
        found = compare_groups([Stratum(80, 20, 40, 60)])
        assert found is not None
        assert found.delta < 0

    @pytest.mark.parametrize(
        "table", [[], [Stratum(5, 5, 0, 0)], [Stratum(5, 0, 5, 0)], [Stratum(1, 0, 0, 0)]]
    )
    def test_is_none_when_a_side_is_missing(self, table: list[Stratum]) -> None:
        assert compare_groups(table) is None

    @given(tables)
    def test_changes_sign_when_the_groups_change_places(self, table: list[Stratum]) -> None:
        turned = [
            Stratum(s.focal_right, s.focal_wrong, s.reference_right, s.reference_wrong)
            for s in table
        ]
        there, back = compare_groups(table), compare_groups(turned)
        assert (there is None) == (back is None)
        assert there is None or back is None or there.delta == pytest.approx(-back.delta, abs=1e-9)

    @given(tables, st.integers(0, 40), st.integers(0, 40))
    def test_people_without_a_counterpart_say_nothing_about_delta(
        self, table: list[Stratum], right: int, wrong: int
    ) -> None:
        plain, more = compare_groups(table), compare_groups([*table, Stratum(right, wrong, 0, 0)])
        assert (plain and plain.delta) == (more and more.delta)


class TestGiveChiSquare:
    def test_is_worked_by_hand(self) -> None:
        # A = 15, E = 20*25/40 = 12.5, V = 20*20*25*15/(1600*39) = 2.4038: (2.5 - .5)^2 / V.
        assert give_chi_square([Stratum(15, 5, 10, 10)]) == pytest.approx(4 / (150_000 / 62_400))


class TestCategory:
    @pytest.mark.parametrize(
        ("delta", "error", "chi_square", "category"),
        [
            (-0.99, 0.01, 50.0, "A"),
            (1.4, 0.5, 3.8, "A"),
            (1.4, 0.1, 9.0, "B"),
            (-1.6, 0.4, 16.0, "B"),
            (-1.6, 0.3, 28.0, "C"),
            (2.5, 0.3, 60.0, "C"),
        ],
    )
    def test_is_etss(self, delta: float, error: float, chi_square: float, category: str) -> None:
        assert Comparison(delta, error, chi_square).category == category
