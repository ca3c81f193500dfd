from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler.statistics.figures.correlations import Sums, correlate
from profiler.statistics.records import TakenSession
from profiler.statistics.tally import BankTally
from services.profiler_fastapi.tests.statistics.taken import (
    BANK,
    KEYED,
    NOW,
    PREFERENCES,
    take,
)
from services.profiler_fastapi.tests.support.answers import answer_sheet
from talent_contracts.vocabulary import SessionStatus, Track

FIRST, SECOND, THIRD, *_ = BANK.order


def tally(*sessions: TakenSession) -> BankTally:
    counted = BankTally(BANK, NOW)
    counted.add_all(sessions)
    return counted


def score(sheets: list[Mapping[str, str]]) -> BankTally:
    """Straight into the scores: drawn sheets look careless, and that is not the question here."""
    counted = BankTally(BANK, NOW)
    for n, sheet in enumerate(sheets):
        counted.keyed.add(sheet, 50, is_focal=n % 2 == 1)
        counted.choices.add(sheet, 50)
    return counted


sheets = st.lists(
    st.fixed_dictionaries(
        {item.id: st.sampled_from(item.option_keys) for item in (*KEYED, *PREFERENCES)}
    ),
    min_size=3,
    max_size=6,
)


class TestCounts:
    def test_careless_sessions_are_counted_and_left_out(self) -> None:
        clicked = {item.id: item.option_keys[0] for item in BANK.items}
        counted = tally(take(clicked))
        assert (counted.started, counted.completed, counted.careless) == (1, 1, 1)
        assert counted.items[FIRST].reached == 0
        assert counted.minutes.total == 0

    def test_reached_is_what_stands_before_the_furthest_answer(self) -> None:
        counted = tally(take({FIRST: "A", THIRD: "B"}, status=SessionStatus.IN_PROGRESS))
        found = [(counted.items[i].reached, counted.items[i].answered) for i in BANK.order[:4]]
        assert found == [(1, 1), (1, 0), (1, 1), (0, 0)]

    def test_stops_at_the_first_open_item_when_idle_for_long(self) -> None:
        away = timedelta(days=8)
        counted = tally(
            take({FIRST: "A"}, status=SessionStatus.IN_PROGRESS, age=away),
            take({FIRST: "A", THIRD: "A"}, status=SessionStatus.IN_PROGRESS, age=away),
            take({FIRST: "A"}, status=SessionStatus.IN_PROGRESS),
            take({FIRST: "A"}, status=SessionStatus.SUPERSEDED, age=away),
        )
        second = counted.items[SECOND]
        assert (second.stopped, second.came, second.reached) == (2, 2, 1)
        assert counted.abandoned == 2

    def test_a_completed_session_counts_when_a_reset_superseded_it_later(self) -> None:
        done = take({FIRST: "A"})
        later = TakenSession(
            SessionStatus.SUPERSEDED,
            done.language,
            done.started_at,
            done.completed_at,
            done.last_active_at,
            done.answers,
        )
        counted = tally(later)
        assert (counted.completed, counted.abandoned) == (1, 0)
        assert counted.minutes.give_quantile(0.5) == 100

    def test_answers_fall_into_their_window(self) -> None:
        counted = tally(
            take({FIRST: "A"}, age=timedelta(days=28)),
            take({FIRST: "B"}, age=timedelta(days=28, seconds=1)),
        )
        item = counted.items[FIRST]
        assert (dict(item.recent), dict(item.before)) == ({"A": 1}, {"B": 1})

    def test_times_are_tenths_of_a_second(self) -> None:
        counted = tally(
            take({FIRST: "A", SECOND: "B", THIRD: "C"}, times_ms={FIRST: 12_340, SECOND: None})
        )
        times = {item_id: counted.items[item_id].times for item_id in BANK.order[:3]}
        assert times[FIRST].give_quantile(0.5) == 123
        assert (times[SECOND].total, times[THIRD].total) == (0, 0)


class TestRestScores:
    @pytest.mark.parametrize("missing", [KEYED[-1].id])
    def test_who_did_not_reach_the_last_keyed_item_does_not_count(self, missing: str) -> None:
        place = BANK.order.index(missing)
        sheet = dict.fromkeys(BANK.order[:place], "A")
        counted = BankTally(BANK, NOW)
        counted.keyed.add(sheet, place - 1, is_focal=False)
        assert counted.keyed.n == 0
        counted.keyed.add(sheet, place, is_focal=False)
        assert counted.keyed.n == 1

    @settings(max_examples=25, deadline=None)
    @given(sheets, st.integers(0, 14), st.integers(0, 4))
    def test_keyed_sums_are_those_of_the_plain_definition(
        self, drawn: list[Mapping[str, str]], place: int, option: int
    ) -> None:
        item = KEYED[place]
        key = item.option_keys[option]
        found = score(drawn).keyed.give_sums(item, key)
        rests = [sum(s[i.id] == i.key for i in KEYED if i is not item) for s in drawn]
        assert found == _sum_up([s[item.id] == key for s in drawn], rests)

    @settings(max_examples=25, deadline=None)
    @given(sheets, st.integers(0, 29), st.integers(0, 4))
    def test_preference_sums_are_those_of_the_plain_definition(
        self, drawn: list[Mapping[str, str]], place: int, option: int
    ) -> None:
        item = PREFERENCES[place]
        key = item.option_keys[option]
        track = item.option(key).track
        found = score(drawn).choices.give_sums(item, key)
        rests = [
            sum(i.option(s[i.id]).track == track for i in PREFERENCES if i is not item)
            for s in drawn
        ]
        assert found == _sum_up([s[item.id] == key for s in drawn], rests)

    @settings(max_examples=25, deadline=None)
    @given(sheets, st.integers(0, 14))
    def test_strata_hold_everybody_once_at_their_rest_score(
        self, drawn: list[Mapping[str, str]], place: int
    ) -> None:
        item = KEYED[place]
        strata = score(drawn).keyed.list_strata(item)
        assert sum(stratum.total for stratum in strata) == len(drawn)
        right = sum(sheet[item.id] == item.key for sheet in drawn)
        assert sum(s.reference_right + s.focal_right for s in strata) == right
        assert sum(s.focal_right + s.focal_wrong for s in strata) == len(drawn) // 2

    @settings(max_examples=25, deadline=None)
    @given(sheets, st.integers(0, 14))
    def test_a_stratum_is_the_rest_score_without_the_item(
        self, drawn: list[Mapping[str, str]], place: int
    ) -> None:
        item = KEYED[place]
        strata = score(drawn).keyed.list_strata(item)
        rests = [sum(s[i.id] == i.key for i in KEYED if i is not item) for s in drawn]
        assert [s.total for s in strata] == [rests.count(rest) for rest in range(15)]

    def test_people_of_one_track_agree_with_themselves(self) -> None:
        counted = score([answer_sheet(track.value) for track in Track])
        item = PREFERENCES[0]
        found = [correlate(counted.choices.give_sums(item, key)) for key in item.option_keys]
        assert found == [pytest.approx(1.0)] * 5


def _sum_up(x: list[bool], y: list[int]) -> Sums:
    chosen, scores = np.array(x, int), np.array(y, int)
    return Sums(
        n=len(x),
        x=int(chosen.sum()),
        y=int(scores.sum()),
        yy=int((scores**2).sum()),
        xy=int((chosen * scores).sum()),
    )
