"""The outermost layer: request id, one path spelling, CORS, security headers, and no bare 500."""

import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from profiler.common.problems import ProblemWriter, write_internal_error

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
_EXPOSED = "ETag, Retry-After, X-Request-ID"
_ALLOWED_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-ID"

log = structlog.get_logger("profiler.edge")


class Edge:
    """ASGI middleware around the whole application."""

    def __init__(self, app: Application, *, writer: ProblemWriter, allowed_origin: str) -> None:
        self._app = app
        self._writer = writer
        self._origin = allowed_origin
        self._is_https = allowed_origin.startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _choose_request_id(headers)
        scope.setdefault("state", {})["request_id"] = request_id
        scope["path"] = _strip_slash(scope["path"])
        answer = _Answer(send, self._decorate(headers, request_id))
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._serve(scope, receive, answer, headers)
            log.info(
                "request_served",
                method=scope["method"],
                route=getattr(scope.get("route"), "path", None),
                status=answer.status,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )

    async def _serve(
        self, scope: Scope, receive: Receive, answer: "_Answer", headers: Headers
    ) -> None:
        if _is_preflight(scope, headers):
            await Response(status_code=204)(scope, receive, answer)
            return
        try:
            await self._app(scope, receive, answer)
        except Exception:
            log.exception("request_failed")
            if answer.status is not None:  # Half an answer is out; only the connection can end.
                raise
            request = Request(scope)
            problem = write_internal_error(self._writer, request.state.request_id)
            await problem(scope, receive, answer)

    def _decorate(self, request: Headers, request_id: str) -> Callable[[MutableHeaders], None]:
        def decorate(headers: MutableHeaders) -> None:
            headers["X-Request-ID"] = request_id
            for name, value in _SECURITY_HEADERS.items():
                headers[name] = value
            if self._is_https:
                headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
            headers.setdefault("Cache-Control", "no-store")
            headers.add_vary_header("Origin")
            if request.get("origin") == self._origin:
                self._allow_origin(headers, is_preflight="access-control-request-method" in request)

        return decorate

    def _allow_origin(self, headers: MutableHeaders, *, is_preflight: bool) -> None:
        headers["Access-Control-Allow-Origin"] = self._origin
        headers["Access-Control-Expose-Headers"] = _EXPOSED
        if is_preflight:
            headers["Access-Control-Allow-Methods"] = "GET, POST"
            headers["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
            headers["Access-Control-Max-Age"] = "600"


class _Answer:
    """The server's ``send`` with headers added; remembers whether an answer has begun."""

    def __init__(self, send: Send, decorate: Callable[[MutableHeaders], None]) -> None:
        self._send = send
        self._decorate = decorate
        self.status: int | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._decorate(MutableHeaders(scope=message))
        await self._send(message)


def _choose_request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else str(uuid4())


def _strip_slash(path: str) -> str:
    return path.removesuffix("/") or "/"


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    return (
        scope["method"] == "OPTIONS"
        and "origin" in headers
        and "access-control-request-method" in headers
    )
