import pytest

from profiler.statistics.alarms import (
    Glamour,
    Pull,
    warn_of_drift,
    warn_of_key,
    warn_of_stops,
    warn_of_unused,
)
from talent_contracts.statistics import Drift, ItemWarning


def keyed(r_key: float | None, r_distractor: float | None, n: int = 1000) -> list[Pull]:
    return [
        Pull("A", n // 2, n, r_key, n, is_key=True),
        Pull("B", n // 4, n, r_distractor, n, is_distractor=True),
        Pull("E", n // 4, n, 0.9, n),
    ]


class TestWarnOfKey:
    def test_is_quiet_when_the_able_choose_the_key(self) -> None:
        assert warn_of_key(keyed(0.3, -0.2)) == []

    def test_suspects_the_key_when_the_able_choose_a_distractor(self) -> None:
        assert warn_of_key(keyed(-0.2, 0.3)) == [ItemWarning.KEY_SUSPECT]

    def test_does_not_suspect_it_by_point_estimates_alone(self) -> None:
        # At n = 100 the bounds of .05 and .20 overlap widely.
        assert ItemWarning.KEY_SUSPECT not in warn_of_key(keyed(0.05, 0.20, n=100))

    def test_tells_of_a_distractor_that_draws_the_able_beside_a_good_key(self) -> None:
        assert warn_of_key(keyed(0.3, 0.2)) == [ItemWarning.DISTRACTOR_ATTRACTS]

    def test_lets_a_distractor_be_that_draws_the_able_by_chance(self) -> None:
        # At n = 418 the bound at .0005 lies just above 0, and 45 distractors are looked at.
        assert warn_of_key(keyed(0.2, 0.1614, n=418)) == []

    def test_tells_of_an_item_that_hardly_tells_people_apart(self) -> None:
        assert warn_of_key(keyed(0.05, -0.05)) == [ItemWarning.WEAK_DISCRIMINATION]
        assert warn_of_key(keyed(0.12, -0.05)) == []

    def test_is_quiet_below_the_gate(self) -> None:
        assert warn_of_key(keyed(-0.9, 0.9, n=99)) == []

    def test_is_quiet_when_nothing_varies(self) -> None:
        assert warn_of_key(keyed(None, None)) == []

    def test_is_quiet_on_items_without_a_key(self) -> None:
        assert warn_of_key([Pull("A", 10, 1000, -0.5, 1000)]) == []


class TestWarnOfUnused:
    @pytest.mark.parametrize(
        ("chosen", "answered", "is_told"),
        [(0, 49, False), (0, 50, False), (0, 133, True), (0, 130, False), (20, 2000, True),
         (38, 2000, False)],
    )  # fmt: skip
    def test_is_sure_that_fewer_than_one_in_fifty_take_it(
        self, chosen: int, answered: int, is_told: bool
    ) -> None:
        assert bool(warn_of_unused([Pull("A", chosen, answered, None, 0)])) is is_told


class TestWarnOfDrift:
    @pytest.mark.parametrize(
        ("recent", "z", "comparisons", "is_told"),
        [
            (0.30, 5.0, 255, True),
            (0.30, 4.0, 255, False),
            (0.30, 4.0, 5, True),
            (0.24, 9.0, 255, False),
            (0.10, -5.0, 255, True),
        ],
    )
    def test_needs_more_than_chance_and_more_than_a_trifle(
        self, recent: float, z: float, comparisons: int, is_told: bool
    ) -> None:
        drift = Drift(option="A", share_before=0.20, share_recent=recent, z=z)
        assert bool(warn_of_drift(drift, comparisons)) is is_told

    def test_is_quiet_when_a_window_is_too_small(self) -> None:
        assert warn_of_drift(None, 0) == []


class TestWarnOfStops:
    @pytest.mark.parametrize(
        ("stopped", "came", "usual", "is_told"),
        [
            (30, 200, 0.01, True),
            (30, 200, 0.05, False),
            (3, 200, 0.0, False),
            (30, 49, 0.0, False),
        ],
    )
    def test_is_clearly_more_than_at_the_median_item(
        self, stopped: int, came: int, usual: float, is_told: bool
    ) -> None:
        assert bool(warn_of_stops(stopped, came, usual)) is is_told


class TestGlamour:
    @pytest.mark.parametrize(
        ("excess", "lead", "expected"), [(4.0, 0.49, True), (3.9, 0.2, False), (9.0, 0.5, False)]
    )
    def test_is_chosen_by_many_and_tells_little(
        self, excess: float, lead: float, expected: bool
    ) -> None:
        assert Glamour(excess, lead).is_glamorous is expected
