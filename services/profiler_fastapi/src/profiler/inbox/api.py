"""The one door that core itself uses."""

from collections import defaultdict

from fastapi import APIRouter, Request, Response

from profiler.common.body import check_media_type, read_body
from profiler.common.documentation import CORE_ONLY, problems
from profiler.dependencies import ServicesDep, answer
from profiler.inbox.errors import SignatureRefused
from profiler.inbox.services import apply_event, read_event
from talent_contracts.events import SyncAnswer
from talent_contracts.failpoints import failpoint
from talent_contracts.signing import Refused, verify

router = APIRouter(prefix="/api/v1/profiling", tags=["inbox"])


@router.post(
    "/inbox",
    operation_id="receive_event",
    response_model=SyncAnswer,
    responses=problems(400, 401, 403, 413, 415, 422, 500, 503),
    openapi_extra=CORE_ONLY,
)
async def receive(request: Request, wired: ServicesDep) -> Response:
    """A signed event of core (PSP/1): `profiling.reset`, `profiling.restored`, `learner.erased` or
    `access.revoked`.

    Nothing is written before the signature holds. The outcome is `applied`, and `erased` of
    `learner.erased`: everything about the learner is gone then, for good. A repeated event answers
    its stored outcome with `x-psp-replayed: 1`; the same id on another body is 422
    `event-id-reused`, and a type or schema of a later release 422 `unknown-schema`.
    """
    raw = await read_body(request)
    now = wired.clock.now()
    try:
        verified = verify(
            method=request.method,
            raw_path=request.scope["raw_path"].decode("ascii", "replace"),
            audience=wired.settings.own_audience,
            headers=_join_headers(request),
            body=raw,
            registry=wired.trusted,
            now=now.timestamp(),
        )
    except Refused as refused:
        raise SignatureRefused(refused) from None
    check_media_type(request)
    event = read_event(raw, verified=verified, audience=wired.settings.own_audience)
    async with wired.database.begin() as db:
        applied = await apply_event(db, event, verified=verified, clock=wired.clock)
    failpoint("profiler.inbox.committed")
    reply = answer(SyncAnswer(event_id=event.event_id, outcome=applied.outcome))
    if applied.is_replay:
        reply.headers["x-psp-replayed"] = "1"
    return reply


def _join_headers(request: Request) -> dict[str, str]:
    """Every header once; a doubled one joined by commas, as the protocol's grammar expects."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in request.headers.items():
        found[name].append(value)
    return {name: ", ".join(values) for name, values in found.items()}
