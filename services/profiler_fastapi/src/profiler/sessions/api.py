"""The doors of the session engine."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from profiler.common.body import StrictBody
from profiler.common.documentation import (
    PROBLEM_REFERENCE,
    READING,
    STUDENTS,
    WRITING,
    problems,
)
from profiler.dependencies import (
    LearnerDep,
    OnceDep,
    ServicesDep,
    SessionDep,
    SessionId,
    answer,
    refuse_unknown_query,
)
from profiler.outbox.selectors import find_delivery
from profiler.sessions import schemas, selectors, services
from profiler.sessions.answers import store_answer
from profiler.sessions.domain import Progress, compute_progress
from profiler.sessions.views import describe_modules, describe_status

router = APIRouter(
    prefix="/api/v1/profiling",
    tags=["sessions"],
    dependencies=[Depends(refuse_unknown_query)],
)
STALE = {"oneOf": [PROBLEM_REFERENCE, {"$ref": "#/components/schemas/StaleAnswerProblem"}]}


@router.get(
    "/status",
    operation_id="get_profiling_status",
    response_model=schemas.StatusAnswer,
    responses=problems(401, 403, 422, 500, 503),
    openapi_extra=STUDENTS,
)
async def get_status(learner: LearnerDep, db: SessionDep, wired: ServicesDep) -> Response:
    """The learner's latest session and the delivery of its result, for resumption only.

    It never says where the learner goes next: that is `next` of core's `GET /auth/me`.
    """
    session = await selectors.find_latest_session(db, learner_id=learner)
    if session is None:
        return answer(schemas.StatusAnswer(session=None, delivery=None))
    answered = await selectors.list_answered(db, session_id=session.id)
    delivery = await find_delivery(db, session_id=session.id)
    return answer(describe_status(session, compute_progress(wired.bank, answered), delivery))


@router.post(
    "/session/start",
    operation_id="start_session",
    response_model=schemas.StartAnswer,
    responses={
        **problems(*(status for status in WRITING if status != 404)),
        201: {"model": schemas.StartAnswer, "description": "A session was made."},
    },
    openapi_extra=STUDENTS,
)
async def start(
    learner: LearnerDep,
    body: Annotated[schemas.StartRequest, Depends(StrictBody(schemas.StartRequest))],
    wired: ServicesDep,
    db: SessionDep,
    once: OnceDep,
) -> Response:
    """The one session of this learner and the ticket's epoch: made (201) or found (200).

    Repeat it on any device, also after completion: it never makes a second session. Codes:
    `ticket-invalid` 422, `ticket-not-yours` 403, `ticket-expired` and `stale-epoch` 409.
    """

    async def effect() -> Response:
        claims = await wired.gate.redeem_ticket(body.ticket, learner_id=learner)
        started = await services.start_session(
            db,
            bank=wired.bank,
            learner_id=learner,
            epoch=claims.epoch,
            ticket=body.ticket,
            now=wired.clock.now(),
        )
        shown = schemas.StartAnswer(
            session_id=started.session_id,
            status=started.status,
            progress=started.progress,
            answers_kept=started.answers_kept,
        )
        return answer(shown, 201 if started.is_new else 200)

    return await once(effect)


@router.post(
    "/session/{session_id}/respond",
    operation_id="respond",
    response_model=schemas.RespondAnswer,
    responses=problems(*WRITING, s409=STALE),
    openapi_extra=STUDENTS,
)
async def respond(  # noqa: PLR0917 - FastAPI fills the parameters by name.
    learner: LearnerDep,
    session_id: SessionId,
    body: Annotated[schemas.RespondRequest, Depends(StrictBody(schemas.RespondRequest))],
    wired: ServicesDep,
    db: SessionDep,
    once: OnceDep,
) -> Response:
    """Store one answer; it is durable when you read the 200.

    Answering again overwrites. With `answer_version` an older answer cannot overwrite a newer one:
    409 `stale-answer` with the stored `answer_version`. Other codes of 409: `session-completed`,
    `session-superseded`, `session-expired`.
    """

    async def effect() -> Response:
        stored = await store_answer(
            db,
            bank=wired.bank,
            learner_id=learner,
            session_id=session_id,
            question_id=body.question_id,
            selected_option=body.selected_option,
            response_time_ms=body.response_time_ms,
            answer_version=body.answer_version,
            now=wired.clock.now(),
        )
        return answer(
            schemas.RespondAnswer(answer_version=stored.answer_version, progress=stored.progress)
        )

    return await once(effect)


@router.post(
    "/session/{session_id}/reflection",
    operation_id="write_reflection",
    response_model=schemas.ReflectionAnswer,
    responses=problems(*WRITING),
    openapi_extra=STUDENTS,
)
async def write_reflection(
    learner: LearnerDep,
    session_id: SessionId,
    body: Annotated[schemas.ReflectionRequest, Depends(StrictBody(schemas.ReflectionRequest))],
    db: SessionDep,
    once: OnceDep,
) -> Response:
    """Store the optional texts why and aim, each at most 600 characters; they are never scored."""

    async def effect() -> Response:
        stored = await services.write_reflection(
            db,
            learner_id=learner,
            session_id=session_id,
            given=body.model_dump(include=set(body.model_fields_set)),
        )
        return answer(schemas.ReflectionAnswer(why=stored.why, aim=stored.aim))

    return await once(effect)


@router.get(
    "/session/{session_id}/progress",
    operation_id="get_progress",
    response_model=Progress,
    responses=problems(*READING),
    openapi_extra=STUDENTS,
)
async def get_progress(
    learner: LearnerDep, session_id: SessionId, wired: ServicesDep, db: SessionDep
) -> Response:
    """How far the session is and which question comes next."""
    session = await selectors.get_session_of(db, session_id=session_id, learner_id=learner)
    answered = await selectors.list_answered(db, session_id=session.id)
    return answer(compute_progress(wired.bank, answered))


@router.get(
    "/session/{session_id}/modules",
    operation_id="get_modules",
    response_model=schemas.ModulesAnswer,
    responses=problems(*READING),
    openapi_extra=STUDENTS,
)
async def get_modules(
    learner: LearnerDep, session_id: SessionId, wired: ServicesDep, db: SessionDep
) -> Response:
    """The modules with every stored answer: all that another device needs to go on."""
    session = await selectors.get_session_of(db, session_id=session_id, learner_id=learner)
    rows = await selectors.list_answers(db, session_id=session.id)
    return answer(describe_modules(wired.bank, session, rows))
