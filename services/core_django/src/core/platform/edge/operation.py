"""``@operation``: one declaration for who may call, what goes in and out, and OpenAPI."""

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from core.platform.access.actors import Actor
from core.platform.common import errors
from core.platform.edge import openapi, strict_input
from core.platform.edge.principals import Principal, Who, read_principal
from core.platform.idempotency import services as idempotency
from talent_contracts.model import StrictModel
from talent_contracts.problems import Problem

Handler = TypeVar("Handler", bound=Callable[..., Any])
_JSON = "application/json"
_PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, after the edge has checked it."""

    actor: Actor
    principal: Principal | None
    http: HttpRequest


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with more than a body: another status, headers or cookies."""

    body: StrictModel | None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    decorate: Callable[[HttpResponse], None] | None = None


class Endpoint(APIView):
    """The base of every API view; its handlers are ``@operation``s."""

    authentication_classes = ()
    permission_classes = ()
    http_method_names = ["get", "post", "patch", "put", "delete"]


def operation(
    *,
    who: Who,
    answers: Mapping[int, type[StrictModel] | None],
    summary: str,
    body: type[StrictModel] | None = None,
    query: type[StrictModel] | None = None,
    refusals: Iterable[type[errors.DomainError]] = (),
    idempotent: bool = True,
    signed_body: type[StrictModel] | None = None,
    media_type: str = _JSON,
) -> Callable[[Handler], Handler]:
    """Declare a handler ``(self, call, *, body=…, query=…, **path) -> StrictModel | Reply | None``.

    ``idempotent`` honours Idempotency-Key on a POST; switched off where the answer is a secret
    that must not be kept, or where a signature decides. ``signed_body`` only documents a body that
    the handler reads itself, after its signature; with another ``media_type``, what a line holds.
    """
    statuses = _refusal_statuses(who, body, query, refusals)

    def decorate(handler: Handler) -> Handler:
        keeps_keys = idempotent and handler.__name__ == "post" and not who.anyone

        @functools.wraps(handler)
        def run(view: APIView, request: Request, **path: Any) -> HttpResponse:
            http = request._request  # noqa: SLF001 - DRF offers no public way to it.
            principal = None if who.anyone else read_principal(http)
            call = Call(actor=who.admit(principal), principal=principal, http=http)
            given = dict(path)
            parsed = strict_input.read_query(http, query)
            if query is not None:
                given["query"] = parsed
            if body is not None:
                given["body"] = strict_input.read_body(http, body)

            def act() -> HttpResponse:
                return _respond(handler(view, call, **given))

            if keeps_keys and principal is not None:
                return idempotency.run_once(call.actor, http, act)
            return act()

        documented = extend_schema(
            operation_id=_operation_id(handler.__qualname__),
            summary=summary,
            description=(handler.__doc__ or summary),
            request=body or ({media_type: signed_body} if signed_body else None),
            responses={
                **{
                    (status, _JSON): model or OpenApiResponse(description="Done")
                    for status, model in answers.items()
                },
                **{
                    (status, _PROBLEM): Problem
                    for status in sorted(statuses | {409} if keeps_keys else statuses)
                },
            },
            parameters=openapi.query_parameters(query),
            extensions={"x-allowed-roles": ["profiler"] if signed_body else who.describe()},
            auth=[] if who.anyone else ["accessToken"],
        )
        return cast("Handler", documented(run))

    return decorate


def _operation_id(qualified_name: str) -> str:
    """``StudentView.get`` becomes ``student_get``."""
    view, _, method = qualified_name.partition("View.")
    return re.sub(r"(?<!^)(?=[A-Z])", "_", view).lower() + "_" + method


def _refusal_statuses(
    who: Who,
    body: type[StrictModel] | None,
    query: type[StrictModel] | None,
    refusals: Iterable[type[errors.DomainError]],
) -> set[int]:
    statuses = {refusal.status for refusal in refusals} | {406, 422, 500}
    if not who.anyone:
        statuses |= {401}
    if who.roles is not None:
        statuses |= {403}
    if body is not None:
        statuses |= {400, 413, 415}
    if query is not None:
        statuses |= {422}
    return statuses


def _respond(result: Any) -> HttpResponse:
    reply = result if isinstance(result, Reply) else Reply(body=result)
    if reply.body is None:
        response = HttpResponse(status=204)
        del response["Content-Type"]
    else:
        content = reply.body.model_dump_json(by_alias=True)
        response = HttpResponse(content, status=reply.status, content_type=_JSON)
    for name, value in reply.headers.items():
        response[name] = value
    if reply.decorate is not None:
        reply.decorate(response)
    return response
