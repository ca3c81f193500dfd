"""Several signed events in one request: each is judged as if it had come alone."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.platform.common.ids import new_id
from core_testing import raw, sync
from core_testing.queries import count_queries
from core_testing.races import run_at_once
from talent_contracts import batches, canonical, signing
from tests.clients.core_client import CoreClient

Event = dict[str, Any]
MakeEvent = Callable[[], Event]


@pytest.fixture
def make_event(core: CoreClient, admin: CoreClient) -> MakeEvent:
    """A result of another learner each time."""

    def make() -> Event:
        student = admin.create_active_student()
        learner = core.log_in(student.email, student.password)
        ticket = learner.post("/profiler/tickets").json()["ticket"]
        return sync.event_body(student.id, 1, ticket, schema=2)

    return make


def tell(answer: httpx.Response) -> list[tuple[int, str]]:
    """Status and outcome or code of each line."""
    assert answer.status_code == 200, answer.text
    answers = batches.SyncBatchAnswer.model_validate_json(answer.content).answers
    return [(one.status, str(one.outcome.value if one.outcome else one.code)) for one in answers]


def read_journey(event: Event) -> tuple[Any, ...]:
    ((*found,),) = raw.run_as_owner(
        "select epoch, profiling_complete, track, recommended_track from journey_journey"
        " where learner_id = %s",
        event["learner_id"],
    )
    return tuple(found)


def count(table: str, events: list[Event]) -> int:
    ((found,),) = raw.run_as_owner(
        f"select count(*) from {table} where learner_id = any(%s::uuid[])",
        [event["learner_id"] for event in events],
    )
    return int(found)


@contextmanager
def refusing(learner_id: str) -> Iterator[None]:
    """The database refuses this learner's result."""
    raw.run_as_owner(
        f"""create function refuse_planted() returns trigger language plpgsql as $$ begin
        if new.learner_id = '{UUID(learner_id)}' then raise exception 'planted'; end if;
        return new; end $$"""
    )
    raw.run_as_owner(
        "create trigger refuse_planted before insert on results_result"
        " for each row execute function refuse_planted()"
    )
    try:
        yield
    finally:
        raw.run_as_owner("drop trigger refuse_planted on results_result")
        raw.run_as_owner("drop function refuse_planted()")


class TestTogether:
    def test_every_result_is_applied(self, core: CoreClient, make_event: MakeEvent) -> None:
        events = [make_event() for _ in range(4)]
        answer = sync.send_batch(core, events)
        assert tell(answer) == [(200, "applied")] * 4
        assert [one["event_id"] for one in answer.json()["answers"]] == [
            event["event_id"] for event in events
        ]
        for event in events:
            track = event["result"]["track"]["primary"]
            assert read_journey(event) == (1, True, track, track)
        assert count("results_result", events) == count("inbox_row", events) == 4
        published = raw.run_as_owner(
            "select consumer, count(*) from outbox_delivery join outbox_event e on e.id = event_id"
            " where type = 'profiling.completed' and e.ordering_key = any(%s::uuid[]) group by 1",
            [event["learner_id"] for event in events],
        )
        assert sorted(published) == [("dashboard", 4), ("portfolio", 4)]
        entries = raw.run_as_owner(
            "select actor_id, actor_label, after ->> 'epoch' from audit_entry"
            " where action = 'journey.result_applied' and subject_id = any(%s::uuid[])",
            [event["learner_id"] for event in events],
        )
        assert entries == [(None, "sync", "1")] * 4

    def test_the_stored_bytes_are_the_signed_ones(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        events = [make_event() for _ in range(2)]
        sync.send_batch(core, events)
        for event in events:
            ((body,),) = raw.run_as_owner(
                "select body from results_result where learner_id = %s", event["learner_id"]
            )
            assert body.encode() == canonical.canonical_bytes(event["result"])

    def test_a_repeat_gets_the_stored_outcome(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        events = [make_event() for _ in range(3)]
        first, again = sync.send_batch(core, events), sync.send_batch(core, events[::-1])
        assert tell(first) == tell(again) == [(200, "applied")] * 3
        assert [one["replayed"] for one in first.json()["answers"]] == [False] * 3
        assert [one["replayed"] for one in again.json()["answers"]] == [True] * 3
        assert sync.send(core, events[0]).headers["x-psp-replayed"] == "1"
        assert count("results_result", events) == 3

    def test_is_applied_once_when_delivered_at_once_by_many(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        events = [make_event() for _ in range(6)]
        mixed = [events, events[::-1], events[3:], [*events[2:], *events[:2]]]
        answers = run_at_once(*[lambda sent=sent: sync.send_batch(core, sent) for sent in mixed])
        assert all(set(tell(answer)) == {(200, "applied")} for answer in answers)
        assert count("results_result", events) == count("inbox_row", events) == 6

    def test_costs_the_same_number_of_statements_for_few_and_for_many(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        few, many = ([make_event() for _ in range(n)] for n in (2, 9))
        with count_queries() as of_few:
            assert len(tell(sync.send_batch(core, few))) == 2
        with count_queries() as of_many:
            assert len(tell(sync.send_batch(core, many))) == 9
        assert 0 < len(of_few) == len(of_many) <= 14

    def test_never_sets_the_flag_when_reset_and_batch_race(
        self, core: CoreClient, admin: CoreClient, make_event: MakeEvent
    ) -> None:
        events = [make_event() for _ in range(3)]
        chosen = UUID(events[1]["learner_id"])
        run_at_once(
            lambda: sync.send_batch(core, events).status_code,
            lambda: admin.reset_profiling(chosen)["epoch"],
        )
        assert [read_journey(event)[:2] for event in events] == [(1, True), (2, False), (1, True)]


class TestEachByItself:
    def test_a_refused_line_takes_no_other_with_it(
        self, core: CoreClient, admin: CoreClient, make_event: MakeEvent
    ) -> None:
        fine, stale, torn, unknown, ticketless, conflicting, reused = (
            make_event() for _ in range(7)
        )
        admin.reset_profiling(UUID(stale["learner_id"]))
        sync.send(core, conflicting)
        other = conflicting["result"] | {"answered": 50}
        conflict = conflicting | {
            "event_id": f"evt_{new_id()}",
            "result": other,
            "result_sha256": canonical.sha256_hex(other),
        }
        sync.send(core, reused)
        nobody = new_id()
        answer = sync.send_batch(
            core,
            [
                stale,
                canonical.canonical_bytes(torn)[:-1],
                unknown | {"schema": 9},
                ticketless | {"ticket": fine["ticket"]},
                conflict,
                reused | {"session_id": str(new_id())},
                sync.event_body(nobody, 1, fine["ticket"]),
                fine,
            ],
        )
        assert tell(answer) == [
            (409, "stale-epoch"),
            (422, "unknown-schema"),
            (422, "ticket-refused"),
            (409, "result-conflict"),
            (422, "event-id-reused"),
            (422, "ticket-refused"),
            (200, "applied"),
        ]
        assert count("inbox_row", [conflicting]) == 1
        assert count("results_result", [stale, torn, unknown, ticketless]) == 0
        assert tell(sync.send_batch(core, [stale, fine])) == [(200, "superseded"), (200, "applied")]

    def test_two_of_one_learner_are_judged_one_after_the_other(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        event, other = make_event(), make_event()
        again = event | {"event_id": f"evt_{new_id()}"}
        changed = event["result"] | {"answered": 50}
        conflict = again | {
            "event_id": f"evt_{new_id()}",
            "result": changed,
            "result_sha256": canonical.sha256_hex(changed),
        }
        answer = sync.send_batch(core, [event, again, conflict, other])
        assert tell(answer) == [
            (200, "applied"),
            (200, "applied"),
            (409, "result-conflict"),
            (200, "applied"),
        ]
        assert count("results_result", [event, other]) == 2

    def test_progress_may_come_along(self, core: CoreClient, make_event: MakeEvent) -> None:
        event, begun = make_event(), make_event()
        progress = sync.example_event("profiling-progress.v1") | {
            "learner_id": begun["learner_id"],
            "epoch": 1,
        }
        assert tell(sync.send_batch(core, [progress, event])) == [(200, "applied")] * 2
        assert count("profiling_progress", [begun]) == 1

    def test_one_that_the_database_refuses_leaves_the_others_applied(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        events = [make_event() for _ in range(3)]
        with refusing(events[1]["learner_id"]):
            answer = sync.send_batch(core, events)
        assert tell(answer) == [(200, "applied"), (503, "unavailable"), (200, "applied")]
        assert count("inbox_row", [events[1]]) == 0
        assert tell(sync.send_batch(core, events)) == [(200, "applied")] * 3

    def test_nobody_waits_for_a_journey_that_somebody_holds(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        events = [make_event() for _ in range(3)]
        held = events[0]["learner_id"]
        answers: list[httpx.Response] = []

        def send() -> None:
            try:
                answers.append(sync.send_batch(core, events))
            finally:
                connections.close_all()

        with raw.connect("owner") as connection:
            connection.execute(
                "select 1 from journey_journey where learner_id = %s for update", [held]
            )
            sender = threading.Thread(target=send, daemon=True)
            sender.start()
            give_up_at = time.monotonic() + 2
            while count("results_result", events) < 2:
                assert time.monotonic() < give_up_at
                time.sleep(0.02)
            assert count("results_result", events[:1]) == 0
        sender.join(5)
        assert tell(answers[0]) == [(200, "applied")] * 3

    def test_one_whose_journey_stays_held_is_to_be_sent_again(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        events = [make_event() for _ in range(2)]
        with raw.connect("owner") as connection:
            connection.execute(
                "select 1 from journey_journey where learner_id = %s for update",
                [events[0]["learner_id"]],
            )
            started = time.monotonic()
            answer = sync.send_batch(core, events)
        assert tell(answer) == [(503, "unavailable"), (200, "applied")]
        assert time.monotonic() - started < 8


class TestWhole:
    @pytest.mark.parametrize(
        "lines", [[b""], [b"{}", b"", b"{}"], [b"{}"] * 33, [b"x" * 65_537]], ids=len
    )
    def test_is_refused_when_its_lines_cannot_be_told_apart(
        self, core: CoreClient, lines: list[bytes]
    ) -> None:
        answer = sync.send_batch(core, lines)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed-batch")

    def test_is_refused_when_it_is_too_large(self, core: CoreClient) -> None:
        answer = sync.send_batch(core, [b"x" * 60_000] * 5)
        assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")

    def test_a_signature_of_the_other_address_does_not_hold(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        raw_body = canonical.canonical_bytes(make_event())
        for signed_for, sent_to in (
            (sync.PATH, sync.BATCH_PATH),
            (sync.BATCH_PATH, sync.PATH),
        ):
            headers = signing.sign(
                method="POST",
                path=signed_for,
                audience="talent-core:test",
                event_id=f"evt_{new_id()}",
                timestamp=int(time.time()),
                body=raw_body,
                keys=sync.profiler_keys(),
            )
            answer = core.http.post(sent_to, content=raw_body, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "bad-signature")

    def test_a_batch_of_one_is_as_good_as_the_event_alone(
        self, core: CoreClient, make_event: MakeEvent
    ) -> None:
        event = make_event()
        assert tell(sync.send_batch(core, [event])) == [(200, "applied")]
        assert sync.send(core, event).headers["x-psp-replayed"] == "1"

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(data=st.data())
    def test_is_refused_when_any_bit_flips(
        self, core: CoreClient, shared_events: list[Event], data: st.DataObject
    ) -> None:
        intact = batches.join_events([canonical.canonical_bytes(e) for e in shared_events])
        body = bytearray(intact)
        position = data.draw(st.integers(0, len(body) * 8 - 1))
        body[position // 8] ^= 1 << position % 8
        headers = signing.sign(
            method="POST",
            path=sync.BATCH_PATH,
            audience="talent-core:test",
            event_id=f"evt_{new_id()}",
            timestamp=int(time.time()),
            body=intact,
            keys=sync.profiler_keys(),
        )
        answer = core.http.post(sync.BATCH_PATH, content=bytes(body), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "bad-signature")
        assert count("results_result", shared_events) == 0

    @pytest.fixture
    def shared_events(self, make_event: MakeEvent) -> list[Event]:
        return [make_event(), make_event()]
