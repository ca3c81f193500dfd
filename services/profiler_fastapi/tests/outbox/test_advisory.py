"""Progress reports and statistics on their way: they yield to results and wake nobody."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import psycopg
from structlog.testing import capture_logs

from profiler.common.ids import new_event_id
from profiler.outbox.relay import Relay
from profiler.outbox.store import KEPT_FREE, OutboxStore
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import CoreStandIn, refusal
from services.profiler_fastapi.tests.support.outbox import make_body, read, turn

MakeLearner = Callable[[], Learner]
_INSERT = """
    insert into outbox_event (event_id, learner_id, session_id, type, body, created_at, state,
        next_attempt_at, attempts, bad_signatures, fence)
    values (%s, %s, %s, %s, %s, now(), 'pending', now(), 0, 0, 0)
"""


def tell(
    database: TestDatabase, kind: str, learner_id: UUID | None = None, session: str | None = None
) -> str:
    event_id = new_event_id()
    with database.connect("worker") as worker:
        worker.execute(_INSERT, [event_id, learner_id, session, kind, make_body(event_id)])
    return event_id


def state_of(database: TestDatabase, event_id: str) -> str:
    with psycopg.connect(database.owner) as owner:
        row = owner.execute(
            "select state from outbox_event where event_id = %s", [event_id]
        ).fetchone()
    assert row is not None
    state: str = row[0]
    return state


class TestProgress:
    async def test_is_delivered_while_its_session_is_open(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session = await learner.start()
        event = tell(database, "profiling.progress", learner.id, session)
        await turn(relay)
        assert [request.event_id for request in core.requests] == [event]
        assert state_of(database, event) == "applied"

    async def test_only_the_newest_is_sent(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session = await learner.start()
        events = [tell(database, "profiling.progress", learner.id, session) for _ in range(3)]
        await turn(relay)
        assert [request.event_id for request in core.requests] == events[-1:]
        states = [state_of(database, event) for event in events]
        assert states == ["superseded", "superseded", "applied"]

    async def test_does_not_pile_up_while_core_is_away(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session = await learner.start()
        core.on_sync = refusal(503, "unavailable")
        first = tell(database, "profiling.progress", learner.id, session)
        await turn(relay)
        assert state_of(database, first) == "pending"
        second = tell(database, "profiling.progress", learner.id, session)
        await turn(relay)
        assert [state_of(database, e) for e in (first, second)] == ["superseded", "pending"]

    async def test_a_result_does_not_wait_behind_one_that_waits_for_core(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session = await learner.start()
        core.on_sync = refusal(503, "unavailable")
        waiting = tell(database, "profiling.progress", learner.id, session)
        await turn(relay)
        await learner.answer_all(session)
        await learner.client.complete(session)
        core.requests.clear()
        await turn(relay)
        assert len(core.requests) == 1
        assert state_of(database, waiting) == "superseded"

    async def test_a_result_waits_for_one_that_is_being_sent(
        self, learner: Learner, store: OutboxStore, database: TestDatabase
    ) -> None:
        session = await learner.start()
        sending = tell(database, "profiling.progress", learner.id, session)
        (claim,) = await store.claim(8)
        assert claim.event_id == sending
        await learner.answer_all(session)
        await learner.client.complete(session)
        assert await store.claim(8) == []
        await store.release(claim)
        (result,) = await store.claim(8)
        assert result.type == "profiling.completed"
        assert state_of(database, sending) == "superseded"

    async def test_is_not_sent_when_its_session_was_completed_just_before(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session = await learner.finish()
        await turn(relay)
        late = tell(database, "profiling.progress", learner.id, session)
        await turn(relay)
        assert state_of(database, late) == "superseded"
        assert len(core.requests) == 1

    async def test_two_relays_close_and_claim_without_waiting_for_each_other(
        self, make_learner: MakeLearner, store: OutboxStore, database: TestDatabase
    ) -> None:
        for _ in range(4):
            learner = make_learner()
            session = await learner.start()
            tell(database, "profiling.progress", learner.id, session)
            tell(database, "profiling.progress", learner.id, session)
        claims = await asyncio.gather(*(store.claim(8) for _ in range(4)))
        ids = [claim.event_id for several in claims for claim in several]
        assert len(ids) == len(set(ids)) == 4

    async def test_status_shows_the_delivery_of_the_result_only(
        self, learner: Learner, database: TestDatabase, store: OutboxStore
    ) -> None:
        session = await learner.start()
        tell(database, "profiling.progress", learner.id, session)
        assert (await learner.client.get("/status")).json()["delivery"] is None

    async def test_a_gone_learners_data_is_erased_as_for_a_result(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session = await learner.start()
        tell(database, "profiling.progress", learner.id, session)
        core.on_sync = refusal(410, "erased")
        await turn(relay)
        with database.connect("owner") as owner:
            left = owner.execute(
                "select count(*) from profiling_session where id = %s", [session]
            ).fetchone()
        assert left == (0,)


class TestStatistics:
    async def test_is_delivered_though_it_is_of_nobody(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        events = {tell(database, "profiling.statistics") for _ in range(2)}
        await turn(relay)
        assert {request.event_id for request in core.requests} == events

    async def test_erases_nothing_when_core_says_gone(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session = await learner.start()
        event = tell(database, "profiling.statistics")
        core.on_sync = refusal(410, "erased")
        await turn(relay)
        assert state_of(database, event) == "erased"
        assert (await learner.client.get(f"/session/{session}/modules")).status_code == 200


class TestPriority:
    async def test_a_result_always_finds_a_place(
        self, learner: Learner, store: OutboxStore, database: TestDatabase
    ) -> None:
        for _ in range(12):
            tell(database, "profiling.statistics")
        assert len(await store.claim(8)) == 8 - KEPT_FREE
        session = await learner.finish()
        (claim,) = await store.claim(KEPT_FREE)
        assert claim.event_id == read(database, session)["event_id"]

    async def test_results_are_claimed_first(
        self, learner: Learner, store: OutboxStore, database: TestDatabase
    ) -> None:
        for _ in range(8):
            tell(database, "profiling.statistics")
        await learner.finish()
        claims = await store.claim(8)
        assert [claim.is_advisory for claim in claims] == [False, *[True] * 5]

    async def test_nobody_is_woken_for_a_dead_letter_that_is_advisory(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        await learner.finish()
        tell(database, "profiling.statistics")
        core.on_sync = refusal(422, "invalid-input")
        with capture_logs() as lines:
            await turn(relay)
        found = {line["type"]: (line["state"], line["log_level"]) for line in lines}
        assert found == {
            "profiling.completed": ("dead", "error"),
            "profiling.statistics": ("dead", "info"),
        }
