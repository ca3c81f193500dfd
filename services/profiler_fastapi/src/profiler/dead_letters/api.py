"""The operator's doors to dead letters. The same verbs and shapes as core's."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from profiler.common.body import StrictBody
from profiler.common.documentation import ADMINS, problems
from profiler.dead_letters import schemas, selectors, services
from profiler.dead_letters.services import Operator
from profiler.dependencies import (
    AdminDep,
    AdminSessionDep,
    ServicesDep,
    answer,
    refuse_repeated_query,
    refuse_unknown_query,
)

LETTERS = "/api/v1/profiling/dead-letters"
EventId = Annotated[
    str, Path(pattern=r"^evt_[0-9a-f-]{36}$", description="The id that the event travels under.")
]
_DECIDING = (400, 401, 403, 413, 415, 422, 500, 503)

router = APIRouter(prefix=LETTERS, tags=["dead letters"])


@router.get(
    "",
    operation_id="list_dead_letters",
    response_model=schemas.DeadLetterPage,
    responses=problems(401, 403, 422, 500, 503),
    openapi_extra=ADMINS,
    dependencies=[Depends(refuse_repeated_query)],
)
async def list_dead_letters(
    _: AdminDep, query: Annotated[schemas.DeadLettersQuery, Query()], db: AdminSessionDep
) -> Response:
    """Events for core whose delivery was given up, newest first."""
    page = await selectors.list_letters(db, query)
    letters = [selectors.describe_letter(letter) for letter in page.rows]
    return answer(schemas.DeadLetterPage(results=letters, **page.link(LETTERS, query)))


@router.get(
    "/{event_id}",
    operation_id="get_dead_letter",
    response_model=schemas.DeadLetterDetail,
    responses=problems(401, 403, 404, 422, 500, 503),
    openapi_extra=ADMINS,
    dependencies=[Depends(refuse_unknown_query)],
)
async def get_dead_letter(_: AdminDep, event_id: EventId, db: AdminSessionDep) -> Response:
    """With its event; the ticket and what a person wrote are masked."""
    return answer(await selectors.get_letter(db, event_id))


@router.post(
    "/replay",
    operation_id="replay_dead_letters",
    response_model=schemas.ReplayedAnswer,
    responses=problems(*_DECIDING),
    openapi_extra=ADMINS,
    dependencies=[Depends(refuse_unknown_query)],
)
async def replay(
    admin: AdminDep,
    body: Annotated[schemas.ReplayRequest, Depends(StrictBody(schemas.ReplayRequest))],
    wired: ServicesDep,
    db: AdminSessionDep,
) -> Response:
    """Each under its own id with a fresh signature and age; what is no dead letter is named."""
    operator = Operator(admin, wired.clock.now())
    replayed = await services.replay_dead_letters(db, operator=operator, ids=body.ids)
    unknown = [one for one in dict.fromkeys(body.ids) if one not in replayed]
    return answer(schemas.ReplayedAnswer(replayed=replayed, unknown=unknown))


@router.post(
    "/{event_id}/discard",
    operation_id="discard_dead_letter",
    status_code=204,
    response_class=Response,
    responses=problems(*_DECIDING, 404),
    openapi_extra=ADMINS,
    dependencies=[Depends(refuse_unknown_query)],
)
async def discard(
    admin: AdminDep,
    event_id: EventId,
    body: Annotated[schemas.DiscardRequest, Depends(StrictBody(schemas.DiscardRequest))],
    wired: ServicesDep,
    db: AdminSessionDep,
) -> Response:
    """It is never sent again; the event itself stays stored, and the reason beside it."""
    await services.discard_dead_letter(
        db, operator=Operator(admin, wired.clock.now()), event_id=event_id, reason=body.reason
    )
    return Response(status_code=204)
