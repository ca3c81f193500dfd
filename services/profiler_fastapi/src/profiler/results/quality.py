"""Answer quality while a session is open and afterwards, in the words of who reads it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from profiler.bank import Bank
from profiler.quality import Audience, TimedAnswer, judge_quality, report_quality
from profiler.sessions import selectors
from profiler.sessions.errors import BankRetired, SessionNotFound
from profiler.sessions.models import ProfilingSession
from talent_contracts.model import StrictModel
from talent_contracts.vocabulary import Module, SessionStatus


class Redo(StrictModel):
    """A module worth repeating, with its answered questions. While the session is open, answering
    them again is the repetition: the new answer counts, and the longer of both times.
    """

    module: Module
    title: str
    question_ids: list[str]


class QualityAnswer(StrictModel):
    """``ok``, ``soft`` (the answers do not agree with each other) or ``strong`` (timing or position
    alone). ``redo`` is only ever an offer.
    """

    session_id: UUID
    status: SessionStatus
    verdict: str
    headline: str
    notes: list[str]
    redo: list[Redo]


async def read_quality(
    db: AsyncSession, *, bank: Bank, session: ProfilingSession, audience: Audience
) -> QualityAnswer:
    """The quality of the answers stored by now, told to ``audience``.

    Raises BankRetired for a session of another bank, and LookupError for an audience that sees no
    individual flags.
    """
    if session.bank_hashes != bank.hashes:
        raise BankRetired
    rows = await selectors.list_answers(db, session_id=session.id)
    timed = [TimedAnswer(r.question_id, r.selected_option, r.response_time_ms) for r in rows]
    report = report_quality(judge_quality(bank, timed), audience, bank)
    if report is None:
        raise LookupError(f"{audience} sees no individual flags")
    answered = {row.question_id for row in rows}
    return QualityAnswer(
        session_id=session.id,
        status=SessionStatus(session.status),
        verdict=report.verdict.value,
        headline=report.headline,
        notes=list(report.notes),
        redo=[_offer(bank, module, answered) for module in report.redo],
    )


async def get_latest_session(db: AsyncSession, *, learner_id: UUID) -> ProfilingSession:
    """The learner's session of the highest epoch. Raises SessionNotFound without one."""
    session = await selectors.find_latest_session(db, learner_id=learner_id)
    if session is None:
        raise SessionNotFound
    return session


def _offer(bank: Bank, module: Module, answered: set[str]) -> Redo:
    titles = {info.id: info.title for info in bank.modules}
    return Redo(
        module=module,
        title=titles[module],
        question_ids=[item.id for item in bank.by_module[module] if item.id in answered],
    )
