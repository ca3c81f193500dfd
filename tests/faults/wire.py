"""HTTP/1.1 messages as bytes: as much of it as a proxy that breaks them needs."""

import asyncio
import json
from dataclasses import dataclass, replace
from typing import Any

from profiler.outbox.sending import BATCH_PATH

LONGEST_BODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """One request; ``head`` ends with the empty line."""

    head: bytes
    body: bytes

    @property
    def method(self) -> str:
        return self.head.split(b" ", 1)[0].decode("latin-1")

    @property
    def path(self) -> str:
        return self.head.split(b" ", 2)[1].decode("latin-1")

    @property
    def event_id(self) -> str | None:
        """The signed event's id; None for anything else, such as a probe."""
        return find_header(self.head, "webhook-id")

    @property
    def raw(self) -> bytes:
        return self.head + self.body

    @property
    def events(self) -> list[dict[str, Any]]:
        """The signed events in the body: each line of a batch, else one; what is none is left out."""
        lines = self.body.splitlines() if self.path == BATCH_PATH else [self.body]
        return [found for found in map(read_object, lines) if found]


def read_object(text: bytes) -> dict[str, Any]:
    """The JSON object in the text; {} where there is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def find_header(head: bytes, name: str) -> str | None:
    """The header's value; names in any case."""
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name.encode():
            return value.strip().decode("latin-1")
    return None


def read_status(answer: bytes) -> int | None:
    """The status of a whole or cut answer; None for fewer bytes than a status line."""
    words = answer.split(b"\r\n", 1)[0].split(b" ")
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else None


def split_head(raw: bytes) -> tuple[bytes, bytes]:
    """Head with its empty line, and body."""
    head, line, body = raw.partition(b"\r\n\r\n")
    return head + line, body


def set_header(head: bytes, name: str, value: str) -> bytes:
    """The head with this header once; the others keep their bytes and order."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    kept = [line for line in lines if line.partition(b":")[0].strip().lower() != name.encode()]
    return b"\r\n".join([first, *kept, f"{name}: {value}".encode()]) + b"\r\n\r\n"


def shorten(request: Request) -> Request:
    """Half of the body under a matching length: well-formed, but not what was signed."""
    half = request.body[: len(request.body) // 2]
    return Request(set_header(request.head, "content-length", str(len(half))), half)


async def read_request(reader: asyncio.StreamReader) -> Request:
    """The next request. Raises IncompleteReadError at the end of the connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(find_header(head, "content-length") or "0")
    if length > LONGEST_BODY:
        raise ValueError(f"a body of {length} bytes")
    return Request(head, await reader.readexactly(length))


async def ask(port: int, request: Request, *, pace: tuple[int, float] | None = None) -> bytes:
    """Send on a connection of its own; the whole answer. Raises OSError where nobody listens.

    ``pace``: so many bytes at a time, and so many seconds between them.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        raw = replace(request, head=set_header(request.head, "connection", "close")).raw
        step, seconds = pace or (len(raw), 0.0)
        for start in range(0, len(raw), step):
            writer.write(raw[start : start + step])
            await writer.drain()
            await asyncio.sleep(seconds)
        head, body = split_head(await reader.read(-1))
    finally:
        writer.close()
    if not head.endswith(b"\r\n\r\n"):
        raise ConnectionResetError("the receiver ended the connection without an answer")
    return set_header(head, "connection", "close") + body


def render(status: int, body: bytes = b"", **headers: str) -> bytes:
    """An answer of our own; an underscore in a header's name is a hyphen."""
    fields = {"content-type": "application/json", "content-length": str(len(body))}
    fields |= {"connection": "close"} | {k.replace("_", "-"): v for k, v in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Reply\r\n{lines}\r\n".encode() + body
