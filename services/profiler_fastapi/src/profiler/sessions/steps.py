"""What other rooms do to sessions inside their own transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Update, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.sessions.errors import LearnerErased
from profiler.sessions.models import LearnerEpoch, ProfilingSession
from talent_contracts.vocabulary import SessionStatus


async def raise_epoch(db: AsyncSession, *, learner_id: UUID, epoch: int) -> int:
    """Note that ``epoch`` exists, end what is older, and return the highest epoch seen.

    Holds the learner's row until the transaction ends, so starts, resets and the erasure of one
    learner come one after the other. Raises :class:`LearnerErased` once there is a tombstone.
    """
    noted = insert(LearnerEpoch).values(learner_id=learner_id, highest_epoch=epoch)
    noted = noted.on_conflict_do_update(
        index_elements=["learner_id"],
        set_={
            "highest_epoch": func.greatest(LearnerEpoch.highest_epoch, noted.excluded.highest_epoch)
        },
    )
    known = noted.returning(LearnerEpoch.highest_epoch, LearnerEpoch.erased_at)
    highest, erased_at = (await db.execute(known)).one()
    if erased_at is not None:
        raise LearnerErased
    await db.execute(
        update(ProfilingSession)
        .where(
            ProfilingSession.learner_id == learner_id,
            ProfilingSession.epoch < highest,
            ProfilingSession.status.in_([SessionStatus.IN_PROGRESS, SessionStatus.COMPLETED]),
        )
        .values(status=SessionStatus.SUPERSEDED)
        .execution_options(synchronize_session=False)
    )
    return highest


def complete_session_at(session_id: UUID, *, now: datetime) -> Update:
    """What completes a session; its caller holds the lock under which it was found open."""
    completed = update(ProfilingSession).where(ProfilingSession.id == session_id)
    return completed.values(status=SessionStatus.COMPLETED, completed_at=now)


async def restore_session(
    db: AsyncSession, *, learner_id: UUID, session_id: UUID, epoch: int
) -> None:
    """An undone reset: this completed session counts again, under ``epoch``; the others end.

    Nothing happens when a still later epoch is known, or the session is not here (a database that
    was put back from an older backup): core holds the result either way. Raises LearnerErased.
    """
    if await raise_epoch(db, learner_id=learner_id, epoch=epoch) > epoch:
        return
    await db.execute(
        update(ProfilingSession)
        .where(
            ProfilingSession.id == session_id,
            ProfilingSession.learner_id == learner_id,
            ProfilingSession.epoch < epoch,
            ProfilingSession.status == SessionStatus.SUPERSEDED,
            ProfilingSession.completed_at.is_not(None),
        )
        .values(status=SessionStatus.COMPLETED, epoch=epoch)
        .execution_options(synchronize_session=False)
    )
