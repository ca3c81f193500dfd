"""A long queue: nobody new waits behind it, and outcomes that come together share a statement."""

import asyncio

from profiler.outbox.domain import State, Verdict
from profiler.outbox.store import OutboxStore
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.support.outbox import read_events, tell_results


def read_states(database: TestDatabase, events: list[str]) -> dict[str, tuple[str, int | None]]:
    with database.connect("owner") as owner:
        rows = owner.execute(
            "select event_id, state, last_status from outbox_event where event_id = any(%s)",
            [events],
        ).fetchall()
    return {event: (state, status) for event, state, status in rows}


class TestClaim:
    async def test_takes_the_newest_beside_the_oldest_while_others_wait(
        self, store: OutboxStore, database: TestDatabase
    ) -> None:
        old = tell_results(database, 20)
        (new,) = tell_results(database, 1)
        claimed = [claim.event_id for claim in await store.claim(8)]
        assert new in claimed
        assert len(claimed) == 8
        assert set(claimed) - {new} < set(old)

    async def test_gives_the_newest_an_eighth_of_what_travels_together(
        self, store: OutboxStore, database: TestDatabase
    ) -> None:
        old = tell_results(database, 200)
        new = tell_results(database, 8)
        claimed = {claim.event_id for claim in await store.claim(2, together=16)}
        assert len(claimed) == 32
        assert claimed - set(new) == set(old[:28])
        assert claimed & set(new) == set(new[-4:])

    async def test_leaves_no_place_empty_when_few_wait(
        self, store: OutboxStore, database: TestDatabase
    ) -> None:
        events = tell_results(database, 8)
        assert {claim.event_id for claim in await store.claim(8)} == set(events)


class TestFinish:
    async def test_writes_each_its_own_outcome_when_several_end_together(
        self, store: OutboxStore, database: TestDatabase
    ) -> None:
        events = tell_results(database, 4)
        first, second, third, lost = await store.claim(4)
        with database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set fence = fence + 1 where event_id = %s", [lost.event_id]
            )
        written = await asyncio.gather(
            store.finish(first, Verdict(State.APPLIED), 200),
            store.finish(second, Verdict(State.SUPERSEDED), 409),
            store.finish(third, Verdict(State.PENDING, "status-500", retry_in_s=9.0), 500),
            store.finish(lost, Verdict(State.DEAD, "body-invalid"), 422),
        )
        assert list(written) == [True, True, True, False]
        assert read_states(database, events) == {
            first.event_id: ("applied", 200),
            second.event_id: ("superseded", 409),
            third.event_id: ("pending", 500),
            lost.event_id: ("pending", None),
        }


class TestRelease:
    async def test_takes_no_second_attempt_back_when_told_twice(
        self, store: OutboxStore, database: TestDatabase
    ) -> None:
        events = tell_results(database, 3)
        claims = await store.claim(3)
        await store.finish(claims[0], Verdict(State.PENDING, "no-answer"), None)
        for _ in range(2):
            await store.release(*claims)
        attempts = {row["event_id"]: row["attempts"] for row in read_events(database, events)}
        assert attempts == {claim.event_id: int(claim is claims[0]) for claim in claims}
