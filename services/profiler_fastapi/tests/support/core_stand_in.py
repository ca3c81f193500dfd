"""A small real HTTP server that stands where core stands: keys, life sign and the sync doors."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from talent_contracts.answers import read_code
from talent_contracts.batches import EventAnswer, SyncBatchAnswer, split_events
from talent_contracts.events import SyncAnswer
from talent_contracts.keyrings import Keyring
from talent_contracts.vocabulary import SyncOutcome


@dataclass(frozen=True)
class Received:
    """A request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event_id(self) -> str:
        return self.headers["webhook-id"]


@dataclass(frozen=True)
class Canned:
    """An answer. ``cut`` sends only so many bytes of it, ``delay_s`` waits first."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    delay_s: float = 0


Behaviour = Callable[[Received], Canned | Awaitable[Canned]]
BATCH_PATH = "/api/v1/profiler/sync-batch"


def applied(request: Received, outcome: str = "applied") -> Canned:
    return Canned(body=json.dumps({"event_id": request.event_id, "outcome": outcome}).encode())


def refusal(status: int, code: str, **headers: str) -> Behaviour:
    body = json.dumps({"code": code, "title": "refused"}).encode()
    return lambda _: Canned(status, body, headers)


class CoreStandIn:
    """Serves on a port of its own; ``on_sync`` decides what the sync door answers.

    ``requests`` holds every event as it came, alone or in a line of a batch, ``batches`` the batches
    as they came. What ``on_sync`` answers to a line becomes its part of the answer to the batch, and
    a cut or a delay befalls the whole; ``on_batch`` answers a batch without looking at its lines.
    """

    def __init__(self, token: Keyring, ticket: Keyring) -> None:
        self.token = token
        self.ticket = ticket
        self.on_sync: Behaviour = applied
        self.on_batch: Behaviour = self.answer_lines
        self.requests: list[Received] = []
        self.batches: list[Received] = []
        self.livez_status = 200
        self.probes = 0
        self.jwks_status = 200
        self.jwks_requests = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            canned = await self._answer(await _read(reader))
            await asyncio.sleep(canned.delay_s)
            raw = _render(canned)
            writer.write(raw if canned.cut is None else raw[: canned.cut])
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, request: Received) -> Canned:
        if request.path == "/livez":
            self.probes += 1
            return Canned(self.livez_status)
        if request.path == "/api/v1/auth/jwks":
            self.jwks_requests += 1
            keys = self.token.published() + self.ticket.published()
            return Canned(self.jwks_status, json.dumps({"keys": keys}).encode())
        if request.path == BATCH_PATH:
            self.batches.append(request)
            return await _ask(self.on_batch, request)
        self.requests.append(request)
        return await _ask(self.on_sync, request)

    async def answer_lines(self, batch: Received) -> Canned:
        """Each line as if it had come alone, all at the same time."""
        lines = [_as_single(batch, line) for line in split_events(batch.body)]
        self.requests.extend(lines)
        found = await asyncio.gather(*(_ask(self.on_sync, line) for line in lines))
        answers = [_as_answer(*pair) for pair in zip(lines, found, strict=True)]
        return Canned(
            body=SyncBatchAnswer(answers=answers).model_dump_json().encode(),
            cut=min((one.cut for one in found if one.cut is not None), default=None),
            delay_s=max(one.delay_s for one in found),
        )


async def _ask(behaviour: Behaviour, request: Received) -> Canned:
    canned: Any = behaviour(request)
    return canned if isinstance(canned, Canned) else await canned


def _as_single(batch: Received, line: bytes) -> Received:
    headers = {**batch.headers, "webhook-id": json.loads(line)["event_id"]}
    return replace(batch, headers=headers, body=line)


def _as_answer(line: Received, canned: Canned) -> EventAnswer:
    return EventAnswer(
        event_id=line.event_id,
        status=canned.status,
        outcome=_find_outcome(canned.body),
        code=read_code(canned.body),
    )


def _find_outcome(body: bytes) -> SyncOutcome | None:
    try:
        return SyncAnswer.model_validate_json(body).outcome
    except ValidationError:
        return None


async def _read(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method, path, headers, body)


def _render(canned: Canned) -> bytes:
    headers = {
        "content-type": "application/json",
        "content-length": str(len(canned.body)),
        "connection": "close",
        **canned.headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {canned.status} Reply\r\n{lines}\r\n".encode() + canned.body
