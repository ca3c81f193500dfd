"""A small real HTTP server that stands where core stands: keys, life sign and the sync door."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from talent_contracts.keyrings import Keyring


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


def applied(request: Received, outcome: str = "applied") -> Canned:
    return Canned(body=json.dumps({"event_id": request.event_id, "outcome": outcome}).encode())


def refusal(status: int, code: str, **headers: str) -> Behaviour:
    body = json.dumps({"code": code, "title": "refused"}).encode()
    return lambda _: Canned(status, body, headers)


class CoreStandIn:
    """Serves on a port of its own; ``on_sync`` decides what the sync door answers."""

    def __init__(self, token: Keyring, ticket: Keyring) -> None:
        self.token = token
        self.ticket = ticket
        self.on_sync: Behaviour = applied
        self.requests: list[Received] = []
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
        self.requests.append(request)
        canned: Any = self.on_sync(request)
        return canned if isinstance(canned, Canned) else await canned


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
