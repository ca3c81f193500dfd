"""Tickets, the signed sync, the result and the value statement."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from core.journey.journey import errors as journey_errors
from core.journey.journey import selectors as journeys
from core.journey.profiling import errors
from core.journey.profiling.services.apply_result import apply_result
from core.journey.profiling.services.issue_ticket import issue_ticket
from core.journey.profiling.verification import read_signed_event
from core.journey.results import selectors as results
from core.journey.results.models import Result
from core.platform.access.scopes import reading
from core.platform.common.errors import MalformedJson, TooLarge
from core.platform.edge.operation import Call, Endpoint, Reply, operation
from core.platform.edge.principals import ANYONE, STUDENT
from core.platform.edge.schemas import EmptyIn
from core.platform.inbox.errors import EventIdReused
from talent_contracts.events import ProfilingCompletedV2, SyncAnswer
from talent_contracts.model import StrictModel
from talent_contracts.results import ValueStatement
from talent_contracts.results_v2 import AnyProfilingResult


class TicketOut(StrictModel):
    """``expires_at`` binds only the start of a session."""

    ticket: str
    epoch: int
    expires_at: datetime


class ResultOut(StrictModel):
    """The stored result of the present epoch."""

    epoch: int
    session_id: UUID
    completed_at: datetime
    received_at: datetime
    result_sha256: str
    result: AnyProfilingResult


class ValueStatementOut(StrictModel):
    """The statement as the profiler wrote it; the learner's own edit lives in the portfolio."""

    epoch: int
    source: Literal["profiling"]
    value_statement: ValueStatement


class TicketsView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Get a ticket to start profiling",
        body=EmptyIn,
        answers={201: TicketOut},
        refusals=[errors.ProfilingAlreadyComplete],
    )
    def post(self, call: Call, *, body: EmptyIn) -> Reply:
        """A signed permission to start one session in the present epoch, valid for 15 minutes."""
        issued = issue_ticket(actor=call.actor)
        out = TicketOut(ticket=issued.ticket, epoch=issued.epoch, expires_at=issued.expires_at)
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
        applied = apply_result(event, digest=digest)
        headers = {"x-psp-replayed": "1"} if applied.replayed else {}
        answer = SyncAnswer(event_id=event.event_id, outcome=applied.outcome)
        return Reply(body=answer, headers=headers)


class ResultView(Endpoint):
    @operation(
        who=STUDENT,
        summary="The own profiling result",
        answers={200: ResultOut},
        refusals=[journey_errors.NoResult],
    )
    def get(self, call: Call) -> ResultOut:
        """The result of the present epoch; 404 no-result before it is there."""
        with reading(call.actor):
            result = _current(call)
        return ResultOut(
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
        answers={200: ValueStatementOut},
        refusals=[journey_errors.NoResult],
    )
    def get(self, call: Call) -> ValueStatementOut:
        """In the learner's own words, as part of the result."""
        with reading(call.actor):
            result = _current(call)
        return ValueStatementOut(
            epoch=result.epoch,
            source="profiling",
            value_statement=results.read_body(result).value_statement,
        )


def _current(call: Call) -> Result:
    journey = journeys.get_journey(call.actor.id)
    result = results.find_result(call.actor.id, journey.epoch)
    if result is None:
        raise journey_errors.NoResult
    return result
