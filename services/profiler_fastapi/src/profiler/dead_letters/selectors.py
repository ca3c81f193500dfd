"""Reads of dead letters, in an operator's transaction."""

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from profiler.common.errors import NotFound
from profiler.common.pagination import Page, take_page
from profiler.dead_letters.domain import mask_event
from profiler.dead_letters.schemas import DeadLetterDetail, DeadLetterOut, DeadLettersQuery
from profiler.outbox.domain import State
from profiler.outbox.models import OutboxEvent

_DEAD = select(OutboxEvent).where(OutboxEvent.state == State.DEAD)


async def list_letters(db: AsyncSession, query: DeadLettersQuery) -> Page[OutboxEvent]:
    """One page of letters without their bodies."""
    wanted = _without_bodies()
    if query.type is not None:
        wanted = wanted.where(OutboxEvent.type == query.type)
    return await take_page(db, wanted, query, position=OutboxEvent.position)


async def list_all_letters(db: AsyncSession) -> list[OutboxEvent]:
    """Every letter without its body, oldest first."""
    return list(await db.scalars(_without_bodies().order_by(OutboxEvent.position)))


async def get_letter(db: AsyncSession, event_id: str) -> DeadLetterDetail:
    """A letter with its event, masked. Raises NotFound."""
    letter = await db.scalar(_DEAD.where(OutboxEvent.event_id == event_id))
    if letter is None:
        raise NotFound
    described = describe_letter(letter)
    return DeadLetterDetail(**described.model_dump(), event=mask_event(letter.body))


def describe_letter(letter: OutboxEvent) -> DeadLetterOut:
    """A letter without its event."""
    return DeadLetterOut(
        event_id=letter.event_id,
        type=letter.type,
        learner_id=letter.learner_id,
        session_id=letter.session_id,
        published_at=letter.created_at,
        given_up_at=letter.finished_at,
        attempts=letter.attempts,
        last_status=letter.last_status,
        reason=letter.trouble,
    )


def _without_bodies() -> Select[OutboxEvent]:
    return _DEAD.options(defer(OutboxEvent.body, raiseload=True))
