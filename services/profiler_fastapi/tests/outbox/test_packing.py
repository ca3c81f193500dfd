"""Which claims are taken and how they are packed: pure, so for every queue there can be."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler.outbox.claims import (
    Claim,
    Ended,
    choose_newest,
    count_newest,
    count_room,
    fill,
)
from profiler.outbox.domain import State, Verdict
from profiler.outbox.shipping import REFUSED_FOR_S, BatchSize, count_places, pack, sum_up
from talent_contracts.batches import MAX_BYTES, MAX_EVENTS, join_events

BODIES = [b"x" * size for size in (1, 5_000, 9_000, 40_000, 65_536)]
TOGETHER = 16


def make_claim(body: bytes = b"{}", trouble: str | None = None, attempts: int = 1) -> Claim:
    return Claim(
        event_id=f"evt_{uuid4()}",
        type="profiling.completed",
        learner_id=uuid4(),
        body=body,
        waits_since=datetime(2026, 5, 1, tzinfo=UTC),
        attempts=attempts,
        bad_signatures=0,
        fence=1,
        trouble=trouble,
    )


def make_suspect() -> Claim:
    return make_claim(trouble="status-500", attempts=2)


claims = st.builds(
    make_claim,
    body=st.sampled_from(BODIES),
    trouble=st.sampled_from([None, "no-answer", "status-500"]),
    attempts=st.integers(1, 7),
)
queues = st.lists(claims, max_size=150)


def list_ids(several: Sequence[Sequence[Claim]]) -> list[str]:
    return [claim.event_id for those in several for claim in those]


class TestSuspicion:
    @pytest.mark.parametrize(
        ("trouble", "attempts", "can_share"),
        [
            (None, 1, True),
            (None, 2, False),
            ("no-answer", 5, True),
            ("no-answer", 6, False),
            ("status-503, told to wait", 5, True),
            ("status-503, told to wait", 6, False),
            ("status-500", 2, False),
            ("unreadable-200", 2, False),
            ("clock-skew", 40, True),
            ("clock-skew, told to wait", 40, True),
            ("unknown-kid", 2, False),
            ("bad-signature", 2, False),
        ],
    )
    def test_falls_on_what_may_be_the_cause(
        self, trouble: str | None, attempts: int, can_share: bool
    ) -> None:
        assert make_claim(trouble=trouble, attempts=attempts).can_share is can_share


class TestPack:
    @given(queues, st.integers(1, MAX_EVENTS))
    def test_sends_each_once_and_only_what_may_share_together(
        self, queue: list[Claim], most: int
    ) -> None:
        shipments = pack(queue, most)
        assert sorted(list_ids(shipments)) == sorted(list_ids([queue]))
        assert all(1 <= len(shipment) <= most for shipment in shipments)
        batches = [shipment for shipment in shipments if len(shipment) > 1]
        assert all(claim.can_share for batch in batches for claim in batch)
        for batch in batches:
            join_events([claim.body for claim in batch])

    @given(queues)
    def test_keeps_the_order_of_those_that_share(self, queue: list[Claim]) -> None:
        sharing = [claim.event_id for claim in queue if claim.can_share]
        packed = [event for event in list_ids(pack(queue, MAX_EVENTS)) if event in sharing]
        assert packed == sharing

    @given(st.integers(0, 200), st.integers(1, MAX_EVENTS))
    def test_makes_no_more_shipments_than_needed(self, many: int, most: int) -> None:
        shipments = pack([make_claim() for _ in range(many)], most)
        assert len(shipments) == -(-many // most)

    @pytest.mark.parametrize(("events", "places"), [(1, 1), (16, 1), (17, 2), (32, 2)])
    def test_a_full_batch_takes_two_places(self, events: int, places: int) -> None:
        assert count_places([make_claim() for _ in range(events)]) == places


class TestFill:
    @given(queues, st.integers(0, 8), st.sampled_from([1, TOGETHER]))
    def test_never_takes_more_than_fits_nor_less_than_it_could(
        self, queue: list[Claim], places: int, together: int
    ) -> None:
        room = places * together
        chosen = fill(queue, room, together)
        left = room - count_room(chosen, together)
        passed_over = [claim for claim in queue if claim not in chosen]
        assert left >= 0
        assert all(count_room([claim], together) > left for claim in passed_over)
        sharing = sum(len(claim.body) for claim in chosen if claim.can_share)
        assert together == 1 or sharing <= places * MAX_BYTES * TOGETHER // MAX_EVENTS

    @given(queues, st.integers(1, 8), st.sampled_from([1, TOGETHER]))
    def test_always_takes_the_first(self, queue: list[Claim], places: int, together: int) -> None:
        assert fill(queue, places * together, together)[:1] == queue[:1]

    def test_passes_over_what_does_not_fit(self) -> None:
        first, suspect, third = make_claim(), make_suspect(), make_claim()
        assert fill([first, suspect, third], TOGETHER, TOGETHER) == [first, third]


class TestChooseNewest:
    @pytest.mark.parametrize(
        ("places", "together", "many"), [(8, 1, 1), (2, 1, 1), (1, 1, 0), (8, 16, 16), (1, 16, 2)]
    )
    def test_takes_an_eighth_and_at_least_one_when_there_is_a_choice(
        self, places: int, together: int, many: int
    ) -> None:
        newest = [make_claim() for _ in range(count_newest(places, together))]
        assert len(choose_newest(newest, places=places, together=together)) == many

    @given(queues, st.integers(2, 8), st.sampled_from([1, TOGETHER]))
    def test_leaves_the_oldest_at_least_one_place(
        self, queue: list[Claim], places: int, together: int
    ) -> None:
        newest = queue[: count_newest(places, together)]
        chosen = choose_newest(newest, places=places, together=together)
        assert count_room(chosen, together) <= (places - 1) * together

    def test_takes_untried_ones_before_those_that_only_fell_due_later(self) -> None:
        new = [make_claim() for _ in range(2)]
        late = [make_suspect() for _ in range(2)]
        assert choose_newest([*late, *new], places=2, together=TOGETHER) == new

    def test_takes_one_that_travels_alone_when_no_other_is_there(self) -> None:
        first, second = make_suspect(), make_suspect()
        assert choose_newest([first, second], places=2, together=TOGETHER) == [first]


class TestBatchSize:
    def test_is_halved_by_silence_and_grows_again_with_full_batches(self) -> None:
        size = BatchSize()
        for events in (32, 32, 16):
            size.record(events, "no-answer")
        assert size.get_most(0) == 8
        for events in (8, 9, 3, 10):
            size.record(events, "applied")
        assert size.get_most(0) == 11

    def test_stays_when_one_alone_met_silence(self) -> None:
        size = BatchSize()
        size.record(1, "no-answer")
        assert size.get_most(0) == MAX_EVENTS

    def test_ends_between_one_and_the_most(self) -> None:
        size = BatchSize()
        size.record(MAX_EVENTS, "applied")
        assert size.get_most(0) == MAX_EVENTS
        for events in (32, 16, 8, 4, 2, 2):
            size.record(events, "status-503")
        assert size.get_most(0) == 1

    def test_is_one_for_a_while_when_a_batch_was_refused(self) -> None:
        size = BatchSize()
        size.refuse(100.0)
        assert size.get_most(100.0 + REFUSED_FOR_S - 0.1) == 1
        assert size.get_most(100.0 + REFUSED_FOR_S) == MAX_EVENTS


class TestSumUp:
    @pytest.mark.parametrize(
        ("troubles", "reason"),
        [
            (["no-answer", "no-answer"], "no-answer"),
            (["status-503", "status-500"], "status-500"),
            (["status-503", None], "applied"),
            (["status-503, told to wait", "status-503"], "status-503"),
        ],
    )
    def test_core_was_away_only_when_it_was_for_all(
        self, troubles: list[str | None], reason: str
    ) -> None:
        verdicts = [Verdict(State.PENDING if t else State.APPLIED, t) for t in troubles]
        assert sum_up([Ended(make_claim(), one, None) for one in verdicts]) == reason
