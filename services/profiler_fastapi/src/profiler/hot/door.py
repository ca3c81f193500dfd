"""The door in front of the framework: ``POST …/session/{id}/respond`` without its slow middle."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from coalesce import CoalesceError
from profiler.access.gate import Gate
from profiler.bank import Bank
from profiler.common.body import MAX_BODY_BYTES, validate_body
from profiler.common.clock import Clock
from profiler.common.edge import Application, Message, Receive, Scope, Send
from profiler.common.errors import DomainError, Unavailable
from profiler.common.problems import ProblemWriter
from profiler.hot.answers import Answers
from profiler.hot.batch import Given
from profiler.sessions.domain import check_answer
from profiler.sessions.schemas import RespondRequest

_PATH = re.compile(
    r"/api/v1/profiling/session/"
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/respond"
)
_NEEDED: Final = (b"authorization", b"content-type")
_UNUSUAL: Final = frozenset({b"idempotency-key", b"content-encoding", b"transfer-encoding"})
_JSON: Final = frozenset({b"application/json", b"application/json; charset=utf-8"})


@dataclass(frozen=True, slots=True)
class _Route:
    """What the edge's log reads from the scope."""

    path: str = "/api/v1/profiling/session/{session_id}/respond"


_ROUTE: Final = _Route()


class HotDoor:
    """ASGI middleware that answers a plain respond itself and passes everything else on.

    It tells only two things: a 200 whose answer is durable, and 503 when too many wait. Whatever
    it would have to refuse goes to ``app`` as it came, so that there is one place that refuses.
    """

    def __init__(
        self,
        app: Application,
        *,
        answers: Answers,
        bank: Bank,
        gate: Gate,
        clock: Clock,
        writer: ProblemWriter,
    ) -> None:
        self._app = app
        self._answers = answers
        self._bank = bank
        self._gate = gate
        self._clock = clock
        self._writer = writer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        session_id = _find_session(scope)
        headers = _read_headers(scope) if session_id is not None else None
        if session_id is None or headers is None:
            await self._app(scope, receive, send)
            return
        body = _Body(receive)
        try:
            answer = await self._store(session_id, headers, body)
        except CoalesceError:
            scope["route"] = _ROUTE
            problem = Unavailable(headers={"Retry-After": "1"})
            await self._writer.write(problem, scope["state"]["request_id"])(scope, receive, send)
            return
        if answer is None:
            await self._app(scope, body.replay, send)
            return
        scope["route"] = _ROUTE
        await _send_json(send, answer)

    async def _store(
        self, session_id: UUID, headers: Mapping[bytes, bytes], body: "_Body"
    ) -> bytes | None:
        """The body of the 200, or None when the ordinary route must answer."""
        try:
            learner_id = await self._gate.admit_learner(headers[b"authorization"].decode("latin-1"))
            raw = await body.read()
            if raw is None:
                return None
            request = validate_body(RespondRequest, raw)
            check_answer(self._bank, request.question_id, request.selected_option)
        except (DomainError, SQLAlchemyError):
            return None
        return await self._answers.store(
            Given(
                learner_id=learner_id,
                session_id=session_id,
                question_id=request.question_id,
                selected_option=request.selected_option,
                response_time_ms=request.response_time_ms,
                answer_version=request.answer_version,
                answered_at=self._clock.now(),
            )
        )


class _Body:
    """Reads a body and can play it again to somebody else."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._held: list[Message] = []

    async def read(self) -> bytes | None:
        """All of it; None when it is too large or the client has gone."""
        raw = bytearray()
        while len(raw) <= MAX_BODY_BYTES:
            message = await self._receive()
            self._held.append(message)
            if message["type"] != "http.request":
                return None
            raw += message.get("body", b"")
            if not message.get("more_body", False):
                return bytes(raw)
        return None

    async def replay(self) -> Message:
        """What was read, then what comes."""
        return self._held.pop(0) if self._held else await self._receive()


async def _send_json(send: Send, body: bytes) -> None:
    length = str(len(body)).encode()
    headers = [(b"content-length", length), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _find_session(scope: Scope) -> UUID | None:
    """The session of a plain respond: this method, this path, no query."""
    if scope["type"] != "http" or scope["method"] != "POST" or scope["query_string"]:
        return None
    found = _PATH.fullmatch(scope["path"])
    return UUID(found[1]) if found else None


def _read_headers(scope: Scope) -> dict[bytes, bytes] | None:
    """The headers that matter; None when one is missing, doubled or asks for something unusual."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _UNUSUAL or name in found:
            return None
        if name in _NEEDED:
            found[name] = value
    return found if len(found) == 2 and found[b"content-type"] in _JSON else None
