import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler.scoring.grid import GRID, STEP, estimate, give_chance, give_mass_above, logistic

GOLDEN: dict[str, Any] = json.loads(Path(__file__).with_name("golden_ability.json").read_text())
DIFFICULTIES = [-2 + 4 * place / 14 for place in range(15)]

Answers = list[tuple[float, bool]]

answers = st.lists(st.tuples(st.floats(-3, 3), st.booleans()), max_size=15)


def easiest_right(right: int) -> Answers:
    return [(b, place < right) for place, b in enumerate(DIFFICULTIES)]


class TestGolden:
    @pytest.mark.parametrize("case", [c for c in GOLDEN["estimates"] if c["theta"] is not None])
    def test_estimate(self, case: dict[str, Any]) -> None:
        found = estimate(easiest_right(case["right"]))
        assert round(found.theta, 4) == case["theta"]
        assert round(found.standard_error, 4) == case["standard_error"]

    @pytest.mark.parametrize("case", [c for c in GOLDEN["estimates"] if c["reach"] is not None])
    def test_mass_above_the_cuts(self, case: dict[str, Any]) -> None:
        posterior = estimate(easiest_right(case["right"])).posterior
        assert [round(give_mass_above(posterior, cut), 4) for cut in GOLDEN["cuts"]] == case[
            "reach"
        ]

    def test_chance_of_a_right_answer(self) -> None:
        assert give_chance(0.0, 0.0) == pytest.approx(0.6)
        assert give_chance(1.0, 0.0) == pytest.approx(0.2 + 0.8 / (1 + math.exp(-1)))


class TestEstimate:
    def test_gives_the_prior_back_without_answers(self) -> None:
        found = estimate([])
        assert found.theta == pytest.approx(0, abs=1e-12)
        assert found.standard_error == pytest.approx(1, abs=0.01)

    @pytest.mark.parametrize("variance", [0.0, -1.0])
    def test_refuses_a_variance_that_is_none(self, variance: float) -> None:
        with pytest.raises(ValueError, match="variance"):
            estimate([], variance=variance)

    @settings(deadline=None)
    @given(answers)
    def test_stays_on_the_grid(self, known: Answers) -> None:
        found = estimate(known)
        assert GRID[0] < found.theta < GRID[-1]
        assert 0 < found.standard_error < 1.2
        assert math.fsum(found.posterior) == pytest.approx(1)

    @settings(deadline=None)
    @given(answers, st.floats(-3, 3))
    def test_rises_with_a_right_answer_and_falls_with_a_wrong_one(
        self, known: Answers, b: float
    ) -> None:
        before = estimate(known).theta
        assert estimate([*known, (b, True)]).theta > before > estimate([*known, (b, False)]).theta

    @settings(deadline=None)
    @given(answers.flatmap(lambda known: st.tuples(st.just(known), st.permutations(known))))
    def test_the_order_of_answers_does_not_move_a_bit(self, both: tuple[Answers, Answers]) -> None:
        known, shuffled = both
        assert estimate(known) == estimate(shuffled)


class TestGiveMassAbove:
    @settings(deadline=None)
    @given(answers, st.floats(-4, 4), st.floats(0, 4))
    def test_falls_as_the_cut_rises(self, known: Answers, cut: float, further: float) -> None:
        posterior = estimate(known).posterior
        assert (
            0 <= give_mass_above(posterior, cut + further) <= give_mass_above(posterior, cut) <= 1
        )

    def test_a_cut_through_a_node_takes_half_its_cell(self) -> None:
        only_zero = tuple(float(node == 0) for node in GRID)
        assert give_mass_above(only_zero, 0.0) == pytest.approx(0.5)
        assert give_mass_above(only_zero, STEP / 4) == pytest.approx(0.25)
        assert give_mass_above(only_zero, STEP) == 0


class TestLogistic:
    @pytest.mark.parametrize(("logit", "value"), [(-800.0, 0.0), (0.0, 0.5), (800.0, 1.0)])
    def test_never_overflows(self, logit: float, value: float) -> None:
        assert logistic(logit) == value
