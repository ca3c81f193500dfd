"""Looking at deliveries in the real table."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import psycopg

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
