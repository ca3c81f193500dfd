"""Use cases of the session engine. The caller's transaction is the learner's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.bank import Bank
from profiler.common.ids import new_id
from profiler.scoring.short_form import Mode
from profiler.sessions import domain, selectors, steps
from profiler.sessions.domain import Progress
from profiler.sessions.errors import StaleEpoch
from profiler.sessions.models import Answer, ProfilingSession
from talent_contracts.failpoints import failpoint
from talent_contracts.vocabulary import SessionStatus

_COPIED = (
    "question_id",
    "learner_id",
    "selected_option",
    "answer_version",
    "response_time_ms",
    "answered_at",
)


@dataclass(frozen=True, slots=True)
class Started:
    """The session to go on with; ``is_new`` when this start made it."""

    session_id: UUID
    status: SessionStatus
    progress: Progress
    is_new: bool
    answers_kept: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new session is asked to be: the learner's ``language`` (BCP 47), and its ``mode``."""

    language: str | None
    mode: Mode


@dataclass(frozen=True, slots=True)
class Reflection:
    """The learner's own words, each at most 600 characters."""

    why: str | None
    aim: str | None


async def start_session(
    db: AsyncSession,
    *,
    bank: Bank,
    learner_id: UUID,
    epoch: int,
    ticket: str,
    wish: Wish,
    now: datetime,
) -> Started:
    """The one session of this learner and epoch, made if there is none.

    A higher epoch ends the older sessions; a lower one is refused with :class:`StaleEpoch`, whoever
    was erased with LearnerErased. A session that was begun on another bank, or idle for more than
    seven days, expires here; its answers and mode move to the new one when text and structure are
    equal. A session that goes on keeps its language and mode, whatever is wished for.
    """
    if await steps.raise_epoch(db, learner_id=learner_id, epoch=epoch) > epoch:
        raise StaleEpoch
    failpoint("profiler.start.epoch-raised")
    found = await db.scalar(
        select(ProfilingSession).where(
            ProfilingSession.learner_id == learner_id,
            ProfilingSession.epoch == epoch,
            ProfilingSession.status != SessionStatus.EXPIRED,
        )
    )
    if found is not None and not await _must_move(db, found, bank, now):
        return await _describe(db, bank, found, is_new=False, answers_kept=True)
    if found is not None:
        found.status = SessionStatus.EXPIRED
        await db.flush()
    made = _open_session(bank, learner_id, epoch, ticket, wish, now)
    is_kept = found is not None and _take_over(bank, found, made, wish)
    db.add(made)
    await db.flush()
    failpoint("profiler.start.session-made")
    if found is not None and is_kept:
        await _copy_answers(db, found, made)
    return await _describe(db, bank, made, is_new=True, answers_kept=is_kept)


async def write_reflection(
    db: AsyncSession, *, learner_id: UUID, session_id: UUID, given: dict[str, str | None]
) -> Reflection:
    """Store the given ones of ``why`` and ``aim``; null clears one. Refused once closed."""
    session = await selectors.get_session_of(
        db, session_id=session_id, learner_id=learner_id, lock=True
    )
    domain.check_is_open(session.status)
    session.reflection_why = given.get("why", session.reflection_why)
    session.reflection_aim = given.get("aim", session.reflection_aim)
    await db.flush()
    failpoint("profiler.reflection.written")
    return Reflection(session.reflection_why, session.reflection_aim)


async def _must_move(
    db: AsyncSession, session: ProfilingSession, bank: Bank, now: datetime
) -> bool:
    if session.status != SessionStatus.IN_PROGRESS:
        return False
    if session.bank_hashes != bank.hashes:
        return True
    last_answer_at = await selectors.find_last_answer_at(db, session_id=session.id)
    return domain.is_idle(last_answer_at or session.started_at, now)


def _open_session(  # noqa: PLR0917 - All of it is the row.
    bank: Bank, learner_id: UUID, epoch: int, ticket: str, wish: Wish, now: datetime
) -> ProfilingSession:
    return ProfilingSession(
        id=new_id(),
        learner_id=learner_id,
        epoch=epoch,
        status=SessionStatus.IN_PROGRESS,
        ticket=ticket,
        bank_version=bank.version,
        bank_text_hash=bank.hashes.text,
        bank_structure_hash=bank.hashes.structure,
        bank_scoring_hash=bank.hashes.scoring,
        started_at=now,
        completed_at=None,
        reflection_why=None,
        reflection_aim=None,
        language=wish.language or bank.locale,
        mode=wish.mode,
    )


def _take_over(bank: Bank, old: ProfilingSession, new: ProfilingSession, wish: Wish) -> bool:
    """Give the new session what the old one had; whether its answers may follow."""
    new.reflection_why, new.reflection_aim = old.reflection_why, old.reflection_aim
    new.language = wish.language or old.language
    same = (old.bank_text_hash, old.bank_structure_hash)
    if same != (bank.hashes.text, bank.hashes.structure):
        return False
    new.mode = old.mode
    return True


async def _copy_answers(db: AsyncSession, old: ProfilingSession, new: ProfilingSession) -> None:
    """They count as received at the start: they took their time before it."""
    columns = [Answer.__table__.c[name] for name in _COPIED]
    kept = select(literal(new.id), *columns, literal(new.started_at)).where(
        Answer.session_id == old.id
    )
    await db.execute(insert(Answer).from_select(["session_id", *_COPIED, "received_at"], kept))


async def _describe(
    db: AsyncSession, bank: Bank, session: ProfilingSession, *, is_new: bool, answers_kept: bool
) -> Started:
    options = await selectors.get_options(db, session_id=session.id)
    return Started(
        session_id=session.id,
        status=SessionStatus(session.status),
        progress=domain.tell_progress(bank, session.mode, options),
        is_new=is_new,
        answers_kept=answers_kept,
    )
