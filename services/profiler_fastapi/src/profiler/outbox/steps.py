"""Publishing: only inside the transaction that makes the event true."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.outbox.models import OutboxEvent
from talent_contracts.canonical import canonical_bytes
from talent_contracts.events import SyncEvent

CHANNEL = "profiler_outbox"
_WAKE = text(f"NOTIFY {CHANNEL}")


async def publish(
    db: AsyncSession,
    event: SyncEvent,
    *,
    learner_id: UUID | None,
    session_id: UUID | None,
    now: datetime,
) -> None:
    """Put an event on its way; one about nobody has neither learner nor session.

    Raises RuntimeError outside a transaction.
    """
    if not db.in_transaction():
        raise RuntimeError("publish() must stand inside the transaction of the fact it tells")
    await db.execute(
        insert(OutboxEvent).values(
            event_id=event.event_id,
            learner_id=learner_id,
            session_id=session_id,
            type=event.TYPE,
            body=canonical_bytes(event),
            created_at=now,
            state="pending",
            next_attempt_at=now,
            attempts=0,
            bad_signatures=0,
            fence=0,
        )
    )
    await db.execute(_WAKE)
