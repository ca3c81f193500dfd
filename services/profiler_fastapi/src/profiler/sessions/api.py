"""The doors of the session engine."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

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
    Services,
    ServicesDep,
    SessionDep,
    SessionId,
    answer,
    refuse_unknown_query,
)
from profiler.outbox.selectors import find_delivery
from profiler.scoring.short_form import Mode
from profiler.sessions import schemas, selectors, services
from profiler.sessions.answers import store_answer, store_answers
from profiler.sessions.domain import Progress, tell_progress
from profiler.sessions.merge import GivenAnswer
from profiler.sessions.reading import RespondReader
from profiler.sessions.views import describe_batch, describe_modules, describe_status

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
        return answer(schemas.StatusAnswer(language=wired.bank.locale, session=None, delivery=None))
    options = await selectors.get_options(db, session_id=session.id)
    delivery = await find_delivery(db, session_id=session.id)
    progress = tell_progress(wired.bank, session.mode, options)
    return answer(describe_status(wired.bank, session, progress, delivery))


@router.post(
    "/session/start",
    operation_id="start_session",
    response_model=schemas.StartAnswer,
    responses={
        **problems(410, *(status for status in WRITING if status != 404)),
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

    Repeat it on any device, also after completion: it never makes a second session. `language` in
    the answer is the one the questions are in, whatever was wished for. Codes:
    `ticket-invalid` 422, `ticket-not-yours` 403, `ticket-expired` and `stale-epoch` 409,
    `learner-erased` 410.
    """

    async def effect() -> Response:
        claims = await wired.gate.redeem_ticket(body.ticket, learner_id=learner)
        started = await services.start_session(
            db,
            bank=wired.bank,
            learner_id=learner,
            epoch=claims.epoch,
            ticket=body.ticket,
            wish=services.Wish(
                language=body.language,
                mode=Mode.SHORT if wired.settings.profiler_short_mode else Mode.FULL,
            ),
            now=wired.clock.now(),
        )
        shown = schemas.StartAnswer(
            session_id=started.session_id,
            status=started.status,
            language=wired.bank.locale,
            progress=started.progress,
            answers_kept=started.answers_kept,
        )
        return answer(shown, 201 if started.is_new else 200)

    return await once(effect)


@router.post(
    "/session/{session_id}/respond",
    operation_id="respond",
    response_model=schemas.RespondAnswer | schemas.BatchAnswer,
    responses=problems(*WRITING, s409=STALE),
    openapi_extra=STUDENTS,
)
async def respond(  # noqa: PLR0917 - FastAPI fills the parameters by name.
    learner: LearnerDep,
    session_id: SessionId,
    body: Annotated[schemas.RespondBody, Depends(RespondReader())],
    wired: ServicesDep,
    db: SessionDep,
    once: OnceDep,
) -> Response:
    """Store one answer, or up to 51 as `answers`; they are durable when you read the 200.

    Answering again overwrites. With `answer_version` an older answer cannot overwrite a newer one:
    409 `stale-answer` with the stored `answer_version`, `selected_option` and `answered_at`.

    A batch is stored whole or not at all. What another device answered later stays: its outcome is
    `kept-newer`, with the version and the option stored. Later is told by `answer_version`, else by
    `answered_at`, within the time since the start; without both the last to arrive wins. A batch
    raises a version at most once and only for another option, so repeating it is harmless.

    Other codes of 409: `session-completed`, `session-superseded`, `session-expired`.
    """
    sent = body.root

    async def effect() -> Response:
        if isinstance(sent, schemas.RespondRequest):
            return await _store_one(db, wired, learner, session_id, sent)
        return await _store_batch(db, wired, learner, session_id, sent)

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
    options = await selectors.get_options(db, session_id=session.id)
    return answer(tell_progress(wired.bank, session.mode, options))


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


async def _store_one(
    db: AsyncSession,
    wired: Services,
    learner_id: UUID,
    session_id: UUID,
    sent: schemas.RespondRequest,
) -> Response:
    stored = await store_answer(
        db,
        bank=wired.bank,
        learner_id=learner_id,
        session_id=session_id,
        given=GivenAnswer(**sent.model_dump()),
        now=wired.clock.now(),
    )
    shown = schemas.RespondAnswer(answer_version=stored.answer_version, progress=stored.progress)
    return answer(shown)


async def _store_batch(
    db: AsyncSession,
    wired: Services,
    learner_id: UUID,
    session_id: UUID,
    sent: schemas.RespondBatch,
) -> Response:
    stored = await store_answers(
        db,
        bank=wired.bank,
        learner_id=learner_id,
        session_id=session_id,
        given=[GivenAnswer(**one.model_dump()) for one in sent.answers],
        now=wired.clock.now(),
    )
    return answer(describe_batch(sent.answers, stored))
