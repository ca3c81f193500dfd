"""Publishing, inside the transaction that makes the event true; and what may be undone later."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Insert, Update, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.outbox.domain import State
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
    await publish_with(db, [], event, learner_id=learner_id, session_id=session_id, now=now)


async def publish_with(
    db: AsyncSession,
    facts: Sequence[Insert | Update],
    event: SyncEvent,
    *,
    learner_id: UUID | None,
    session_id: UUID | None,
    now: datetime,
) -> None:
    """Write the facts, put the event that tells them on its way and wake the relay: one statement.

    None of it happens without the rest, and the database is asked once instead of once for each.
    The facts must not depend on each other. Raises RuntimeError outside a transaction.
    """
    if not db.in_transaction():
        raise RuntimeError("publish() must stand inside the transaction of the fact it tells")
    told = insert(OutboxEvent).values(
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
    written = [one.cte(f"written_{place}") for place, one in enumerate([*facts, told])]
    await db.execute(select(func.pg_notify(CHANNEL, "")).add_cte(*written))


async def revive(db: AsyncSession, ids: Sequence[str], *, now: datetime) -> list[str]:
    """Send dead letters again: same ids, fresh signatures, their age counted from ``now``.

    Returns the ids that were dead letters. They are locked in the order in which erasures do it.
    """
    dead = (
        select(OutboxEvent.event_id)
        .where(OutboxEvent.event_id.in_(ids), OutboxEvent.state == State.DEAD)
        .order_by(OutboxEvent.learner_id, OutboxEvent.position)
        .with_for_update()
    )
    revived = await db.scalars(
        update(OutboxEvent)
        .where(OutboxEvent.event_id.in_(dead))
        .values(
            state=State.PENDING,
            attempts=0,
            bad_signatures=0,
            next_attempt_at=now,
            revived_at=now,
            last_status=None,
            trouble=None,
            finished_at=None,
        )
        .returning(OutboxEvent.event_id)
        .execution_options(synchronize_session=False)
    )
    found = list(revived)
    await db.execute(_WAKE)
    return found


async def discard(db: AsyncSession, event_id: str) -> bool:
    """Give a dead letter up for good; False when it was none."""
    discarded = await db.scalars(
        update(OutboxEvent)
        .where(OutboxEvent.event_id == event_id, OutboxEvent.state == State.DEAD)
        .values(state=State.DISCARDED)
        .returning(OutboxEvent.event_id)
        .execution_options(synchronize_session=False)
    )
    return discarded.first() is not None
