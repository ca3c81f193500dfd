"""The one statement that stores the answers of many learners, durable and all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
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
    except (OperationalError, PoolTimeout):
        return [None] * len(batch)
    outcomes: list[Stored | None] = [None] * len(batch)
    for row in rows:
        answered = frozenset([batch[row.place].question_id, *(row.answered or ())])
        outcomes[row.place] = Stored(row.stored_version, answered)
    return outcomes


async def _run(engine: AsyncEngine, columns: tuple[list[Any], ...]) -> Sequence[Row[Any]]:
    """One round trip: a statement by itself is a transaction, over when its answer is read."""
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    async with alone.connect() as connection:
        return (await connection.exec_driver_sql(_STORE, columns)).all()


def _list_columns(batch: Sequence[Given]) -> tuple[list[Any], ...]:
    return (
        [given.learner_id for given in batch],
        [given.session_id for given in batch],
        [given.question_id for given in batch],
        [given.selected_option for given in batch],
        [given.response_time_ms for given in batch],
        [given.answer_version for given in batch],
        [given.answered_at for given in batch],
    )
