"""A learner of whom every table holds something, and what an erasure may leave of one."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from fastapi import FastAPI
from psycopg import sql
from sqlalchemy import event

from profiler.common.ids import new_event_id
from profiler.outbox.domain import State
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from tests.clients.waiting import HELD_UP, wait_until

REMAINS = {
    "answer": "false",
    "idempotency_key": "false",
    "learner_epoch": "erased_at is not null",
    "outbox_event": "state = 'erased' and body = '' and trouble is null"
    " and leased_until is null and finished_at is not null",
    "profiling_session": "false",
    "progress_told": "false",
    "result": "false",
    "sweep_finding": "false",
}
"""Which rows of a table may remain of an erased learner."""
STATES = [state for state in State if state is not State.ERASED]
KEY = {"Idempotency-Key": "k-1"}
_EVENT = """
    insert into outbox_event (event_id, learner_id, session_id, type, body, created_at, state,
        next_attempt_at, attempts, bad_signatures, fence, leased_until, trouble, finished_at)
    values (%(event)s, %(learner)s, %(session)s, 'profiling.completed', %(body)s, now(), %(state)s,
        now(), 1, 0, 1, now() + interval '30 seconds', 'status-503',
        case when %(state)s <> 'pending' then now() - interval '1 hour' end)
"""
_TOLD = """
    insert into progress_told (learner_id, session_id, answered, seen_at, told_at)
    values (%(learner)s, %(session)s, 1, now(), now())
"""
_FINDING = """
    insert into sweep_finding (session_id, kind, learner_id, epoch, times, first_seen_at,
        last_seen_at) values (%(session)s, 'different', %(learner)s, 1, 1, now(), now())
"""


async def live(learner: Learner, database: TestDatabase, word: str) -> str:
    """Everything that can be kept of a learner, with the word in all they wrote; a session's id.

    A result of the first epoch, an open session of the second, and an event in every other state.
    """
    done = await learner.start(1)
    written = {"why": f"Because of {word}", "aim": word}
    await learner.client.post(f"/session/{done}/reflection", written, headers=KEY)
    await learner.answer_all(done)
    await learner.client.complete(done)
    session = await learner.start(2)
    await learner.client.respond(session, "identity_1", "A")
    given = {"learner": learner.id, "session": session}
    with database.connect("owner") as owner:
        for state in STATES:
            planted = {"event": new_event_id(), "state": state.value, "body": f'"{word}"'.encode()}
            owner.execute(_EVENT, {**given, **planted})
        owner.execute(_TOLD, given)
        owner.execute(_FINDING, given)
    return session


def list_tables(database: TestDatabase) -> set[str]:
    """Those that say of which learner a row is."""
    with database.connect("owner") as owner:
        found = owner.execute(
            "select table_name from information_schema.columns"
            " where table_schema = 'public' and column_name = 'learner_id'"
        ).fetchall()
    return {name for (name,) in found}


def list_left(database: TestDatabase, learner_id: UUID) -> list[str]:
    """Tables that hold more of an erased learner than may remain; also when there is no tombstone."""
    with database.connect("owner") as owner:
        left = [
            table
            for table, may_remain in REMAINS.items()
            if _count(owner, table, f"learner_id = %s and not ({may_remain})", learner_id)
        ]
        is_known = _count(owner, "learner_epoch", "learner_id = %s", learner_id)
    return left if is_known else [*left, "no tombstone"]


def list_mentions(database: TestDatabase, word: str) -> set[str]:
    """Every table in which the word stands, as text or in bytes."""
    with database.connect("owner") as owner:
        tables = owner.execute("select tablename from pg_tables where schemaname = 'public'")
        return {
            table
            for (table,) in tables.fetchall()
            if _count(owner, table, "x::text ~ %s", f"{word}|{word.encode().hex()}")
        }


def read_all(database: TestDatabase, learner_id: UUID) -> list[dict[str, Any]]:
    """Tombstone and events, to see that nothing changes any more."""
    with psycopg.connect(database.owner, row_factory=psycopg.rows.dict_row) as owner:
        return [
            *owner.execute("select * from learner_epoch where learner_id = %s", [learner_id]),
            *owner.execute(
                "select * from outbox_event where learner_id = %s order by position", [learner_id]
            ),
        ]


@contextmanager
def erasing(
    database: TestDatabase, learner_id: UUID, role: str = "worker"
) -> Iterator[psycopg.Connection]:
    """Inside, the learner is erased and nobody knows of it yet."""
    with database.connect(role) as connection, connection.transaction():
        connection.execute("select set_config('app.user_id', %s, true)", [str(learner_id)])
        connection.execute("select * from erase_learner()")
        yield connection


async def holds_up(database: TestDatabase, erasure: psycopg.Connection) -> None:
    """Returns once somebody waits for what the erasure holds; NeverHappened after ten seconds."""
    pid = erasure.info.backend_pid
    with database.connect("owner") as owner:
        await asyncio.to_thread(
            wait_until,
            lambda: owner.execute(HELD_UP, [pid]).fetchone(),
            within_s=10,
            what="somebody who waits for an erasure",
        )


def erase(database: TestDatabase, learner_id: UUID) -> None:
    """At once."""
    with erasing(database, learner_id):
        pass


@contextmanager
def erased_before(
    words: str, app: FastAPI, database: TestDatabase, learner_id: UUID
) -> Iterator[None]:
    """Inside, the learner is erased just before the service runs a statement that begins so."""
    engine = app.state.services.database.engine.sync_engine

    def erase_first(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(words):
            erase(database, learner_id)

    event.listen(engine, "before_cursor_execute", erase_first)
    yield
    event.remove(engine, "before_cursor_execute", erase_first)


def _count(owner: psycopg.Connection, table: str, condition: str, value: object) -> int:
    statement = sql.SQL("select count(*) from {} as x where " + condition)
    row = owner.execute(statement.format(sql.Identifier(table)), [value]).fetchone()
    assert row is not None
    return int(row[0])
