"""Dead letters in the real table, and the clients of admins."""

from typing import Any
from uuid import UUID, uuid4

import psycopg

from profiler.common.ids import new_event_id
from services.profiler_fastapi.tests.conftest import TestDatabase

_INSERT = """
    insert into outbox_event (event_id, learner_id, session_id, type, body, created_at, state,
        next_attempt_at, finished_at, attempts, bad_signatures, fence, trouble, last_status)
    values (%s, %s, %s, %s, %s, now() - interval '8 days', 'dead', now(), now(), 31, 3, 31,
        'unknown-kid, too old', 403)
"""


def make_letter(
    database: TestDatabase,
    *,
    kind: str = "profiling.completed",
    body: bytes = b"{}",
    learner_id: UUID | None = None,
) -> str:
    """An event that was given up eight days after it was published."""
    event_id = new_event_id()
    with database.connect("owner") as owner:
        owner.execute(_INSERT, [event_id, learner_id or uuid4(), uuid4(), kind, body])
    return event_id


def row(database: TestDatabase, event_id: str) -> dict[str, Any]:
    with psycopg.connect(database.owner, row_factory=psycopg.rows.dict_row) as owner:
        found = owner.execute(
            "select * from outbox_event where event_id = %s", [event_id]
        ).fetchone()
    assert found is not None
    return found


def deeds(database: TestDatabase, event_id: str) -> list[tuple[Any, ...]]:
    """What operators did to it: action, who, why."""
    with database.connect("owner") as owner:
        return owner.execute(
            "select action, actor_id, reason from operator_action where event_id = %s order by id",
            [event_id],
        ).fetchall()
