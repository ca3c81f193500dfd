"""Which answer is newer and how long it took: the pure rules."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from profiler.sessions.merge import (
    GivenAnswer,
    StoredAnswer,
    Times,
    merge_answer,
    merge_batch,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def by(seconds: float) -> Times:
    return Times(START, at(seconds))


def stored(
    option: str = "A", version: int = 1, ms: int | None = None, answered: float = 10
) -> StoredAnswer:
    return StoredAnswer("q1", option, version, ms, at(answered), at(answered))


def send(
    before: Mapping[str, StoredAnswer], answers: Sequence[GivenAnswer], times: Times
) -> dict[str, StoredAnswer]:
    return {**before, **merge_batch(before, answers, times)}


ANSWERS = st.builds(
    GivenAnswer,
    question_id=st.sampled_from(["q1", "q2", "q3"]),
    selected_option=st.sampled_from("AB"),
    response_time_ms=st.none() | st.integers(-(2**31), 2**31 - 1) | st.integers(-5, 9_000),
    answer_version=st.none() | st.integers(0, 4),
    answered_at=st.none() | st.integers(-30, 200).map(at),
)
BATCHES = st.lists(ANSWERS, min_size=1, max_size=8)
RECEIPTS = st.lists(st.tuples(st.integers(0, 60), BATCHES), min_size=1, max_size=4)


class TestBatches:
    @given(RECEIPTS)
    @example([(0, [GivenAnswer("q1", "A")]), (1, [GivenAnswer(q, "A", 900) for q in ("q1", "q2")])])
    @settings(max_examples=300)
    def test_times_are_at_least_zero_and_never_beyond_the_receipt(
        self, receipts: list[tuple[int, list[GivenAnswer]]]
    ) -> None:
        kept: dict[str, StoredAnswer] = {}
        now = 0
        for later, batch in receipts:
            now += later
            kept = send(kept, batch, by(now))
            times_ms = [answer.response_time_ms or 0 for answer in kept.values()]
            assert min(times_ms) >= 0
            assert sum(times_ms) <= 1000 * now
            assert all(START <= answer.answered_at <= at(now) for answer in kept.values())

    @given(RECEIPTS, st.integers(0, 60))
    @settings(max_examples=300)
    def test_a_repeat_changes_no_option_and_no_version(
        self, receipts: list[tuple[int, list[GivenAnswer]]], later: int
    ) -> None:
        kept: dict[str, StoredAnswer] = {}
        now = 0
        for passed, batch in receipts:
            now += passed
            kept = send(kept, batch, by(now))
        again = send(kept, receipts[-1][1], by(now + later))
        assert {a.question_id: (a.selected_option, a.answer_version) for a in again.values()} == {
            a.question_id: (a.selected_option, a.answer_version) for a in kept.values()
        }

    @given(BATCHES, st.integers(0, 60))
    def test_a_repeat_changes_nothing_when_the_times_were_possible(
        self, batch: list[GivenAnswer], later: int
    ) -> None:
        known = [replace(a, response_time_ms=abs(a.response_time_ms or 0) % 1000) for a in batch]
        kept = send({}, known, by(300))
        assert merge_batch(kept, known, by(300 + later)) == {}

    @given(BATCHES)
    def test_every_question_sent_is_stored_afterwards(self, batch: list[GivenAnswer]) -> None:
        kept = send({}, batch, by(100))
        assert kept.keys() == {answer.question_id for answer in batch}
        assert all(
            any(
                (sent.question_id, sent.selected_option) == (question_id, answer.selected_option)
                for sent in batch
            )
            for question_id, answer in kept.items()
        )

    def test_the_latest_instant_wins_whatever_the_order(self) -> None:
        batch = [
            GivenAnswer("q1", "B", answered_at=at(9)),
            GivenAnswer("q1", "A", answered_at=at(4)),
        ]
        assert send({}, batch, by(20))["q1"].selected_option == "B"

    def test_the_list_decides_where_instants_are_missing(self) -> None:
        batch = [GivenAnswer("q1", "B"), GivenAnswer("q1", "A"), GivenAnswer("q1", "C")]
        found = send({}, batch, by(20))["q1"]
        assert (found.selected_option, found.answer_version) == ("C", 1)

    @pytest.mark.parametrize(
        ("seconds", "option"), [(9, "A"), (10, "B"), (11, "B"), (-99, "A"), (999, "B")]
    )
    def test_an_older_instant_does_not_overwrite(self, seconds: int, option: str) -> None:
        batch = [GivenAnswer("q1", "B", answered_at=at(seconds))]
        assert send({"q1": stored()}, batch, by(60))["q1"].selected_option == option

    @pytest.mark.parametrize(("version", "option"), [(0, "A"), (1, "A"), (2, "B"), (5, "B")])
    def test_a_version_decides_before_the_instant(self, version: int, option: str) -> None:
        batch = [GivenAnswer("q1", "B", answer_version=version, answered_at=at(1))]
        found = send({"q1": stored(version=2)}, batch, by(60))["q1"]
        assert found.selected_option == option
        assert found.answer_version == {"A": 2, "B": max(3, version)}[option]

    def test_two_answers_to_one_question_with_the_version_last_seen_are_both_newer(self) -> None:
        batch = [GivenAnswer("q1", option, answer_version=1) for option in "BC"]
        found = send({"q1": stored()}, batch, by(60))["q1"]
        assert (found.selected_option, found.answer_version) == ("C", 2)

    def test_the_time_is_what_passed_since_the_answer_before(self) -> None:
        batch = [
            GivenAnswer("q3", "A", answered_at=at(31)),
            GivenAnswer("q1", "A", answered_at=at(10)),
            GivenAnswer("q2", "A", answered_at=at(17)),
        ]
        found = send({}, batch, by(60))
        assert [found[q].response_time_ms for q in ("q1", "q2", "q3")] == [None, 7_000, 14_000]

    def test_a_wrong_clock_still_tells_how_long_it_took(self) -> None:
        batch = [
            GivenAnswer(f"q{n}", "A", answered_at=at(7 * n) - timedelta(days=1)) for n in (1, 2)
        ]
        found = send({}, batch, by(60))["q2"]
        assert (found.response_time_ms, found.answered_at) == (7_000, START)

    def test_the_ends_of_the_calendar_are_instants_too(self) -> None:
        zones = [timezone(timedelta(hours=hours)) for hours in (23, -23)]
        batch = [
            GivenAnswer("q1", "A", answered_at=datetime.min.replace(tzinfo=zones[0])),
            GivenAnswer("q2", "A", answered_at=datetime.max.replace(tzinfo=zones[1])),
        ]
        found = send({}, batch, by(60))
        assert [a.answered_at for a in found.values()] == [START, at(60)]
        assert [a.response_time_ms for a in found.values()] == [None, 60_000]

    def test_each_item_is_clamped_by_what_those_before_it_took(self) -> None:
        batch = [GivenAnswer(f"q{n}", "A", response_time_ms=40_000) for n in (1, 2, 3)]
        found = send({}, batch, by(60))
        assert [a.response_time_ms for a in found.values()] == [40_000, 20_000, 0]

    @pytest.mark.parametrize(
        ("before_ms", "sent_ms", "kept_ms"),
        [(8_000, 2_000, 8_000), (2_000, 8_000, 8_000), (8_000, None, 8_000), (None, 5, 5)],
    )
    @pytest.mark.parametrize("option", ["A", "B"])
    def test_the_greater_time_stays(
        self, before_ms: int | None, sent_ms: int | None, kept_ms: int, option: str
    ) -> None:
        batch = [GivenAnswer("q1", option, response_time_ms=sent_ms, answered_at=at(20))]
        found = send({"q1": stored(ms=before_ms)}, batch, by(60))["q1"]
        assert found.response_time_ms == kept_ms

    def test_confirming_an_answer_keeps_its_version_and_moves_its_instant(self) -> None:
        batch = [GivenAnswer("q1", "A", answered_at=at(20))]
        found = send({"q1": stored(version=3)}, batch, by(60))
        assert found["q1"] == replace(stored(version=3), answered_at=at(20))

    def test_an_answer_handed_over_keeps_its_time_when_confirmed(self) -> None:
        old = replace(stored(ms=20_000), answered_at=START - timedelta(days=8), received_at=START)
        batch = [GivenAnswer("q1", "A", response_time_ms=900, answered_at=at(1))]
        found = send({"q1": old}, batch, by(1))["q1"]
        assert (found.response_time_ms, found.received_at) == (20_000, START)


class TestMergeAnswer:
    def test_raises_the_version_also_for_the_same_option(self) -> None:
        found = merge_answer(stored(), GivenAnswer("q1", "A"), left_ms=0, times=by(60))
        assert found is not None
        assert found.answer_version == 2

    def test_the_last_to_arrive_wins_also_when_this_clock_is_behind(self) -> None:
        found = merge_answer(stored(), GivenAnswer("q1", "B"), left_ms=0, times=by(5))
        assert found is not None
        assert found.selected_option == "B"

    def test_is_none_when_the_version_is_older(self) -> None:
        older = GivenAnswer("q1", "B", answer_version=1)
        assert merge_answer(stored(version=2), older, left_ms=0, times=by(60)) is None
