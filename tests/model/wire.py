"""The network between the services: what is sent can be lost, doubled, kept and sent again."""

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import httpx

T = TypeVar("T")


class Fate(StrEnum):
    """What becomes of one delivery."""

    ARRIVES = "arrives"
    ARRIVES_TWICE = "arrives twice"
    REQUEST_LOST = "the request is lost"
    STRANGER_ANSWERS = "somebody else answers 200 with a page"
    OTHER_ANSWERED = "the answer to another event comes back"
    ANSWER_LOST = "the receiver acted, the sender does not know"
    SENDER_DIES = "the sender dies between the answer and its note"
    SENDER_STALLS = "the request is lost, and the sender sleeps before it notes that"

    @property
    def false_answer(self) -> bytes | None:
        """The body of a 200 that is not the receiver's to this event."""
        return _FALSE_ANSWERS.get(self)

    @property
    def arrivals(self) -> int:
        """How often the receiver sees the request."""
        lost = {Fate.REQUEST_LOST, Fate.SENDER_STALLS, *_FALSE_ANSWERS}
        return 2 if self is Fate.ARRIVES_TWICE else int(self not in lost)

    @property
    def is_answered(self) -> bool:
        """Whether the sender gets the answer."""
        return self.arrivals > 0 and self is not Fate.ANSWER_LOST

    @property
    def is_noted(self) -> bool:
        """Whether the sender lives to write down what came of it."""
        return self not in {Fate.SENDER_DIES, Fate.SENDER_STALLS}


_FALSE_ANSWERS = {
    Fate.STRANGER_ANSWERS: b"<html>Welcome</html>",
    Fate.OTHER_ANSWERED: (
        b'{"event_id": "evt_01890000-0000-7000-8000-000000000000", "outcome": "applied"}'
    ),
}


@dataclass(frozen=True)
class Sent:
    """A request as it left its sender, with the signature of that attempt."""

    url: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def render(self) -> httpx.Request:
        return httpx.Request("POST", self.url, headers=list(self.headers), content=self.body)


class Wire(httpx.AsyncBaseTransport):
    """Carries requests under ``fate`` and remembers each, so that it can arrive again later."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.fate = Fate.ARRIVES
        self.sent: list[Sent] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        sent = Sent(str(request.url), tuple(request.headers.raw), await request.aread())
        self.sent.append(sent)
        answers = [await self.carry(sent) for _ in range(self.fate.arrivals)]
        if (body := self.fate.false_answer) is not None:
            return httpx.Response(200, content=body)
        if not self.fate.is_answered:
            raise httpx.ReadTimeout("nothing came back")
        return answers[-1]

    async def carry(self, sent: Sent) -> httpx.Response:
        """Let the request arrive, whatever the fate."""
        answer = await self._inner.handle_async_request(sent.render())
        content = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


class Loop:
    """An event loop in a thread of its own, for callers that are not asynchronous."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


class Bridge(httpx.BaseTransport):
    """A transport for plain clients over an asynchronous one."""

    def __init__(self, loop: Loop, inner: httpx.AsyncBaseTransport) -> None:
        self._loop = loop
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        content = request.read()
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=content)
        return self._loop.run(self._carry(sent))

    async def _carry(self, request: httpx.Request) -> httpx.Response:
        answer = await self._inner.handle_async_request(request)
        content = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)
