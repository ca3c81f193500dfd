"""Storing answers on the ordinary route: durable and in the result, or refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.bank import Bank
from profiler.sessions import domain, selectors
from profiler.sessions.domain import Progress
from profiler.sessions.errors import StaleAnswer
from profiler.sessions.merge import GivenAnswer, StoredAnswer, Times, merge_answer, merge_batch
from profiler.sessions.models import Answer, ProfilingSession
from talent_contracts.failpoints import failpoint

_CHANGED = ("selected_option", "answer_version", "response_time_ms", "answered_at", "received_at")


@dataclass(frozen=True, slots=True)
class Answered:
    """The version now stored and how far the session is."""

    answer_version: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class AnsweredMany:
    """What is stored now for each answer that was sent, in their order, and how far it is."""

    stored: Sequence[StoredAnswer]
    progress: Progress


async def store_answer(
    db: AsyncSession,
    *,
    bank: Bank,
    learner_id: UUID,
    session_id: UUID,
    given: GivenAnswer,
    now: datetime,
) -> Answered:
    """Store an answer, or a newer one over it.

    Its ``answer_version`` is the version the client last saw (or proposes); below the stored one
    it is refused with :class:`StaleAnswer`. Raises InvalidInput for an unknown question or option,
    SessionNotFound, SessionCompleted, SessionSuperseded, SessionExpired.
    """
    domain.check_answer(bank, given.question_id, given.selected_option)
    session, stored = await _lock(db, learner_id, session_id)
    times = Times(session.started_at, now)
    before = stored.get(given.question_id)
    others = [answer for answer in stored.values() if answer is not before]
    merged = merge_answer(before, given, left_ms=times.give_time_left(others), times=times)
    if merged is None:
        raise StaleAnswer(stored[given.question_id])
    stored[given.question_id] = merged
    failpoint("profiler.answer.checked")
    await _write(db, session, [merged])
    failpoint("profiler.answer.stored")
    return Answered(merged.answer_version, _tell_progress(bank, session, stored))


async def store_answers(
    db: AsyncSession,
    *,
    bank: Bank,
    learner_id: UUID,
    session_id: UUID,
    given: Sequence[GivenAnswer],
    now: datetime,
) -> AnsweredMany:
    """Store the answers that a device gathered, all or none; newer ones of other devices stay.

    Raises InvalidInput naming every unknown question and option, SessionNotFound,
    SessionCompleted, SessionSuperseded, SessionExpired.
    """
    domain.check_answers(bank, [(one.question_id, one.selected_option) for one in given])
    session, stored = await _lock(db, learner_id, session_id)
    changed = merge_batch(stored, given, Times(session.started_at, now))
    stored |= changed
    await _write(db, session, changed.values())
    failpoint("profiler.batch.stored")
    return AnsweredMany(
        [stored[one.question_id] for one in given], _tell_progress(bank, session, stored)
    )


async def _lock(
    db: AsyncSession, learner_id: UUID, session_id: UUID
) -> tuple[ProfilingSession, dict[str, StoredAnswer]]:
    """The open session and its answers.

    The lock makes answers and a completion come one after the other: an answer that waited for the
    completion finds the session closed, and none is compared with what another request replaces.
    """
    session = await selectors.get_session_of(
        db, session_id=session_id, learner_id=learner_id, lock=True
    )
    domain.check_is_open(session.status)
    return session, await selectors.get_stored_answers(db, session_id=session_id)


async def _write(
    db: AsyncSession, session: ProfilingSession, changed: Collection[StoredAnswer]
) -> None:
    if not changed:
        return
    owner = {"session_id": session.id, "learner_id": session.learner_id}
    written = insert(Answer).values([{**owner, **asdict(answer)} for answer in changed])
    await db.execute(
        written.on_conflict_do_update(
            index_elements=["session_id", "question_id"],
            set_={name: written.excluded[name] for name in _CHANGED},
        )
    )


def _tell_progress(
    bank: Bank, session: ProfilingSession, stored: Mapping[str, StoredAnswer]
) -> Progress:
    options = {answer.question_id: answer.selected_option for answer in stored.values()}
    return domain.tell_progress(bank, session.mode, options)
