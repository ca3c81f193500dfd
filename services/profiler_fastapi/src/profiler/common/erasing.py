"""Erasing a learner for good. What that means stands in the database, once: migration 0010."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from profiler.common.database import act_as
from talent_contracts.failpoints import failpoint

_ERASE: Final = text("SELECT ended_id, ended_fence FROM erase_learner()")
_KEEP_OUT: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('profiler.erasure', 0))")


async def erase_learner(
    db: AsyncSession | AsyncConnection, learner_id: UUID
) -> set[tuple[str, int]]:
    """Leave nothing of the learner but ids and a tombstone; again, and nothing changes.

    The transaction acts as the learner from here on. Call it before the transaction locks rows of
    learners. Returns the events that were on their way, each with the fence that could have ended
    it: nobody's word counts for them any more.
    """
    await act_as(db, learner_id)
    ended = await db.execute(_ERASE)
    failpoint("profiler.erasure.rows-deleted")
    return {(row.ended_id, row.ended_fence) for row in ended}


async def keep_out_erasures(db: AsyncSession) -> None:
    """Nobody is erased from here until the transaction ends: whoever is there now stays till then.

    For jobs that write about many learners at once; call it before they lock anything.
    """
    await db.execute(_KEEP_OUT)
