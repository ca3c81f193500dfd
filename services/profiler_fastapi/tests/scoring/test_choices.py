import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler.bank import Bank, ItemFormat, load_bank
from profiler.bank.search_positions import Row
from profiler.scoring import UnknownAnswer, list_choices, score_choices
from profiler.scoring.choices import count_tracks
from services.profiler_fastapi.tests.bank import plant
from talent_contracts.vocabulary import Module, Track

GOLDEN = json.loads(Path(__file__).with_name("golden_answers.json").read_text())
ROWS = st.lists(st.permutations(list(Track)).map(tuple), min_size=30, max_size=30)
TRACKS = st.lists(st.sampled_from(Track), min_size=30, max_size=30)


def answer(bank: Bank, tracks: list[Track]) -> dict[str, str]:
    """Option keys of the options that stand for these tracks, item by item."""
    items = bank.of_format(ItemFormat.PREFERENCE)
    return {
        item.id: next(o.key for o in item.options if o.track is track)
        for item, track in zip(items, tracks, strict=True)
    }


class TestListChoices:
    def test_reads_the_track_of_the_chosen_option(self) -> None:
        (choice,) = list_choices(load_bank(), {"identity_1": "B"})
        assert (choice.item_id, choice.module, choice.option, choice.track) == (
            "identity_1",
            Module.IDENTITY_VALUE,
            "B",
            Track.DEFENDER,
        )

    def test_keeps_bank_order(self) -> None:
        choices = list_choices(load_bank(), {"work_style_1": "A", "identity_2": "C"})
        assert [choice.item_id for choice in choices] == ["identity_2", "work_style_1"]

    def test_leaves_out_ability_experience_and_level(self) -> None:
        answers = {
            item.id: "A" for item in load_bank().items if item.format is not ItemFormat.PREFERENCE
        }
        assert list_choices(load_bank(), answers) == ()

    @pytest.mark.parametrize("answers", [{"identity_99": "A"}, {"identity_1": "F"}])
    def test_raises_when_the_bank_has_no_such_answer(self, answers: dict[str, str]) -> None:
        with pytest.raises(UnknownAnswer):
            list_choices(load_bank(), answers)


class TestCountTracks:
    def test_counts_over_all_modules_or_in_one(self) -> None:
        bank = load_bank()
        choices = list_choices(bank, answer(bank, [Track.GRC] * 20 + [Track.DEFENDER] * 10))
        assert count_tracks(choices)[Track.GRC] == 20
        assert count_tracks(choices, Module.SCENARIO_PREFERENCE)[Track.GRC] == 10
        assert count_tracks(choices, Module.WORK_STYLE)[Track.GRC] == 0


class TestScoreChoices:
    @pytest.mark.parametrize("case", GOLDEN)
    def test_reads_frozen_answers_as_ever(self, case: dict[str, Any]) -> None:
        items = load_bank().of_format(ItemFormat.PREFERENCE)
        keys = {item.id: key for item, key in zip(items, case["options"], strict=True)}
        score = score_choices(list_choices(load_bank(), keys))
        assert [score.counts[track] for track in Track] == case["counts"]
        assert [score.match[track] for track in Track] == case["match"]
        assert (score.primary.value, score.flips) == (case["primary"], case["flips"])

    @given(TRACKS, ROWS)
    def test_the_place_of_an_option_says_nothing(
        self, tracks: list[Track], rows: list[Row]
    ) -> None:
        bank, other = load_bank(), plant.with_rows(rows)
        here = score_choices(list_choices(bank, answer(bank, tracks)))
        there = score_choices(list_choices(other, answer(other, tracks)))
        assert here == there

    def test_a_cyclic_clicker_gets_no_clear_track(self) -> None:
        bank = load_bank()
        items = bank.of_format(ItemFormat.PREFERENCE)
        answers = {item.id: "ABCDE"[index % 5] for index, item in enumerate(items)}
        assert max(score_choices(list_choices(bank, answers)).counts.values()) <= 9

    def test_ties_are_broken_by_scenarios(self) -> None:
        bank = load_bank()
        tracks = [Track.DEFENDER] * 10 + [Track.OFFENSIVE] * 6 + [Track.DEFENDER] * 4
        tracks += [Track.OFFENSIVE] * 8 + [Track.GRC] * 2
        score = score_choices(list_choices(bank, answer(bank, tracks)))
        assert (score.counts[Track.DEFENDER], score.counts[Track.OFFENSIVE]) == (14, 14)
        assert (score.primary, score.tie) == (Track.OFFENSIVE, False)
