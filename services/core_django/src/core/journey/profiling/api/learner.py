"""What a learner asks of the own profiling: a ticket, the result and what stands beside it."""

from core.journey.journey import errors as journey_errors
from core.journey.journey import selectors as journeys
from core.journey.profiling import errors, schemas
from core.journey.profiling.services.issue_ticket import issue_ticket
from core.journey.results import selectors as results
from core.journey.results.comparison import Comparison, compare_results
from core.journey.results.models import Result
from core.people.accounts.errors import LearnerErased
from core.platform.access.scopes import reading
from core.platform.edge.operation import Call, Endpoint, Reply, operation
from core.platform.edge.principals import STUDENT
from core.platform.edge.schemas import EmptyIn
from talent_contracts.failpoints import failpoint


class TicketsView(Endpoint):
    @operation(
        who=STUDENT,
        summary="Get a ticket to start profiling",
        body=EmptyIn,
        answers={201: schemas.TicketOut},
        refusals=[errors.ProfilingAlreadyComplete, LearnerErased],
    )
    def post(self, call: Call, *, body: EmptyIn) -> Reply:
        """A signed permission to start one session in the present epoch, valid for 15 minutes."""
        issued = issue_ticket(actor=call.actor)
        failpoint("core.ticket.committed")
        out = schemas.TicketOut(
            ticket=issued.ticket, epoch=issued.epoch, expires_at=issued.expires_at
        )
        return Reply(body=out, status=201)


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


def _current(call: Call) -> Result:
    journey = journeys.get_journey(call.actor.id)
    result = results.find_result(call.actor.id, journey.epoch)
    if result is None:
        raise journey_errors.NoResult
    return result
