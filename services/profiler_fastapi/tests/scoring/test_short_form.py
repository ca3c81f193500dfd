"""The plan of the short form: what it asks, when it is enough, and that it never asks for more."""

import math
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler.bank import Item, ItemFormat, load_bank
from profiler.scoring import list_choices, score_ability, score_choices
from profiler.scoring.ability import list_responses
from profiler.scoring.short_form import (
    KNOWN_ERROR,
    LEADING_SHARE,
    Plan,
    give_information,
    list_aptitude,
    list_turns,
    plan_short_form,
)
from talent_contracts.vocabulary import Module, Track

BANK = load_bank()
PREFERENCES = [item.id for item in BANK.of_format(ItemFormat.PREFERENCE)]
KEYED = [item.id for item in BANK.of_format(ItemFormat.KEYED)]
APTITUDE = [item.id for item in list_aptitude(BANK)]
CHECKS = [item_id for item_id in KEYED if item_id not in APTITUDE]
FIXED = [i.id for i in BANK.items if i.format in {ItemFormat.RATING, ItemFormat.LEVEL}]
Answering = Callable[[Item], str]

POSITIONS = st.lists(st.integers(0, 4), min_size=51, max_size=51)


def by_position(positions: list[int]) -> Answering:
    place = {item.id: n for n, item in enumerate(BANK.items)}
    return lambda item: item.option_keys[positions[place[item.id]]]


def for_track(track: Track) -> Answering:
    return lambda item: next((o.key for o in item.options if o.track is track), "A")


def all_alike(item: Item) -> str:
    """Every track as often as every other."""
    turn = [i.id for i in list_turns(BANK)]
    tracks = list(Track)
    wanted = tracks[turn.index(item.id) % 5] if item.id in turn else None
    return next((o.key for o in item.options if wanted and o.track is wanted), "A")


def walk(answering: Answering) -> tuple[dict[str, str], list[Plan]]:
    """Answer what comes next until nothing does."""
    answers: dict[str, str] = {}
    plans = [plan_short_form(BANK, answers)]
    while plans[-1].left:
        item = BANK.by_id[plans[-1].left[0]]
        answers[item.id] = answering(item)
        plans.append(plan_short_form(BANK, answers))
    return answers, plans


def count_asked(plan: Plan) -> int:
    return len(plan.answered) + len(plan.left)


def give_share(answers: Mapping[str, str]) -> float:
    return max(score_choices(list_choices(BANK, answers)).p.values())


class TestWalk:
    @given(POSITIONS)
    @settings(max_examples=60, deadline=None)
    def test_total_never_grows_and_every_answer_counts(self, positions: list[int]) -> None:
        answers, plans = walk(by_position(positions))
        totals = [count_asked(plan) for plan in plans]
        assert totals == sorted(totals, reverse=True)
        assert totals[0] == 48
        assert [len(plan.answered) for plan in plans] == list(range(len(plans)))
        assert len(answers) == totals[-1]
        percents = [100 * len(p.answered) // count_asked(p) for p in plans]
        assert percents == sorted(percents)
        assert percents[-1] == 100

    @given(POSITIONS)
    @settings(max_examples=60, deadline=None)
    def test_floors_and_ceilings_hold(self, positions: list[int]) -> None:
        answers, _ = walk(by_position(positions))
        modules = [BANK.by_id[i].module for i in answers if i in PREFERENCES]
        assert min(map(modules.count, set(modules))) >= 5
        assert len(set(modules)) == 3
        assert len(modules) == 30 or give_share(answers) >= LEADING_SHARE
        assert set(FIXED) | set(CHECKS) <= answers.keys()
        keyed = [item_id for item_id in KEYED if item_id in answers]
        assert len(keyed) in {10, 12}
        categories = {BANK.by_id[item_id].category for item_id in keyed}
        assert categories == {BANK.by_id[item_id].category for item_id in KEYED}
        ability = score_ability(BANK, answers, is_adaptive=True)
        assert ability is not None
        assert len(keyed) == 12 or ability.standard_error < KNOWN_ERROR

    @given(POSITIONS)
    @settings(max_examples=30, deadline=None)
    def test_stops_at_the_first_moment_that_is_enough(self, positions: list[int]) -> None:
        answers, _ = walk(by_position(positions))
        order = [item.id for item in list_turns(BANK) if item.id in answers]
        for count in range(15, len(order)):
            assert give_share({i: answers[i] for i in order[:count]}) < LEADING_SHARE

    def test_asks_31_questions_of_whoever_is_clear_and_known(self) -> None:
        answers, _ = walk(for_track(Track.GRC))
        assert len([i for i in answers if i in PREFERENCES]) == 15
        assert 31 <= len(answers) <= 33

    def test_asks_all_preference_items_of_whoever_is_undecided(self) -> None:
        answers, _ = walk(all_alike)
        assert set(PREFERENCES) <= answers.keys()

    def test_follows_the_modules_of_the_bank_and_ends_module_by_module(self) -> None:
        answers, _ = walk(all_alike)
        order = [BANK.by_id[i].module for i in answers]
        level = order.index(Module.DIFFICULTY_SELECTION)
        assert list(dict.fromkeys(order[: level + 1])) == [info.id for info in BANK.modules]
        assert order[: level + 1] == sorted(
            order[: level + 1], key=list(dict.fromkeys(order)).index
        )
        rest = [module for module in order[level + 1 :] if module is not Module.CYBER_APTITUDE]
        turn = [Module.IDENTITY_VALUE, Module.SCENARIO_PREFERENCE, Module.WORK_STYLE]
        assert rest == turn * 5


class TestPlan:
    @given(st.dictionaries(st.sampled_from(BANK.order), st.sampled_from("ABCDE")))
    @settings(max_examples=150, deadline=None)
    def test_is_sound_after_any_answers(self, answers: dict[str, str]) -> None:
        plan = plan_short_form(BANK, answers)
        asked = [*plan.answered, *plan.left]
        assert len(asked) == len(set(asked)) <= 48
        assert set(plan.answered) <= answers.keys()
        assert not set(plan.left) & answers.keys()
        assert plan == plan_short_form(BANK, dict(reversed(answers.items())))

    @given(POSITIONS, st.randoms())
    @settings(max_examples=20, deadline=None)
    def test_total_does_not_grow_when_planned_questions_come_in_another_order(
        self, positions: list[int], chance: object
    ) -> None:
        answering, answers = by_position(positions), dict[str, str]()
        plan = plan_short_form(BANK, answers)
        while plan.left:
            item = BANK.by_id[chance.choice(plan.left)]  # type: ignore[attr-defined]
            answers[item.id] = answering(item)
            after = plan_short_form(BANK, answers)
            assert count_asked(after) <= count_asked(plan)
            plan = after

    def test_what_was_not_planned_does_no_harm(self) -> None:
        answers, plans = walk(for_track(Track.DEFENDER))
        more = answers | {"identity_9": "A", "work_style_8": "B"}
        assert plan_short_form(BANK, more) == plans[-1]

    def test_a_changed_answer_can_reopen_it(self) -> None:
        answers, plans = walk(for_track(Track.DEFENDER))
        changed = (
            answers
            | {f"work_style_{n}": all_alike(BANK.by_id[f"work_style_{n}"]) for n in range(1, 6)}
            | {f"identity_{n}": all_alike(BANK.by_id[f"identity_{n}"]) for n in range(1, 6)}
        )
        assert give_share(changed) < LEADING_SHARE
        assert plans[-1].left == ()
        assert plan_short_form(BANK, changed).left[0] == "identity_6"


class TestGiveInformation:
    def test_is_what_the_formula_says(self) -> None:
        assert give_information(0.5, 0.5) == pytest.approx(0.4 / 0.6 * 0.25)

    @given(st.floats(-4, 4), st.floats(-2, 2))
    def test_is_the_squared_slope_over_the_variance(self, theta: float, b: float) -> None:
        guessing = 0.2

        def chance(x: float) -> float:
            return guessing + (1 - guessing) / (1 + math.exp(b - x))

        slope = (chance(theta + 1e-5) - chance(theta - 1e-5)) / 2e-5
        p = chance(theta)
        assert give_information(theta, b) == pytest.approx(slope**2 / (p * (1 - p)), rel=1e-4)


class TestAptitude:
    def test_begins_with_the_item_that_tells_most_at_the_prior(self) -> None:
        first = plan_short_form(BANK, {}).left[5]
        information = {i.id: give_information(0.0, i.b or 0.0) for i in list_aptitude(BANK)}
        assert first == max(information, key=lambda item_id: information[item_id])

    @pytest.mark.parametrize("is_able", [True, False])
    def test_follows_the_learner(self, is_able: bool) -> None:
        def answer(item: Item) -> str:
            if item.key is None:
                return "A"
            return item.key if is_able else "E"

        answers, _ = walk(answer)
        asked = [BANK.by_id[i].b or 0.0 for i in answers if i in APTITUDE]
        other, _ = walk(lambda item: "A" if item.key is None else "E" if is_able else item.key)
        turned = [BANK.by_id[i].b or 0.0 for i in other if i in APTITUDE]
        assert (sum(asked) / len(asked) > sum(turned) / len(turned)) is is_able


class TestAbility:
    def test_what_was_not_asked_is_not_wrong(self) -> None:
        answers = {
            "cyber_aptitude_5": BANK.by_id["cyber_aptitude_5"].key or "",
            "work_style_5": "A",
        }
        assert len(list_responses(BANK, answers)) == 15
        (counted,) = list_responses(BANK, answers, is_adaptive=True)
        assert counted.item_id == "cyber_aptitude_5"
        able = score_ability(BANK, answers, is_adaptive=True)
        punished = score_ability(BANK, answers)
        assert able is not None
        assert punished is not None
        assert able.theta > 0 > punished.theta
