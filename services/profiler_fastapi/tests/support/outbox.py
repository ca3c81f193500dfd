"""Looking at deliveries in the real table."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any

import psycopg

from profiler.common.ids import new_event_id
from profiler.outbox.relay import Relay
from services.profiler_fastapi.tests.conftest import TestDatabase


def read(database: TestDatabase, session_id: str) -> dict[str, Any]:
    with psycopg.connect(database.owner, row_factory=psycopg.rows.dict_row) as owner:
        found = owner.execute(
            "select *, extract(epoch from next_attempt_at - now()) as due_in_s"
            " from outbox_event where session_id = %s",
            [session_id],
        ).fetchone()
    assert found is not None
    return found


def read_events(database: TestDatabase, events: list[str]) -> list[dict[str, Any]]:
    """Their rows, in the order of the ids."""
    with psycopg.connect(database.owner, row_factory=psycopg.rows.dict_row) as owner:
        found = owner.execute(
            "select *, extract(epoch from next_attempt_at - now()) as due_in_s"
            " from outbox_event where event_id = any(%s)",
            [events],
        ).fetchall()
    return sorted(found, key=lambda row: events.index(row["event_id"]))


def find_states(database: TestDatabase, events: list[str]) -> list[tuple[str, str | None]]:
    """State and trouble of each."""
    return [(row["state"], row["trouble"]) for row in read_events(database, events)]


def count_attempts(database: TestDatabase, events: list[str]) -> list[int]:
    return [row["attempts"] for row in read_events(database, events)]


def mark(database: TestDatabase, event: str, **columns: object) -> None:
    """Set columns of one event."""
    assignments = ", ".join(f"{name} = %({name})s" for name in columns)
    with database.connect("owner") as owner:
        owner.execute(
            f"update outbox_event set {assignments} where event_id = %(event)s",
            {**columns, "event": event},
        )


def make_due(database: TestDatabase) -> None:
    with database.connect("owner") as owner:
        owner.execute("update outbox_event set next_attempt_at = now() where state = 'pending'")


async def turn(relay: Relay) -> int:
    started = await relay.deliver_due()
    await relay.drain()
    return started


async def until(check: Callable[[], bool], within_s: float = 5) -> None:
    deadline = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.02)


def make_body(event_id: str, size: int = 0) -> bytes:
    """A body that tells its id, of at least so many bytes."""
    return json.dumps({"event_id": event_id}).ljust(size).encode()


def tell_results(database: TestDatabase, learners: int, size: int = 0) -> list[str]:
    """A waiting result for each of so many learners, of at least so many bytes, one after the other."""
    events = [new_event_id() for _ in range(learners)]
    with database.connect("owner") as owner:
        owner.cursor().executemany(
            "insert into outbox_event (event_id, learner_id, session_id, type, body, created_at,"
            " state, next_attempt_at, attempts, bad_signatures, fence) values (%s,"
            " gen_random_uuid(), gen_random_uuid(), 'profiling.completed', %s, clock_timestamp(),"
            " 'pending', clock_timestamp(), 0, 0, 0)",
            [[event, make_body(event, size)] for event in events],
        )
    return events


async def run_for(relay: Relay, seconds: float) -> None:
    """The running relay, woken by nothing but its own poll."""

    async def never() -> AsyncGenerator[None]:
        await asyncio.Event().wait()
        yield

    stop = asyncio.Event()
    running = asyncio.create_task(relay.run(stop, wakes=never()))
    await asyncio.sleep(seconds)
    stop.set()
    await asyncio.wait_for(running, 1)
