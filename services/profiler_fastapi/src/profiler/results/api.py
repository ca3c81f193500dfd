"""Completing a session and reading what came of it."""

import hashlib
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Path, Response

from profiler.common.body import NoContent, StrictBody
from profiler.common.documentation import ADMINS, READING, STUDENTS, WRITING, problems
from profiler.dependencies import (
    JSON,
    AdminDep,
    LearnerDep,
    OnceDep,
    ServicesDep,
    SessionDep,
    SessionId,
    answer,
    refuse_unknown_query,
)
from profiler.quality import Audience
from profiler.results.blueprint import Blueprint, build_blueprint
from profiler.results.explanation import Explanation, explain
from profiler.results.quality import QualityAnswer, get_latest_session, read_quality
from profiler.results.services import complete_session, get_result_bytes, read_completed
from profiler.sessions import selectors
from talent_contracts.results_v2 import AnyProfilingResult

router = APIRouter(
    prefix="/api/v1/profiling", tags=["results"], dependencies=[Depends(refuse_unknown_query)]
)
_READING = problems(*READING, 409)
log = structlog.get_logger("profiler.results")


@router.post(
    "/session/{session_id}/complete",
    operation_id="complete_session",
    response_model=AnyProfilingResult,
    responses=problems(*WRITING),
    openapi_extra=STUDENTS,
)
async def complete(
    learner: LearnerDep,
    session_id: SessionId,
    _body: Annotated[NoContent, Depends(StrictBody(NoContent, is_optional=True))],
    wired: ServicesDep,
    db: SessionDep,
    once: OnceDep,
) -> Response:
    """Close the session and answer its result; it is on its way to core when you read the 200.

    Send no body, or an empty object. Completing again answers the identical bytes. Fewer than 12
    preference answers: 422 `not-enough-answers`, one error per module that has open questions.
    """

    async def effect() -> Response:
        body = await complete_session(
            db,
            bank=wired.bank,
            learner_id=learner,
            session_id=session_id,
            audience=wired.settings.audience_of_core,
            now=wired.clock.now(),
        )
        return _stored(body)

    return await once(effect)


@router.get(
    "/session/{session_id}/results",
    operation_id="get_results",
    response_model=AnyProfilingResult,
    responses=_READING,
    openapi_extra=STUDENTS,
)
async def get_results(learner: LearnerDep, session_id: SessionId, db: SessionDep) -> Response:
    """The stored result, byte for byte the one that `complete` answered.

    409 `session-not-completed` before that.
    """
    session = await selectors.get_session_of(db, session_id=session_id, learner_id=learner)
    return _stored(await get_result_bytes(db, session))


@router.get(
    "/session/{session_id}/explanation",
    operation_id="get_explanation",
    response_model=Explanation,
    responses=_READING,
    openapi_extra=STUDENTS,
)
async def get_explanation(
    learner: LearnerDep, session_id: SessionId, wired: ServicesDep, db: SessionDep
) -> Response:
    """Why this track: what each answer added, and how many answers would change the lead."""
    completed = await read_completed(db, bank=wired.bank, session_id=session_id, learner_id=learner)
    return answer(explain(bank=wired.bank, answers=completed.answers, result=completed.result))


@router.get(
    "/enhanced/session/{session_id}/blueprint",
    operation_id="get_blueprint",
    response_model=Blueprint,
    responses=_READING,
    openapi_extra=STUDENTS,
)
async def get_blueprint(
    learner: LearnerDep, session_id: SessionId, wired: ServicesDep, db: SessionDep
) -> Response:
    """What to do with the result: a plan in which every sentence names its evidence."""
    completed = await read_completed(db, bank=wired.bank, session_id=session_id, learner_id=learner)
    return answer(build_blueprint(bank=wired.bank, result=completed.result))


@router.get(
    "/session/{session_id}/quality",
    operation_id="get_quality",
    response_model=QualityAnswer,
    responses=_READING,
    openapi_extra=STUDENTS,
)
async def get_quality(
    learner: LearnerDep, session_id: SessionId, wired: ServicesDep, db: SessionDep
) -> Response:
    """How the answers given so far hang together, and which modules are worth a second look.

    Ask before `complete`: as long as the session is open, answering a question again replaces the
    answer. Nothing here ever blocks.
    """
    session = await selectors.get_session_of(db, session_id=session_id, learner_id=learner)
    told = await read_quality(db, bank=wired.bank, session=session, audience=Audience.LEARNER)
    return answer(told)


@router.get(
    "/learners/{learner_id}/quality",
    operation_id="get_learner_quality",
    response_model=QualityAnswer,
    responses=_READING,
    openapi_extra=ADMINS,
)
async def get_learner_quality(
    admin: AdminDep,
    learner_id: Annotated[UUID, Path(description="The learner's id in core.")],
    wired: ServicesDep,
) -> Response:
    """What stands behind a learner's latest session, in plain words for admins; looks are logged.

    A sign is a reason to talk with the learner, never a verdict about them.
    """
    async with wired.database.begin_as(learner_id) as db:
        session = await get_latest_session(db, learner_id=learner_id)
        told = await read_quality(db, bank=wired.bank, session=session, audience=Audience.ADMIN)
    log.info("learner_quality_read", actor_id=str(admin), learner_id=str(learner_id))
    return answer(told)


def _stored(body: bytes) -> Response:
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    return Response(body, media_type=JSON, headers={"ETag": etag})
