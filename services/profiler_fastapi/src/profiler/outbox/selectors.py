"""Reads of deliveries within a learner's context."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.outbox.models import OutboxEvent
from talent_contracts.events import ProfilingCompleted


async def find_delivery(db: AsyncSession, *, session_id: UUID) -> OutboxEvent | None:
    """The delivery of the session's result, if the session is complete."""
    found: OutboxEvent | None = await db.scalar(
        select(OutboxEvent).where(
            OutboxEvent.session_id == session_id, OutboxEvent.type == ProfilingCompleted.TYPE
        )
    )
    return found
