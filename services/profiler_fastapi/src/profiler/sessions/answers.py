"""The one statement that stores an answer: it is durable and in the result, or it is refused."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.bank import Bank
from profiler.sessions import domain, selectors
from profiler.sessions.domain import Progress
from profiler.sessions.errors import StaleAnswer
from profiler.sessions.models import Answer

# The share lock makes an answer and a completion come one after the other: an answer that waited
# for the completion finds the session closed and stores nothing. A response time is clamped to
# what passed since the start, less what the other answers took; those that an expired session
# handed over took their time before the start.
_STORE = text(
    """
    WITH open AS (
        SELECT id, learner_id, started_at FROM profiling_session
        WHERE id = :session_id AND learner_id = :learner_id AND status = 'in_progress'
        FOR SHARE
    )
    INSERT INTO answer AS stored (
        session_id, question_id, learner_id, selected_option, answer_version, response_time_ms,
        answered_at, received_at
    )
    SELECT
        id, :question_id, learner_id, :selected_option, greatest(1, :answer_version),
        CASE WHEN :response_time_ms IS NOT NULL THEN least(
            greatest(:response_time_ms, 0),
            greatest(
                0,
                extract(epoch FROM :now - started_at) * 1000 - (
                    SELECT coalesce(sum(other.response_time_ms), 0) FROM answer AS other
                    WHERE other.session_id = :session_id AND other.question_id <> :question_id
                        AND other.received_at > started_at
                )
            )
        ) END,
        :now, :now
    FROM open
    ON CONFLICT (session_id, question_id) DO UPDATE SET
        selected_option = excluded.selected_option,
        answer_version = greatest(stored.answer_version + 1, excluded.answer_version),
        response_time_ms = excluded.response_time_ms,
        answered_at = excluded.answered_at,
        received_at = excluded.received_at
    WHERE :answer_version IS NULL OR :answer_version >= stored.answer_version
    RETURNING answer_version
    """
).bindparams(
    bindparam("session_id", type_=Uuid()),
    bindparam("learner_id", type_=Uuid()),
    bindparam("question_id", type_=Text()),
    bindparam("selected_option", type_=Text()),
    bindparam("answer_version", type_=Integer()),
    bindparam("response_time_ms", type_=Integer()),
    bindparam("now", type_=DateTime(timezone=True)),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """The version now stored and how far the session is."""

    answer_version: int
    progress: Progress


async def store_answer(
    db: AsyncSession,
    *,
    bank: Bank,
    learner_id: UUID,
    session_id: UUID,
    question_id: str,
    selected_option: str,
    response_time_ms: int | None,
    answer_version: int | None,
    now: datetime,
) -> Answered:
    """Store an answer, or a newer one over it.

    ``answer_version`` is the version the client last saw (or proposes); below the stored one it is
    refused with :class:`StaleAnswer`. Raises InvalidInput for an unknown question or option,
    SessionNotFound, SessionCompleted, SessionSuperseded.
    """
    domain.check_answer(bank, question_id, selected_option)
    stored = await db.scalar(
        _STORE,
        {
            "session_id": session_id,
            "learner_id": learner_id,
            "question_id": question_id,
            "selected_option": selected_option,
            "response_time_ms": response_time_ms,
            "answer_version": answer_version,
            "now": now,
        },
    )
    if stored is None:
        await _refuse(db, learner_id, session_id, question_id)
    answered = await selectors.list_answered(db, session_id=session_id)
    return Answered(int(stored or 0), domain.compute_progress(bank, answered))


async def _refuse(db: AsyncSession, learner_id: UUID, session_id: UUID, question_id: str) -> None:
    """Say why nothing was stored."""
    session = await selectors.get_session_of(db, session_id=session_id, learner_id=learner_id)
    domain.check_is_open(session.status)
    current = await db.get_one(Answer, (session_id, question_id))
    raise StaleAnswer(current.answer_version)
