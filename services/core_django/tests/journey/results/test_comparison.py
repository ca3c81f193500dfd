"""Reliable change, by known answers and by properties."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.journey.results.comparison import compare_results
from talent_contracts.results import ProfilingResult
from talent_contracts.results_v2 import ProfilingResultV2
from talent_contracts.vocabulary import Level, Reason, Track

EXAMPLES = Path(__file__).parents[5] / "shared" / "contracts" / "examples"
FIRST = ProfilingResult.model_validate_json((EXAMPLES / "profiling-result.v1.json").read_bytes())
SECOND = ProfilingResultV2.model_validate_json((EXAMPLES / "profiling-result.v2.json").read_bytes())
TRACKS = list(Track)


def with_ability(theta: float, error: float) -> ProfilingResultV2:
    assert SECOND.aptitude is not None
    aptitude = SECOND.aptitude.model_copy(update={"theta": theta, "standard_error": error})
    return SECOND.model_copy(update={"aptitude": aptitude})


def with_shares(shares: list[float], q: float = 0.0) -> ProfilingResultV2:
    p = dict(zip(TRACKS, shares, strict=True))
    primary = max(p, key=lambda track: p[track])
    track = SECOND.track.model_copy(update={"p": p, "primary": primary})
    quality = SECOND.quality.model_copy(update={"q": q})
    return SECOND.model_copy(update={"track": track, "quality": quality})


def with_level(level: Level | None, theta: float = 0.0) -> ProfilingResultV2:
    found = SECOND.level.model_copy(update={"verified": level})
    return with_ability(theta, 0.3).model_copy(update={"level": found})


class TestAbility:
    @pytest.mark.parametrize(
        ("later", "index", "verdict"),
        [
            (0.83, 1.956329, "no-reliable-change"),
            (0.84, 1.979899, "rose"),
            (-0.84, -1.979899, "fell"),
            (0.0, 0.0, "no-reliable-change"),
        ],
    )
    def test_change_is_told_beyond_1_96_standard_errors(
        self, later: float, index: float, verdict: str
    ) -> None:
        compared = compare_results(with_ability(0.0, 0.3), with_ability(later, 0.3))
        assert compared.ability is not None
        assert (compared.ability.index, compared.ability.verdict) == (index, verdict)
        assert compared.ability.standard_error == 0.424264

    def test_is_unknown_when_one_result_did_not_measure_it(self) -> None:
        for earlier, later in (
            (FIRST, SECOND),
            (SECOND.model_copy(update={"aptitude": None}), SECOND),
        ):
            compared = compare_results(earlier, later)
            assert compared.ability is None
            assert compared.reasons == {"/ability": Reason.NOT_MEASURED}

    @given(st.floats(-4, 4), st.floats(-4, 4), st.floats(0.1, 1), st.floats(0.1, 1))
    def test_swapping_the_results_turns_the_sign(
        self, first: float, second: float, first_error: float, second_error: float
    ) -> None:
        one, two = with_ability(first, first_error), with_ability(second, second_error)
        there, back = compare_results(one, two).ability, compare_results(two, one).ability
        assert there is not None
        assert back is not None
        assert there.index == -back.index


class TestTrack:
    @pytest.mark.parametrize(
        ("earlier", "later", "factor", "verdict"),
        [
            ([0.9, 0.1, 0, 0, 0], [0.9, 0.1, 0, 0, 0], 4.1, "same"),
            ([0.95, 0.05, 0, 0, 0], [0.02, 0.98, 0, 0, 0], 0.34, "open"),
            ([0.96, 0.04, 0, 0, 0], [0.02, 0.98, 0, 0, 0], 0.292, "changed"),
            ([0.2, 0.2, 0.2, 0.2, 0.2], [0.9, 0.1, 0, 0, 0], 1.0, "open"),
            ([0.55, 0.35, 0.1, 0, 0], [0.35, 0.55, 0.1, 0, 0], 1.975, "open"),
        ],
    )
    def test_is_judged_by_both_results_together(
        self, earlier: list[float], later: list[float], factor: float, verdict: str
    ) -> None:
        compared = compare_results(with_shares(earlier), with_shares(later)).track
        assert (compared.bayes_factor_same, compared.verdict) == (factor, verdict)

    def test_says_nothing_when_one_was_answered_carelessly(self) -> None:
        sure = [1.0, 0.0, 0.0, 0.0, 0.0]
        compared = compare_results(with_shares(sure), with_shares(sure[::-1], q=1.0)).track
        assert (compared.bayes_factor_same, compared.verdict) == (1.0, "open")

    @given(st.permutations(range(5)))
    def test_does_not_care_for_the_names_of_tracks(self, order: list[int]) -> None:
        earlier, later = [0.5, 0.3, 0.1, 0.06, 0.04], [0.1, 0.2, 0.6, 0.05, 0.05]
        plain = compare_results(with_shares(earlier), with_shares(later)).track
        turned = compare_results(
            with_shares([earlier[i] for i in order]), with_shares([later[i] for i in order])
        ).track
        assert turned.bayes_factor_same == plain.bayes_factor_same


class TestWords:
    def test_a_moved_level_is_a_trial_unless_ability_changed(self) -> None:
        novice = with_level(Level.NOVICE)
        same = compare_results(novice, with_level(Level.BEGINNER, 0.1)).statements
        risen = compare_results(novice, with_level(Level.BEGINNER, 2.0)).statements
        assert "treat it as a trial" in same[-1]
        assert risen[-1] == "Level: novice then, beginner now."

    def test_nothing_is_said_of_a_level_that_stayed_or_is_unknown(self) -> None:
        novice = with_level(Level.NOVICE)
        assert len(compare_results(novice, novice).statements) == 2
        assert len(compare_results(novice, with_level(None)).statements) == 2

    def test_revised_questions_are_named(self) -> None:
        hashes = SECOND.bank.hashes.model_copy(update={"text": "0" * 64})
        revised = SECOND.model_copy(
            update={"bank": SECOND.bank.model_copy(update={"hashes": hashes})}
        )
        compared = compare_results(SECOND, revised)
        assert not compared.same_questions
        assert "revised" in compared.statements[-1]
