"""What operators do with dead letters; each deed leaves a record in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.common.errors import NotFound
from profiler.common.ids import new_id
from profiler.dead_letters.models import OperatorAction
from profiler.outbox import steps as outbox

log = structlog.get_logger("profiler.dead_letters")


@dataclass(frozen=True, slots=True)
class Operator:
    """Who decides, and when. ``id`` None: the command on the machine."""

    id: UUID | None
    now: datetime


async def replay_dead_letters(
    db: AsyncSession, *, operator: Operator, ids: Sequence[str]
) -> list[str]:
    """Send these again under their own ids; those that were dead letters, as they were asked."""
    revived = set(await outbox.revive(db, ids, now=operator.now))
    replayed = [event_id for event_id in dict.fromkeys(ids) if event_id in revived]
    for event_id in replayed:
        await _record(db, operator, "dead_letter.replayed", event_id)
    return replayed


async def discard_dead_letter(
    db: AsyncSession, *, operator: Operator, event_id: str, reason: str
) -> None:
    """Give one up for good. Raises NotFound."""
    if not await outbox.discard(db, event_id):
        raise NotFound
    await _record(db, operator, "dead_letter.discarded", event_id, reason)


async def _record(
    db: AsyncSession, operator: Operator, action: str, event_id: str, reason: str | None = None
) -> None:
    await db.execute(
        insert(OperatorAction).values(
            id=new_id(),
            actor_id=operator.id,
            action=action,
            event_id=event_id,
            reason=reason,
            at=operator.now,
        )
    )
    actor_id = operator.id and str(operator.id)
    log.info("operator_acted", action=action, event_id=event_id, actor_id=actor_id)
