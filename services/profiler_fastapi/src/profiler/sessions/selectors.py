"""Reads of a learner's own sessions."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.sessions.errors import SessionNotFound
from profiler.sessions.merge import StoredAnswer
from profiler.sessions.models import Answer, ProfilingSession


async def get_session_of(
    db: AsyncSession, *, session_id: UUID, learner_id: UUID, lock: bool = False
) -> ProfilingSession:
    """The learner's session, locked against answers and other completions when asked.

    Raises :class:`SessionNotFound` also for what belongs to someone else.
    """
    wanted = select(ProfilingSession).where(
        ProfilingSession.id == session_id, ProfilingSession.learner_id == learner_id
    )
    if lock:
        wanted = wanted.with_for_update()
    found = await db.scalar(wanted)
    if found is None:
        raise SessionNotFound
    return found


async def find_latest_session(db: AsyncSession, *, learner_id: UUID) -> ProfilingSession | None:
    """The session of the highest epoch; within it the one that is not expired."""
    wanted = (
        select(ProfilingSession)
        .where(ProfilingSession.learner_id == learner_id)
        .order_by(ProfilingSession.epoch.desc(), ProfilingSession.started_at.desc())
        .limit(1)
    )
    found: ProfilingSession | None = await db.scalar(wanted)
    return found


async def get_options(db: AsyncSession, *, session_id: UUID) -> dict[str, str]:
    """The selected option of every answered question."""
    wanted = select(Answer.question_id, Answer.selected_option).where(
        Answer.session_id == session_id
    )
    return {row.question_id: row.selected_option for row in await db.execute(wanted)}


async def get_stored_answers(db: AsyncSession, *, session_id: UUID) -> dict[str, StoredAnswer]:
    """Everything that decides about a newer answer, by question."""
    columns = [Answer.__table__.c[field.name] for field in fields(StoredAnswer)]
    rows = await db.execute(select(*columns).where(Answer.session_id == session_id))
    return {row.question_id: StoredAnswer(*row) for row in rows}


async def list_answers(
    db: AsyncSession, *, session_id: UUID
) -> Sequence[Row[str, str, int, int | None]]:
    """Question id, option, version and response time (ms) of every answer."""
    wanted = select(
        Answer.question_id,
        Answer.selected_option,
        Answer.answer_version,
        Answer.response_time_ms,
    ).where(Answer.session_id == session_id)
    return (await db.execute(wanted)).all()


async def find_last_answer_at(db: AsyncSession, *, session_id: UUID) -> datetime | None:
    """When the latest answer came in; None before the first."""
    latest = select(func.max(Answer.received_at)).where(Answer.session_id == session_id)
    found: datetime | None = await db.scalar(latest)
    return found
