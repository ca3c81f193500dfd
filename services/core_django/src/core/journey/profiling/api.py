"""Tickets, the signed sync, the result and what stands beside it, retakes."""

from uuid import UUID

from core.journey.journey import errors as journey_errors
from core.journey.journey import selectors as journeys
from core.journey.profiling import errors, schemas, selectors
from core.journey.profiling.services.apply_result import apply_result
from core.journey.profiling.services.issue_ticket import issue_ticket
from core.journey.profiling.services.outcomes import Applied
from core.journey.profiling.services.receive_report import receive_progress, receive_statistics
from core.journey.profiling.services.retakes import request_retake, withdraw_retake
from core.journey.profiling.verification import read_signed_event, read_signed_sweep
from core.journey.results import selectors as results
from core.journey.results.comparison import Comparison, compare_results
from core.journey.results.models import Result
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading
from core.platform.common.errors import MalformedJson, NotFound, TooLarge
from core.platform.common.pagination import PageQuery, page_links, take_page
from core.platform.edge.operation import Call, Endpoint, Reply, operation
from core.platform.edge.principals import ADMIN, ANYONE, STUDENT
from core.platform.edge.schemas import EmptyIn
from core.platform.inbox.errors import EventIdReused
from talent_contracts.events import (
    ProfilerEvent,
    ProfilingCompletedV2,
    ProfilingProgressV1,
    ProfilingStatisticsV1,
    ProfilingSweepV1,
    SweepAnswer,
    SyncAnswer,
)
from talent_contracts.failpoints import failpoint


class TicketsView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Get a ticket to start profiling",
        body=EmptyIn,
        answers={201: schemas.TicketOut},
        refusals=[errors.ProfilingAlreadyComplete],
    )
    def post(self, call: Call, *, body: EmptyIn) -> Reply:
        """A signed permission to start one session in the present epoch, valid for 15 minutes."""
        issued = issue_ticket(actor=call.actor)
        failpoint("core.ticket.committed")
        out = schemas.TicketOut(
            ticket=issued.ticket, epoch=issued.epoch, expires_at=issued.expires_at
        )
        return Reply(body=out, status=201)


class SyncView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Receive a signed event from the profiler (PSP/1)",
        answers={200: SyncAnswer},
        refusals=[
            MalformedJson,
            TooLarge,
            errors.MalformedHeaders,
            errors.BadSignature,
            errors.UnknownKid,
            errors.LearnerUnknown,
            journey_errors.StaleEpoch,
            EventIdReused,
        ],
        idempotent=False,
        signed_body=ProfilingCompletedV2,
    )
    def post(self, call: Call) -> Reply:
        """Only the profiler's signature opens this; a repeat gets the stored outcome."""
        event, digest = read_signed_event(call.http)
        failpoint("core.sync.verified")
        applied = _receive(event, digest)
        failpoint("core.sync.committed")
        headers = {"x-psp-replayed": "1"} if applied.replayed else {}
        answer = SyncAnswer(event_id=event.event_id, outcome=applied.outcome)
        return Reply(body=answer, headers=headers)


class SweepView(Endpoint):
    @operation(
        who=ANYONE,
        summary="Compare results with the profiler (PSP/1)",
        answers={200: SweepAnswer},
        refusals=[
            MalformedJson,
            TooLarge,
            errors.MalformedHeaders,
            errors.BadSignature,
            errors.UnknownKid,
        ],
        idempotent=False,
        signed_body=ProfilingSweepV1,
    )
    def post(self, call: Call) -> SweepAnswer:
        """Only the profiler's signature opens this; nothing is changed."""
        sweep = read_signed_sweep(call.http)
        with reading(Actor.profiler()):
            return selectors.find_differences(Actor.profiler(), sweep)


class ResultView(Endpoint):
    @operation(
        who=STUDENT,
        summary="The own profiling result",
        answers={200: schemas.ResultOut},
        refusals=[journey_errors.NoResult],
    )
    def get(self, call: Call) -> schemas.ResultOut:
        """The result of the present epoch; 404 no-result before it is there."""
        with reading(call.actor):
            result = _current(call)
        return schemas.ResultOut(
            epoch=result.epoch,
            session_id=result.session_id,
            completed_at=result.occurred_at,
            received_at=result.received_at,
            result_sha256=result.result_sha256,
            result=results.read_body(result),
        )


class ValueStatementView(Endpoint):
    @operation(
        who=STUDENT,
        summary="The own value statement",
        answers={200: schemas.ValueStatementOut},
        refusals=[journey_errors.NoResult],
    )
    def get(self, call: Call) -> schemas.ValueStatementOut:
        """In the learner's own words, as part of the result."""
        with reading(call.actor):
            result = _current(call)
        return schemas.ValueStatementOut(
            epoch=result.epoch,
            source="profiling",
            value_statement=results.read_body(result).value_statement,
        )


class ComparisonView(Endpoint):
    @operation(
        who=STUDENT,
        summary="What changed since the result before",
        answers={200: Comparison},
        refusals=[journey_errors.NoResult, errors.NoEarlierResult],
    )
    def get(self, call: Call) -> Comparison:
        """The present result beside the newest of an earlier epoch: what differs reliably, and
        what may as well be chance.
        """
        with reading(call.actor):
            result = _current(call)
            earlier = results.find_result_before(result)
        if earlier is None:
            raise errors.NoEarlierResult
        return compare_results(results.read_body(earlier), results.read_body(result))


class RetakeRequestsView(Endpoint):
    @operation(
        who=STUDENT,
        summary="List the own retake requests",
        query=PageQuery,
        answers={200: schemas.RetakePage},
    )
    def get(self, call: Call, *, query: PageQuery) -> schemas.RetakePage:
        """Newest first, with the instant from which another may be made."""
        with reading(call.actor):
            found, after, before = take_page(selectors.list_own_retakes(call.actor), query)
            allowed_from = selectors.find_allowed_from(call.actor.id)
        return schemas.RetakePage(
            results=[selectors.describe_retake(request) for request in found],
            allowed_from=allowed_from,
            **page_links(call.http.path, query, after, before),
        )

    @operation(
        who=STUDENT,
        summary="Ask for another profiling",
        body=schemas.RetakeIn,
        answers={201: schemas.RetakeOut},
        refusals=[
            journey_errors.ProfilingIncomplete,
            errors.RetakePending,
            errors.RetakeTooEarly,
        ],
    )
    def post(self, call: Call, *, body: schemas.RetakeIn) -> Reply:
        """An admin reviews it; the present result stays until the request is approved."""
        request = request_retake(actor=call.actor, reason=body.reason)
        return Reply(body=selectors.describe_retake(request), status=201)


class WithdrawRetakeView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Take a retake request back",
        body=EmptyIn,
        answers={200: schemas.RetakeOut},
        refusals=[NotFound, errors.RetakeDecided],
    )
    def post(self, call: Call, *, request_id: UUID, body: EmptyIn) -> schemas.RetakeOut:
        """Possible while it is pending; repeating is harmless."""
        request = withdraw_retake(actor=call.actor, request_id=request_id)
        return selectors.describe_retake(request)


class BankStatisticsView(Endpoint):
    @operation(
        who=ADMIN,
        summary="How the items of each bank behave",
        answers={200: schemas.BankStatisticsList},
    )
    def get(self, call: Call) -> schemas.BankStatisticsList:
        """The newest statistics per bank, computed nightly by the profiler; figures with too few
        answers behind them are null.
        """
        with reading(call.actor):
            return selectors.list_statistics(call.actor)


def _receive(event: ProfilerEvent, digest: str) -> Applied:
    if isinstance(event, ProfilingProgressV1):
        return receive_progress(event, digest=digest)
    if isinstance(event, ProfilingStatisticsV1):
        return receive_statistics(actor=Actor.profiler(), event=event, digest=digest)
    return apply_result(event, digest=digest)


def _current(call: Call) -> Result:
    journey = journeys.get_journey(call.actor.id)
    result = results.find_result(call.actor.id, journey.epoch)
    if result is None:
        raise journey_errors.NoResult
    return result
