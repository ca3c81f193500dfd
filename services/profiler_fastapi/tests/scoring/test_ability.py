import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler.bank import load_bank
from profiler.scoring.ability import (
    Ability,
    KeyedResponse,
    Label,
    estimate_category,
    judge_label,
    list_responses,
    score_ability,
)
from profiler.scoring.choices import UnknownAnswer
from profiler.scoring.grid import estimate
from services.profiler_fastapi.tests.support.keyed_answers import (
    BANK,
    KEYED,
    NOT_SURE,
    answer_keyed,
)

GOLDEN: dict[str, Any] = json.loads(Path(__file__).with_name("golden_ability.json").read_text())

sheets = st.dictionaries(
    st.sampled_from([item.id for item in BANK.items]), st.sampled_from("ABCDE"), max_size=51
)


def score(answers: dict[str, str]) -> Ability:
    found = score_ability(load_bank(), answers)
    assert found is not None
    return found


def golden_responses() -> list[KeyedResponse]:
    case = GOLDEN["category"]
    return [
        KeyedResponse(
            item_id=f"item_{place}",
            category="inside" if place in case["items"] else "outside",
            domain=None,
            b=-2 + 4 * (place - 1) / 14,
            is_right=place <= case["right"],
            is_answered=True,
        )
        for place in range(1, 16)
    ]


class TestScoreAbility:
    def test_is_none_when_no_keyed_item_was_answered(self) -> None:
        assert score_ability(load_bank(), {}) is None
        assert score_ability(load_bank(), {"identity_1": "A", "work_style_10": "B"}) is None

    @pytest.mark.parametrize("right", [0, 5, 8, 11, 15])
    def test_is_the_estimate_over_the_keyed_items(self, right: int) -> None:
        expected = estimate((item.b or 0.0, n < right) for n, item in enumerate(KEYED))
        found = score(answer_keyed(right))
        assert found.theta == expected.theta
        assert (found.answered, found.counted, found.right) == (15, 15, right)

    def test_not_sure_counts_as_wrong(self) -> None:
        assert score(answer_keyed(6, wrong=NOT_SURE)) == score(answer_keyed(6))

    def test_seen_and_left_open_counts_as_wrong(self) -> None:
        sheet = answer_keyed(8)
        opened = {key: value for key, value in sheet.items() if key != "cyber_aptitude_10"}
        missed = sheet | {"cyber_aptitude_10": NOT_SURE}
        assert score(opened).theta == score(missed).theta
        assert (score(opened).answered, score(opened).counted) == (14, 15)

    def test_not_reached_counts_for_nothing(self) -> None:
        found = score({"cyber_aptitude_1": "B", "cyber_aptitude_2": "D"})
        assert (found.counted, found.right) == (2, 2)
        assert found.theta == estimate([(-2.0, True), (-1.71, True)]).theta

    def test_a_later_preference_shows_that_the_items_before_were_seen(self) -> None:
        found = score({"cyber_aptitude_1": "B", "work_style_1": "A"})
        assert (found.answered, found.counted) == (1, 15)

    @pytest.mark.parametrize(("answered", "provisional"), [(1, True), (7, True), (8, False)])
    def test_is_provisional_below_eight_answers(self, answered: int, provisional: bool) -> None:
        sheet = {f"cyber_aptitude_{n}": "A" for n in range(1, answered + 1)}
        assert score(sheet).is_provisional is provisional

    def test_refuses_an_answer_that_the_bank_does_not_have(self) -> None:
        with pytest.raises(UnknownAnswer):
            score_ability(load_bank(), {"cyber_aptitude_1": "F"})

    @settings(deadline=None)
    @given(st.integers(0, 14))
    def test_one_more_right_answer_raises_everything(self, right: int) -> None:
        less, more = score(answer_keyed(right)), score(answer_keyed(right + 1))
        assert more.theta > less.theta
        assert more.score > less.score
        assert (more.band[0], more.band[1]) > (less.band[0], less.band[1])

    @settings(deadline=None)
    @given(sheets)
    def test_the_score_lies_in_its_band_and_on_0_to_100(self, sheet: dict[str, str]) -> None:
        found = score(sheet | {"cyber_aptitude_1": "B"})
        scores = [(found.band, found.score), *((c.band, c.score) for c in found.categories)]
        assert all(0 < low < value < high < 100 for (low, high), value in scores)

    @settings(deadline=None)
    @given(sheets, st.randoms(use_true_random=False))
    def test_the_same_answers_give_the_same_bytes(self, sheet: dict[str, str], chance: Any) -> None:
        entries = list(sheet.items())
        chance.shuffle(entries)
        before, after = (score_ability(load_bank(), s) for s in (sheet, dict(entries)))
        assert json.dumps(before and asdict(before)) == json.dumps(after and asdict(after))

    @settings(deadline=None)
    @given(sheets)
    def test_preferences_do_not_move_ability_once_all_was_seen(self, sheet: dict[str, str]) -> None:
        keyed = answer_keyed(9) | {"difficulty_selection_1": "A"}
        rest = {k: v for k, v in sheet.items() if not k.startswith(("cyber", "technical", "diff"))}
        assert score(keyed) == score(rest | keyed)


class TestEstimateCategory:
    def test_golden(self) -> None:
        responses, case = golden_responses(), GOLDEN["category"]
        found = estimate_category(responses, "inside")
        assert [round(found.theta, 4), round(found.standard_error, 4)] == case["inside"]
        outside = estimate((r.b, r.is_right) for r in responses if r.category == "outside")
        assert [round(outside.theta, 4), round(outside.standard_error, 4)] == case["outside"]


class TestCategories:
    def test_are_the_five_of_the_bank_in_their_order(self) -> None:
        found = {
            category.category: category.items for category in score(answer_keyed(8)).categories
        }
        assert found == {
            "log_reading": 3,
            "pattern_logic": 2,
            "number_encoding": 2,
            "protocol_logic": 2,
            "quantitative_risk": 1,
        }

    def test_are_absent_when_no_item_of_theirs_counts(self) -> None:
        (only,) = score({"cyber_aptitude_1": "B"}).categories
        assert (only.category, only.items, only.right) == ("log_reading", 1, 1)
        assert only.evidence == ("cyber_aptitude_1",)

    def test_are_a_first_impression_with_two_items(self) -> None:
        first, second, *_ = score(answer_keyed(8)).categories
        assert (first.items, first.is_first_impression) == (3, False)
        assert (second.items, second.is_first_impression) == (2, True)

    def test_reach_every_label(self) -> None:
        labels = {c.label for k in (0, 8, 15) for c in score(answer_keyed(k)).categories}
        assert labels == set(Label)

    @pytest.mark.parametrize(
        ("value", "label"),
        [(39.9, "emerging"), (40, "developing"), (59.9, "developing"), (60, "strong")],
    )
    def test_labels_have_cuts(self, value: float, label: str) -> None:
        assert judge_label(value) == label


class TestListResponses:
    def test_stand_in_bank_order(self) -> None:
        order = [r.item_id for r in list_responses(load_bank(), answer_keyed(3))]
        assert order == [i for i in BANK.order if i in set(order)]
        assert len(order) == 15
