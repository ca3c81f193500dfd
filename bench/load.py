"""A light HTTP/1.1 load generator: keep-alive connections, each asking again when it is answered.

It costs a fraction of what a full client would, because on the same cores the client's work is the
server's loss. It refuses every answer that is not a 200 with the expected mark in its body.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import uvloop

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"
_GRACE_S = 20.0


class WrongAnswerError(AssertionError):
    """An answer that the bench must not count; the message holds its beginning."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: its bytes, the index of its learner, and what the body must hold."""

    payload: bytes
    owner: int
    mark: bytes


@dataclass(slots=True)
class Tally:
    """What came back. ``in_time`` of all answers came before the end of ``seconds``."""

    seconds: float
    in_time: int = 0
    latencies_ms: list[float] = field(default_factory=list)
    by_owner: Counter[int] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Every answer, also those that were under way at the end."""
        return len(self.latencies_ms)


def format_request(
    method: str, path: str, *, host: str, token: str, body: bytes | None = None
) -> bytes:
    """The bytes of a request with a bearer token and, if given, a JSON body."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {host}",
        f"Authorization: Bearer {token}",
        "Accept: application/json",
    ]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + _HEAD_END + (body or b"")


def has_answer(received: bytes, mark: bytes) -> bool:
    """Whether all of one 200 answer is here; its body must hold ``mark``.

    Raises WrongAnswerError for any other status or body, ValueError for what is not HTTP.
    """
    head_length = received.find(_HEAD_END)
    if head_length < 0:
        return False
    head = received[:head_length].lower()
    at = head.find(_LENGTH)
    if at < 0:
        raise WrongAnswerError(f"no content-length: {received[:300]!r}")
    length = int(head[at + len(_LENGTH) :].partition(b"\r\n")[0])
    end = head_length + len(_HEAD_END) + length
    if len(received) < end:
        return False
    if len(received) > end or not head.startswith(b"http/1.1 200 "):
        raise WrongAnswerError(f"not one 200: {received[:600]!r}")
    if received.find(mark, head_length) < 0:
        raise WrongAnswerError(f"{mark!r} is not in {received[:900]!r}")
    return True


@dataclass(frozen=True, slots=True)
class Load:
    """What one kind of client does: each of ``connections`` asks what ``draw`` gives, for
    ``seconds`` or until it gives None, and rests ``pause_s`` after every answer. The connections
    begin spread over one pause: all at once they would knock in step, as no learners do.
    """

    draw: Callable[[], Ask | None]
    connections: int
    seconds: float
    pause_s: float = 0.0


class _Connection(asyncio.Protocol):
    """Asks, waits, checks, asks again until the deadline."""

    def __init__(self, load: Load, tally: Tally, failure: asyncio.Future[None]) -> None:
        self.done: asyncio.Future[None] = failure.get_loop().create_future()
        self._load = load
        self._tally = tally
        self._failure = failure
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass.

    def begin(self, deadline: float, *, after_s: float) -> None:
        """Send the first request; the last one leaves before ``deadline`` (perf_counter)."""
        self._deadline = deadline
        self.done.get_loop().call_later(after_s, self._send)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._received += data
        try:
            is_whole = has_answer(self._received, self._asked.mark)
        except (WrongAnswerError, ValueError) as error:
            self._fail(error)
        else:
            if is_whole:
                self._count()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._fail(WrongAnswerError(f"the server hung up: {exc}"))

    def _send(self) -> None:
        asked = self._load.draw()
        if asked is None:
            self.done.set_result(None)
            return
        self._asked = asked
        self._received = b""
        self._sent_at = time.perf_counter()
        self._transport.write(self._asked.payload)

    def _count(self) -> None:
        now = time.perf_counter()
        self._tally.latencies_ms.append((now - self._sent_at) * 1000)
        self._tally.by_owner[self._asked.owner] += 1
        if now < self._deadline:
            self._tally.in_time += 1
            self._rest()
        else:
            self.done.set_result(None)

    def _rest(self) -> None:
        if self._load.pause_s:
            self.done.get_loop().call_later(self._load.pause_s, self._send)
        else:
            self._send()

    def _fail(self, error: Exception) -> None:
        if not self._failure.done():
            self._failure.set_exception(error)


def run_load(
    host: str, port: int, *, draw: Callable[[], Ask], connections: int, seconds: float
) -> Tally:
    """Keep ``connections`` requests under way for ``seconds``; the first wrong answer raises."""
    (tally,) = run_loads(host, port, [Load(draw, connections, seconds)])
    return tally


def run_loads(host: str, port: int, loads: Sequence[Load]) -> list[Tally]:
    """All loads at the same time, from one thread; the first wrong answer of any raises."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_run(host, port, loads))


async def _run(host: str, port: int, loads: Sequence[Load]) -> list[Tally]:
    loop = asyncio.get_running_loop()
    failure: asyncio.Future[None] = loop.create_future()
    tallies = [Tally(load.seconds) for load in loads]
    opened: list[tuple[Load, float, _Connection]] = []
    for load, tally in zip(loads, tallies, strict=True):
        make = partial(_Connection, load, tally, failure)
        opened += [
            (load, place / load.connections, (await loop.create_connection(make, host, port))[1])
            for place in range(load.connections)
        ]
    try:
        began_at = time.perf_counter()
        for load, part, connection in opened:
            connection.begin(began_at + load.seconds, after_s=part * load.pause_s)
        patience_s = max(load.seconds for load in loads) + _GRACE_S
        await _wait(asyncio.gather(*(one.done for *_, one in opened)), failure, patience_s)
    finally:
        for *_, connection in opened:
            connection.close()
    return tallies


async def _wait(
    finished: "asyncio.Future[list[None]]", failure: asyncio.Future[None], timeout_s: float
) -> None:
    both: set[asyncio.Future[Any]] = {finished, failure}
    done, _ = await asyncio.wait(both, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    finished.cancel()
    with suppress(asyncio.CancelledError):
        await finished
    if failure in done:
        failure.result()
    failure.cancel()
    if not done:
        raise WrongAnswerError(f"a request had no answer after {timeout_s} s")
