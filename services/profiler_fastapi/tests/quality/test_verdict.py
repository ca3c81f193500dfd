import json
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler.bank import CarelessWeights, Item
from profiler.quality import Quality, Sign, TimedAnswer, Verdict, judge_quality
from profiler.quality.indices import Indices, compute_indices, give_careless_log_odds
from profiler.quality.responses import list_responses
from profiler.quality.verdict import find_signs
from services.profiler_fastapi.tests.support.keyed_answers import answer_keyed
from services.profiler_fastapi.tests.support.timed_answers import (
    BANK,
    PREFERENCES,
    at_pace,
    click,
    take,
)
from talent_contracts.vocabulary import Module, Track

CALM = Indices(51, 1.0, 0.0, 0.0, 0, 3, 0.4, -5.0, 0.8)


def change_calm(**values: Any) -> Indices:
    return replace(CALM, **values)


sheets = st.dictionaries(
    st.sampled_from([item.id for item in BANK.items]),
    st.tuples(st.sampled_from("ABCDE"), st.none() | st.integers(0, 90_000)),
    max_size=51,
).map(lambda sheet: [TimedAnswer(i, option, ms) for i, (option, ms) in sheet.items()])


def prefer(pattern: list[Track]) -> dict[str, str]:
    """Preferences given item by item, in a shuffled order that has no position pattern."""
    order = np.random.default_rng(3).permutation(len(PREFERENCES))
    return {
        PREFERENCES[place].id: next(o.key for o in PREFERENCES[place].options if o.track is track)
        for place, track in zip(order, pattern, strict=True)
    }


def meant() -> dict[str, str]:
    """Somebody who prefers something and gives up on half of the puzzles."""
    ratings = dict.fromkeys((f"technical_exposure_{n}" for n in (1, 3, 5, 7, 9)), "A")
    pattern = [Track.GRC] * 15 + [Track.LEADERSHIP] * 7 + [*Track, *list(Track)[:3]]
    return prefer(pattern) | answer_keyed(7, wrong="E") | ratings | {"difficulty_selection_1": "B"}


def judge(answers: dict[str, str], pace: float | None = 1.0) -> Quality:
    return judge_quality(BANK, take(answers, (lambda _: None) if pace is None else at_pace(pace)))


class TestJudgeQuality:
    @pytest.mark.parametrize("pace", [0.35, 0.5, 1.0, 2.0, 5.0, None])
    def test_is_ok_at_any_honest_pace(self, pace: float | None) -> None:
        found = judge(meant(), pace)
        assert (found.verdict, found.redo) == (Verdict.OK, ())
        assert found.q is not None
        assert found.q < 0.2

    @pytest.mark.parametrize("start", range(5))
    @pytest.mark.parametrize("step", range(5))
    def test_is_strong_for_every_straight_and_cyclic_clicker(self, start: int, step: int) -> None:
        found = judge(click(lambda n: start + step * n))
        assert found.verdict is Verdict.STRONG
        assert found.q is not None
        assert found.redo

    def test_is_strong_when_everything_went_by_unread(self) -> None:
        found = judge_quality(BANK, take(meant(), lambda _: 900))
        assert set(found.signs) == {Sign.FAST, Sign.FAST_STRETCH, Sign.RECALLED}
        assert found.verdict is Verdict.STRONG
        assert found.q is not None
        assert found.q > 0.9

    def test_offers_to_redo_the_module_that_was_rushed(self) -> None:
        def hurry(item: Item) -> int:
            return 800 if item.module is Module.WORK_STYLE else 1000 * item.expected_seconds

        found = judge_quality(BANK, take(meant(), hurry))
        assert (found.verdict, found.redo) == (Verdict.STRONG, (Module.WORK_STYLE,))

    def test_offers_no_module_for_a_slip_or_two(self) -> None:
        slips = {"scenario_preference_2", "scenario_preference_7", "scenario_preference_8"}

        def hurry(item: Item) -> int:
            is_rushed = item.module is Module.WORK_STYLE or item.id in slips
            return 800 if is_rushed else 1000 * item.expected_seconds

        found = judge_quality(BANK, take(meant(), hurry))
        assert found.redo == (Module.WORK_STYLE,)

    def test_offers_the_worst_module_when_none_was_rushed_as_a_whole(self) -> None:
        rushed = {f"{module}_{n}" for module in ("identity", "work_style") for n in (1, 2, 3)}
        rushed |= {f"scenario_preference_{n}" for n in (1, 2, 3)} | {"cyber_aptitude_1"}

        def hurry(item: Item) -> int:
            return 800 if item.id in rushed else 1000 * item.expected_seconds

        found = judge_quality(BANK, take(meant(), hurry))
        assert (found.verdict, len(found.redo)) == (Verdict.STRONG, 1)

    def test_quick_not_sure_is_honest(self) -> None:
        def give_up(item: Item) -> int:
            return 700 if item.id in answer_keyed(0) else 1000 * item.expected_seconds

        sheet = meant() | answer_keyed(0, wrong="E")
        assert judge_quality(BANK, take(sheet, give_up)).verdict is Verdict.OK

    def test_is_soft_when_the_answers_contradict_each_other(self) -> None:
        opposed = [(Track.GRC, Track.OFFENSIVE)[n % 2] for n in range(30)]
        items = {
            i.id: next(o.key for o in i.options if o.track is t)
            for i, t in zip(PREFERENCES, opposed, strict=True)
        }
        found = judge(meant() | items)
        assert (found.verdict, found.signs, found.redo) == (Verdict.SOFT, (Sign.INCONSISTENT,), ())

    def test_is_soft_when_puzzles_were_known(self) -> None:
        def recall(item: Item) -> int:
            return round((300 if item.key else 1000) * item.expected_seconds)

        found = judge_quality(BANK, take(meant() | answer_keyed(15), recall))
        assert (found.verdict, found.signs) == (Verdict.SOFT, (Sign.RECALLED,))

    def test_knows_nothing_without_answers(self) -> None:
        found = judge_quality(BANK, [])
        assert (found.verdict, found.q, found.signs, found.redo) == (Verdict.OK, None, (), ())

    def test_missing_times_leave_their_indices_out(self) -> None:
        found = judge(meant(), None).indices
        assert (found.timed, found.scale, found.fast_share, found.fast_window, found.recalled) == (
            0, None, None, None, None,
        )  # fmt: skip
        assert found.misfit == judge(meant(), 1.0).indices.misfit

    @settings(deadline=None)
    @given(sheets)
    def test_never_fails_and_stays_in_bounds(self, answers: list[TimedAnswer]) -> None:
        found = judge_quality(BANK, answers)
        assert found.q is None or 0 <= found.q <= 1
        assert bool(found.redo) <= (found.verdict is Verdict.STRONG)
        assert (found.verdict is Verdict.OK) == (not found.signs)

    @settings(deadline=None)
    @given(sheets, st.randoms(use_true_random=False))
    def test_the_same_answers_give_the_same_bytes(
        self, answers: list[TimedAnswer], chance: object
    ) -> None:
        turned = answers[::-1]
        before, after = (judge_quality(BANK, sheet) for sheet in (answers, turned))
        assert json.dumps(asdict(before)) == json.dumps(asdict(after))

    def test_knowledge_does_not_move_q(self) -> None:
        """Every right answer exchanged for another of A to D, at the same positions elsewhere."""
        able, unable = meant() | answer_keyed(15), meant() | answer_keyed(0)
        indices = [compute_indices(list_responses(BANK, take(s))) for s in (able, unable)]
        level = [replace(i, longest_run=3, step_share=0.4) for i in indices]
        odds = {give_careless_log_odds(i, BANK.careless_model) for i in level}
        assert len(odds) == 1


class TestFindSigns:
    @pytest.mark.parametrize(
        ("change", "sign"),
        [
            ({"fast_share": 0.20}, Sign.FAST),
            ({"fast_window": 0.40}, Sign.FAST_STRETCH),
            ({"longest_run": 8}, Sign.SAME_POSITION),
            ({"step_share": 0.80}, Sign.REGULAR_STEPS),
            ({"misfit": 2.001}, Sign.EVEN_SPREAD),
            ({"consistency": -0.001}, Sign.INCONSISTENT),
            ({"recalled": 4}, Sign.RECALLED),
        ],
    )
    def test_applies_at_its_limit(self, change: dict[str, float], sign: Sign) -> None:
        assert find_signs(change_calm(**change)) == (sign,)

    @pytest.mark.parametrize(
        "change",
        [
            {"fast_share": 0.199}, {"fast_window": 0.399}, {"longest_run": 7}, {"step_share": 0.79},
            {"misfit": 2.0}, {"consistency": 0.0}, {"recalled": 3},
        ],
    )  # fmt: skip
    def test_is_silent_below_it(self, change: dict[str, float]) -> None:
        assert find_signs(change_calm(**change)) == ()

    def test_is_silent_about_what_is_unknown(self) -> None:
        assert find_signs(Indices(0, None, None, None, None, 0, None, None, None)) == ()


class TestGiveCarelessLogOdds:
    def test_weighs_every_index(self) -> None:
        names = [f.name for f in fields(CarelessWeights) if f.name != "intercept"]
        base = give_careless_log_odds(CALM, BANK.careless_model) or 0.0
        for name in names:
            more = change_calm(**{name: (getattr(CALM, name) or 0) + 0.5})
            added = (give_careless_log_odds(more, BANK.careless_model) or 0.0) - base
            assert added == pytest.approx(0.5 * getattr(BANK.careless_model.with_times, name))

    def test_uses_other_weights_without_times(self) -> None:
        timeless = replace(CALM, fast_share=None, fast_window=None, scale=None)
        weights = BANK.careless_model.without_times
        expected = weights.intercept + 3 * weights.longest_run + 0.4 * weights.step_share
        expected += -5 * weights.misfit + 0.8 * weights.consistency
        assert give_careless_log_odds(timeless, BANK.careless_model) == pytest.approx(expected)

    @pytest.mark.parametrize("unknown", ["misfit", "step_share"])
    def test_is_unknown_with_too_few_answers(self, unknown: str) -> None:
        assert give_careless_log_odds(change_calm(**{unknown: None}), BANK.careless_model) is None

    def test_faster_and_more_even_is_more_careless(self) -> None:
        weights = BANK.careless_model.with_times
        assert min(weights.fast_share, weights.fast_window, weights.misfit, weights.step_share) > 0
        assert weights.consistency < 0
