"""Completing a session: status, result and outbox row in one statement."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Insert, Row, Update
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.bank import Bank
from profiler.common.errors import body_fault
from profiler.common.ids import new_event_id
from profiler.outbox.steps import publish_with
from profiler.results.build import NotEnoughAnswers, build_result
from profiler.results.store import find_result_bytes, insert_result
from profiler.results.value_statement import Reflections
from profiler.scoring.short_form import Mode
from profiler.sessions import domain, selectors, steps
from profiler.sessions.errors import (
    AnswersMissing,
    BankRetired,
    SessionNotCompleted,
    SessionNotFound,
)
from profiler.sessions.models import ProfilingSession
from talent_contracts.canonical import canonical_bytes
from talent_contracts.events import ProfilingCompletedV2
from talent_contracts.failpoints import failpoint
from talent_contracts.results import BankHashes, BankReference
from talent_contracts.results_v2 import ProfilingResultV2
from talent_contracts.tokens import PROFILER
from talent_contracts.vocabulary import SessionStatus


async def complete_session(
    db: AsyncSession,
    *,
    bank: Bank,
    learner_id: UUID,
    session_id: UUID,
    audience: str,
    now: datetime,
) -> bytes:
    """The result, computed and put on its way to core now, or the identical stored bytes.

    Raises SessionNotFound, SessionSuperseded, SessionExpired, AnswersMissing, BankRetired.
    """
    session = await selectors.get_session_of(
        db, session_id=session_id, learner_id=learner_id, lock=True
    )
    if session.status == SessionStatus.COMPLETED:
        return await get_result_bytes(db, session)
    domain.check_is_open(session.status)
    if session.bank_hashes != bank.hashes:
        raise BankRetired
    failpoint("profiler.complete.locked")
    rows = await selectors.list_answers(db, session_id=session_id)
    result = _build(bank, rows, session)
    body = canonical_bytes(result)
    event = _completed(session, result, hashlib.sha256(body).hexdigest(), audience, now)
    failpoint("profiler.complete.result-built")
    facts: list[Insert | Update] = [
        insert_result(
            session_id=session_id,
            learner_id=learner_id,
            epoch=session.epoch,
            body=body,
            now=now,
        ),
        steps.complete_session_at(session_id, now=now),
    ]
    await publish_with(db, facts, event, learner_id=learner_id, session_id=session_id, now=now)
    failpoint("profiler.complete.published")
    return body


async def get_result_bytes(db: AsyncSession, session: ProfilingSession) -> bytes:
    """The stored result of a session. Raises :class:`SessionNotCompleted` when it has none."""
    body = await find_result_bytes(db, session_id=session.id)
    if body is None:
        domain.check_is_open(session.status)
        raise SessionNotCompleted
    return body


@dataclass(frozen=True, slots=True)
class Completed:
    """What a completed session rests on."""

    answers: Mapping[str, str]
    result: ProfilingResultV2


async def read_completed(
    db: AsyncSession, *, bank: Bank, session_id: UUID, learner_id: UUID
) -> Completed:
    """Answers and result of a session that has one.

    Raises SessionNotFound, SessionNotCompleted, and BankRetired when the session was taken on a
    bank that this version no longer holds: an old result is never told by new questions.
    """
    session = await selectors.get_session_of(db, session_id=session_id, learner_id=learner_id)
    body = await get_result_bytes(db, session)
    if session.bank_hashes != bank.hashes:
        raise BankRetired
    rows = await selectors.list_answers(db, session_id=session_id)
    if not rows:  # The learner was erased between two of these reads.
        raise SessionNotFound
    answers = {row.question_id: row.selected_option for row in rows}
    return Completed(answers, ProfilingResultV2.model_validate_json(body))


def _build(
    bank: Bank, rows: Sequence[Row[str, str, int, int | None]], session: ProfilingSession
) -> ProfilingResultV2:
    reflections = Reflections(why=session.reflection_why, aim=session.reflection_aim)
    try:
        return build_result(
            bank=bank,
            answers={row.question_id: row.selected_option for row in rows},
            reflections=reflections,
            times_ms={row.question_id: row.response_time_ms for row in rows},
            mode=Mode(session.mode),
        )
    except NotEnoughAnswers as error:
        faults = [
            body_fault(f"/modules/{module.value}", "not-enough-answers", f"{count} open questions")
            for module, count in error.missing.items()
        ]
        raise AnswersMissing(f"{error}.", errors=faults) from error


def _completed(
    session: ProfilingSession, result: ProfilingResultV2, sha256: str, audience: str, now: datetime
) -> ProfilingCompletedV2:
    return ProfilingCompletedV2(
        iss=PROFILER,
        aud=audience,
        event_id=new_event_id(),
        occurred_at=now,
        learner_id=session.learner_id,
        epoch=session.epoch,
        session_id=session.id,
        ticket=session.ticket,
        bank=BankReference(
            version=session.bank_version,
            hashes=BankHashes(
                text=session.bank_text_hash,
                structure=session.bank_structure_hash,
                scoring=session.bank_scoring_hash,
            ),
        ),
        result=result,
        result_sha256=sha256,
    )
