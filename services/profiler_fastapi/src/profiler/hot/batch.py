"""The one statement that stores the answers of many learners, durable and all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

import psycopg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

# The function (migration 0003) gives each answer its own learner's context.
_STORE: Final = (
    "SELECT place, stored_version, answered FROM store_answers("
    "%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::int[], %s::int[], %s::timestamptz[])"
)


@dataclass(frozen=True, slots=True)
class Given:
    """One checked answer of one learner."""

    learner_id: UUID
    session_id: UUID
    question_id: str
    selected_option: str
    response_time_ms: int | None
    answer_version: int | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """It is durable. ``answered`` holds this question and those answered before."""

    answer_version: int
    answered: frozenset[str]


async def store_batch(engine: AsyncEngine, batch: Sequence[Given]) -> list[Stored | None]:
    """Store the answers in one transaction, each in the context of its own learner.

    The outcomes are in the order of ``batch``; None is what only the ordinary route can store,
    wait for or refuse. All or nothing: a statement that fails raises and nothing was stored. A
    database that is away or too busy leaves the whole batch to the ordinary route.
    """
    try:
        rows = await _run(engine, _list_columns(batch))
    except (psycopg.OperationalError, SQLAlchemyError):
        return [None] * len(batch)
    outcomes: list[Stored | None] = [None] * len(batch)
    for place, answer_version, before in rows:
        answered = frozenset([batch[place].question_id, *(before or ())])
        outcomes[place] = Stored(answer_version, answered)
    return outcomes


async def _run(
    engine: AsyncEngine, columns: Sequence[Sequence[Any]]
) -> Sequence[tuple[int, int, list[str] | None]]:
    """One round trip: the statement and its commit go out together."""
    async with engine.connect() as pooled:
        raw = await pooled.get_raw_connection()
        connection = cast("psycopg.AsyncConnection[Any]", raw.driver_connection)
        async with connection.pipeline():
            cursor = await connection.execute(_STORE, columns)
            await connection.commit()
        return await cursor.fetchall()


def _list_columns(batch: Sequence[Given]) -> list[list[Any]]:
    return [
        [given.learner_id for given in batch],
        [given.session_id for given in batch],
        [given.question_id for given in batch],
        [given.selected_option for given in batch],
        [given.response_time_ms for given in batch],
        [given.answer_version for given in batch],
        [given.answered_at for given in batch],
    ]
