"""What happens to one request on its way."""

import asyncio
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from tests.faults.fault import Fault, Kind
from tests.faults.wire import Request, ask, render, shorten

TRAP = "/trap"
_END_AT_ONCE = struct.pack("ii", 1, 0)
_NOBODYS_EVENT = f"evt_{UUID(int=7 << 76 | 2 << 62)}"


@dataclass
class Road:
    """What the requests of one proxy share. ``upstream`` is the receiver's port; ``passed`` is set
    by each event that gets through, ``kept`` are copies to be delivered again.
    """

    upstream: int
    passed: asyncio.Event = field(default_factory=asyncio.Event)
    healed: asyncio.Event = field(default_factory=asyncio.Event)
    kept: list[Request] = field(default_factory=list)
    trapped: int = 0
    holding: int = 0


class Mishap:
    """One request, its sender's connection, and whether the fault really happened to it."""

    def __init__(
        self, road: Road, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.happened = True
        self._road = road
        self._reader = reader
        self._writer = writer

    async def carry(self, request: Request, fault: Fault | None) -> bytes | None:
        """The answer as the sender got it; None where it got none."""
        if request.path == TRAP:
            self._road.trapped += 1
            return await self._send(render(404))
        if fault is None:
            answer = await self._forward(request)
            if request.event_id is not None:
                self._road.passed.set()
            return answer
        return await _WAYS[fault.kind](self, request, fault)

    async def _forward(self, request: Request) -> bytes:
        return await self._send(await ask(self._road.upstream, request))

    async def _send(self, answer: bytes) -> bytes:
        self._writer.write(answer)
        await self._writer.drain()
        return answer

    async def _delay(self, request: Request, fault: Fault) -> bytes:
        await self._pause(fault.seconds)
        return await self._forward(request)

    async def _cut(self, request: Request, fault: Fault) -> None:
        self._writer.transport.abort()

    async def _lose_answer(self, request: Request, fault: Fault) -> None:
        await ask(self._road.upstream, request)
        self._writer.transport.abort()

    async def _hang(self, request: Request, fault: Fault) -> None:
        await ask(self._road.upstream, request)
        waits = [self._reader.read(1), self._road.healed.wait()]
        await _first_of(*waits)
        self._writer.transport.abort()

    async def _double_in_turn(self, request: Request, fault: Fault) -> bytes:
        first = await ask(self._road.upstream, request)
        await ask(self._road.upstream, request)
        return await self._send(first)

    async def _double_at_once(self, request: Request, fault: Fault) -> bytes:
        both = (ask(self._road.upstream, request) for _ in range(2))
        answers = await asyncio.gather(*both)
        return await self._send(answers[1])

    async def _reorder(self, request: Request, fault: Fault) -> bytes:
        """A request that nothing overtook was not reordered and is not counted."""
        self._road.passed.clear()
        self._road.holding += 1
        await _first_of(
            self._road.passed.wait(), self._road.healed.wait(), asyncio.sleep(fault.seconds)
        )
        self._road.holding -= 1
        self.happened = self._road.passed.is_set()
        return await self._forward(request)

    async def _echo(self, request: Request, fault: Fault) -> bytes:
        self._road.kept.append(request)
        return await self._forward(request)

    async def _shorten_request(self, request: Request, fault: Fault) -> None:
        _, upstream = await asyncio.open_connection("127.0.0.1", self._road.upstream)
        upstream.write(request.head + request.body[: len(request.body) // 2])
        await upstream.drain()
        upstream.close()
        self._writer.transport.abort()

    async def _alter_request(self, request: Request, fault: Fault) -> bytes:
        return await self._forward(shorten(request))

    async def _shorten_answer(self, request: Request, fault: Fault) -> None:
        answer = await ask(self._road.upstream, request)
        self._writer.write(answer[:-10])
        await self._writer.drain()

    async def _slow_request(self, request: Request, fault: Fault) -> bytes | None:
        pace = (fault.piece_bytes, fault.seconds)
        answer = await _first_of(ask(self._road.upstream, request, pace=pace), self._reader.read(1))
        return await self._send(answer) if answer else None

    async def _slow_answer(self, request: Request, fault: Fault) -> bytes | None:
        answer = await ask(self._road.upstream, request)
        for start in range(0, len(answer), fault.piece_bytes):
            if self._reader.at_eof():
                return None  # The sender's patience has ended.
            self._writer.write(answer[start : start + fault.piece_bytes])
            await self._pause(fault.seconds)
        return answer

    async def _talk_nonsense(self, request: Request, fault: Fault) -> bytes:
        return await self._send(render(200, b"<html>Welcome to the hotel</html>"))

    async def _say_nothing(self, request: Request, fault: Fault) -> bytes:
        return await self._send(render(200, b"{}"))

    async def _name_another_event(self, request: Request, fault: Fault) -> bytes:
        body = {"event_id": _NOBODYS_EVENT, "outcome": "applied"}
        return await self._send(render(200, json.dumps(body).encode()))

    async def _reset(self, request: Request, fault: Fault) -> None:
        plug: socket.socket = self._writer.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _END_AT_ONCE)
        self._writer.transport.abort()

    async def _answer_status(self, request: Request, fault: Fault) -> bytes:
        after = {} if fault.retry_after is None else {"retry_after": fault.retry_after}
        return await self._send(render(fault.status, b'{"code": "busy"}', **after))

    async def _redirect(self, request: Request, fault: Fault) -> bytes:
        host = self._writer.get_extra_info("sockname")
        return await self._send(render(307, location=f"http://{host[0]}:{host[1]}{TRAP}"))

    async def _pause(self, seconds: float) -> None:
        """Ends early when the proxy is healed."""
        await _first_of(asyncio.sleep(seconds), self._road.healed.wait())


async def _first_of(*works: Awaitable[object]) -> bytes | None:
    """What the first to end gave, if that is bytes; the others are given up."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
    found = next(iter(ended)).result()
    return found if isinstance(found, bytes) else None


_WAYS: Mapping[Kind, Callable[[Mishap, Request, Fault], Awaitable[bytes | None]]] = {
    Kind.DELAY: Mishap._delay,
    Kind.CUT: Mishap._cut,
    Kind.REQUEST_LOST: Mishap._cut,
    Kind.ANSWER_LOST: Mishap._lose_answer,
    Kind.HANG: Mishap._hang,
    Kind.TWICE_FIRST: Mishap._double_in_turn,
    Kind.TWICE_SECOND: Mishap._double_at_once,
    Kind.REORDER: Mishap._reorder,
    Kind.ECHO: Mishap._echo,
    Kind.SHORT_REQUEST: Mishap._shorten_request,
    Kind.ALTERED_REQUEST: Mishap._alter_request,
    Kind.SHORT_ANSWER: Mishap._shorten_answer,
    Kind.SLOW_REQUEST: Mishap._slow_request,
    Kind.SLOW_ANSWER: Mishap._slow_answer,
    Kind.NONSENSE: Mishap._talk_nonsense,
    Kind.EMPTY: Mishap._say_nothing,
    Kind.ANOTHER_EVENT: Mishap._name_another_event,
    Kind.RESET: Mishap._reset,
    Kind.STATUS: Mishap._answer_status,
    Kind.REDIRECT: Mishap._redirect,
}
