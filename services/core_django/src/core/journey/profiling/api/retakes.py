"""Asking to be profiled again."""

from uuid import UUID

from core.journey.journey import errors as journey_errors
from core.journey.profiling import errors, schemas, selectors
from core.journey.profiling.services.retakes import request_retake, withdraw_retake
from core.people.accounts.errors import LearnerErased
from core.platform.access.scopes import reading
from core.platform.common.errors import NotFound
from core.platform.common.pagination import PageQuery, page_links, take_page
from core.platform.edge.operation import Call, Endpoint, Reply, operation
from core.platform.edge.principals import STUDENT
from core.platform.edge.schemas import EmptyIn


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
            LearnerErased,
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
