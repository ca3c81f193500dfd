import numpy as np
import pytest

from profiler.simulation.population import (
    CORRELATIONS,
    Kind,
    People,
    Unstated,
    cut_levels,
    draw_people,
)
from profiler.simulation.quality_twin import compute_indices
from profiler.simulation.twin import choose_tracks, find_right
from services.profiler_fastapi.tests.simulation.people import few, shape
from talent_contracts.vocabulary import Track

MANY = 20_000


@pytest.fixture(scope="module")
def many() -> People:
    return draw_people(shape(), 7, MANY)


class TestDrawPeople:
    def test_is_the_same_for_the_same_seed_and_another_for_another(self) -> None:
        again, other = draw_people(shape(), 51, 400), draw_people(shape(), 52, 400)
        assert np.array_equal(again.position, few().position)
        assert np.array_equal(again.millis, few().millis)
        assert not np.array_equal(other.position, few().position)

    def test_interests_correlate_as_written(self, many: People) -> None:
        found = np.asarray(np.corrcoef(many.interest.T))
        tracks = list(Track)
        for (first, second), value in CORRELATIONS.items():
            assert found[tracks.index(first), tracks.index(second)] == pytest.approx(
                value, abs=0.03
            )

    def test_twelve_percent_are_careless_in_four_ways(self, many: People) -> None:
        careless = many.kind[~many.is_attentive]
        assert len(careless) / MANY == pytest.approx(0.12, abs=0.01)
        shares = np.bincount(careless, minlength=5)[1:] / len(careless)
        assert shares == pytest.approx([0.35, 0.15, 0.10, 0.40], abs=0.03)

    def test_people_choose_what_interests_them_more_often_than_chance(self, many: People) -> None:
        chosen = choose_tracks(shape(), many.position)[many.is_attentive]
        own = chosen == many.truth[many.is_attentive][:, None]
        assert 0.35 < own.mean() < 0.65

    def test_able_people_solve_more_and_nobody_solves_less_than_by_guessing(
        self, many: People
    ) -> None:
        right = find_right(shape(), many.position)[many.is_attentive]
        theta = many.theta[many.is_attentive]
        assert right[theta > 1.5].mean() > 0.75
        assert 0.10 < right[theta < -2.2].mean() < 0.45

    def test_attentive_people_take_about_the_expected_time(self, many: People) -> None:
        ratio = (many.millis / 1000 / shape().expected)[many.is_attentive]
        assert np.median(ratio) == pytest.approx(1.0, abs=0.02)

    def test_straight_and_cyclic_clickers_move_by_one_step(self, many: People) -> None:
        regular = np.isin(many.kind, [Kind.STRAIGHT, Kind.CYCLE])
        steps = np.diff(many.position[regular], axis=1) % 5
        assert (steps == steps[:, :1]).all()
        assert ((steps[:, 0] == 0) == (many.kind[regular] == Kind.STRAIGHT)).all()

    def test_the_scorer_sees_no_letters_of_the_fixed_form(self, many: People) -> None:
        differ = many.position[:, shape().preference] != many.letter[:, shape().preference]
        assert differ[many.is_attentive].mean() > 0.5

    def test_other_readings_change_ability_only(self) -> None:
        other = draw_people(shape(), 51, 400, Unstated(keyed_slope=1.5))
        assert np.array_equal(
            other.position[:, shape().preference], few().position[:, shape().preference]
        )
        assert not np.array_equal(other.position, few().position)


class TestHonestPeople:
    @pytest.mark.parametrize("pace", [0.4, 0.6, 1.0, 1.6, 3.0])
    @pytest.mark.parametrize("able", [True, False])
    def test_are_flagged_strong_at_most_three_in_a_hundred_at_any_pace(
        self, many: People, pace: float, able: bool
    ) -> None:
        rows = many.is_attentive & ((many.theta > 0) == able)
        millis = np.rint(pace * many.millis[rows]).astype(np.int64)
        assert compute_indices(shape(), many.position[rows], millis).is_strong.mean() <= 0.03


class TestClickers:
    def test_are_all_flagged_strong_even_when_they_take_their_time(self, many: People) -> None:
        rows = np.isin(many.kind, [Kind.STRAIGHT, Kind.CYCLE])
        slow = np.full_like(many.millis[rows], 20_000)
        assert compute_indices(shape(), many.position[rows], slow).is_strong.all()


class TestCutLevels:
    def test_a_cut_belongs_to_the_level_above(self) -> None:
        assert cut_levels(np.array([-1.01, -1.0, -0.3, 0.5, 1.3])).tolist() == [0, 1, 2, 3, 4]
