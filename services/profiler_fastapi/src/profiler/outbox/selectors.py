"""Reads of deliveries within a learner's context."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.outbox.domain import State
from profiler.outbox.models import OutboxEvent
from talent_contracts.events import ProfilingCompleted


async def find_delivery(db: AsyncSession, *, session_id: UUID) -> OutboxEvent | None:
    """The delivery of the session's result, if the session is complete.

    For its learner a discarded delivery is as dead as it was before.
    """
    found: OutboxEvent | None = await db.scalar(
        select(OutboxEvent).where(
            OutboxEvent.session_id == session_id, OutboxEvent.type == ProfilingCompleted.TYPE
        )
    )
    if found is not None and found.state == State.DISCARDED:
        db.expunge(found)
        found.state = State.DEAD
    return found
