"""The outermost layer: request id, one spelling of a path, headers on every answer."""

import re
from collections.abc import Callable
from time import perf_counter

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.platform.common.errors import MethodNotAllowed, NotFound
from core.platform.common.ids import new_id
from core.platform.edge.problems import as_domain_error, problem_response

logger = structlog.get_logger("core.request")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_ADMIN_POLICY = _PAGE_POLICY + "; script-src 'self'; connect-src 'self'; font-src 'self'"


class RequestEdge:
    """Wraps everything else, so that errors and static files carry the same headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if _REQUEST_ID.fullmatch(given) else str(new_id())  # type: ignore[attr-defined]  # the one field we add.
        request.raw_path = request.path  # type: ignore[attr-defined]  # what a signature covers.
        is_api = request.path.startswith("/api/")
        if is_api and request.path.endswith("/"):
            request.path = request.path_info = request.path.rstrip("/")
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]  # set above.
            response = self._answer(request, is_api=is_api)
            self._finish(request, response, is_api=is_api)
            logger.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                duration_ms=round((perf_counter() - started) * 1000, 1),
            )
        return response

    def _answer(self, request: HttpRequest, *, is_api: bool) -> HttpResponse:
        if "\x00" in request.path:
            return problem_response(NotFound(), request)
        try:
            response = self.get_response(request)
        except Exception as error:  # noqa: BLE001 - the last line of defence of every request.
            return problem_response(as_domain_error(error), request)
        if is_api and response.status_code >= 400 and not _is_problem(response):
            known = {404: NotFound, 405: MethodNotAllowed}.get(response.status_code)
            refusal = known() if known else as_domain_error(RuntimeError(response.status_code))
            replacement = problem_response(refusal, request)
            if response.has_header("Allow"):
                replacement["Allow"] = response["Allow"]
            return replacement
        return response

    def _finish(self, request: HttpRequest, response: HttpResponse, *, is_api: bool) -> None:
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]  # set above.
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", "no-referrer")
        response.setdefault("X-Frame-Options", "DENY")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        is_admin = request.path.startswith("/django-admin/")
        response.setdefault("Content-Security-Policy", _ADMIN_POLICY if is_admin else _PAGE_POLICY)
        if is_api:
            response.setdefault("Cache-Control", "no-store")
        if settings.ENV.is_https:
            response.setdefault("Strict-Transport-Security", "max-age=31536000")


def _is_problem(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/problem+json")
