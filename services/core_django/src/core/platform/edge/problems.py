"""The only place where a refusal becomes problem+json."""

from typing import Any

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import APIException

from core.platform.common.errors import (
    DomainError,
    InternalError,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
)
from talent_contracts.problems import CONTENT_TYPE, Problem

logger = structlog.get_logger(__name__)


def problem_response(error: DomainError, request: HttpRequest) -> HttpResponse:
    """The refusal as application/problem+json with its headers."""
    problem = Problem(
        type=f"{settings.ENV.core_public_url}/problems/{error.code}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        code=error.code,
        request_id=getattr(request, "request_id", ""),
        errors=error.errors,
    )
    body = problem.model_dump_json(by_alias=True, exclude_none=True)
    response = HttpResponse(body, status=error.status, content_type=CONTENT_TYPE)
    if error.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="talent-core"'
    if error.retry_after_s is not None:
        response["Retry-After"] = str(error.retry_after_s)
    return response


def as_domain_error(error: Exception) -> DomainError:
    """Any exception as a refusal; an unknown one is logged and says nothing of its text."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, Http404):
        return NotFound()
    if isinstance(error, APIException):
        by_status = {405: MethodNotAllowed, 406: NotAcceptable}
        return by_status.get(error.status_code, InternalError)()
    logger.error("unhandled_exception", exc_info=error)
    return InternalError()


def handle_exception(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's exception handler."""
    request = context["request"]._request  # noqa: SLF001 - DRF offers no public way to it.
    return problem_response(as_domain_error(error), request)
