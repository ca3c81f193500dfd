"""A proxy between a relay and its receiver that breaks what it is told to, and counts it.

One asyncio loop in a thread of its own. Each request travels on a connection of its own, so that a
fault never hits a bystander on a shared connection.
"""

import asyncio
import random
import threading
import time
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Self

from tests.faults.fault import Fault, Kind
from tests.faults.mishap import Mishap, Road
from tests.faults.wire import (
    Request,
    ask,
    find_header,
    read_object,
    read_request,
    read_status,
    split_head,
)

_WITHIN_S = 30.0
_NO_LIMIT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Exchange:
    """One attempt as the sender saw it: ``status`` None where it saw none, ``fault`` None where
    nothing was broken. ``seconds`` ends when the connection does.
    """

    event_id: str
    event_type: str
    learner_id: str | None
    fault: Kind | None
    status: int | None
    is_replay: bool
    at: float
    seconds: float


class Proxy:
    """Listens on a port of its own; ``upstream`` is the receiver's port on this machine."""

    def __init__(self, *, upstream: int = 0) -> None:
        self.upstream = upstream
        self.port = 0
        self.exchanges: list[Exchange] = []
        self._done: Counter[Kind] = Counter()
        self._fault: Fault | None = None
        self._left = 0
        self._victim: str | None = None
        self._random = random.Random(0)
        self._road = Road(upstream)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_WITHIN_S)
        self._loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def done(self) -> Counter[Kind]:
        """How often each fault has happened since the last ``begin``."""
        return self._done.copy()

    @property
    def trapped(self) -> int:
        """How many senders followed a redirect since the last ``begin``: never one, if all is well."""
        return self._road.trapped

    @property
    def is_holding(self) -> bool:
        """Whether a request is held back for the next one to overtake it."""
        return self._road.holding > 0

    def is_done(self, fault: Fault) -> bool:
        """Whether the fault has happened as often as it should, or at all where it has no end."""
        if fault.kind is Kind.ECHO:
            return bool(self._road.kept)
        return self._done[fault.kind] >= (fault.times or 1)

    def begin(self, fault: Fault | None, *, seed: int) -> None:
        """Forget what was counted; from now on do ``fault``, drawn from ``seed``."""
        self._run(self._begin(fault, seed))

    def heal(self) -> None:
        """Do no more harm; what was held back is let go, echoes are delivered and counted."""
        self._run(self._heal())

    async def _begin(self, fault: Fault | None, seed: int) -> None:
        self._random = random.Random(seed)
        self.exchanges, self._victim = [], None
        self._done.clear()
        self._road = Road(self.upstream)
        self._left = fault.times if fault and fault.times is not None else _NO_LIMIT
        self._fault = fault

    async def _heal(self) -> None:
        self._fault = None
        self._road.healed.set()
        for request in self._road.kept:
            started = time.monotonic()
            answer = await ask(self.upstream, request)
            self._note(request, Kind.ECHO, answer, started)
            self._done[Kind.ECHO] += 1

    def _run(self, work: Coroutine[object, object, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_WITHIN_S)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        assert self._server is not None
        self._server.close()
        others = asyncio.all_tasks(self._loop) - {asyncio.current_task(self._loop)}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Holds the task: asyncio lets go of it when the sender hangs up, the request goes on."""
        task = self._loop.create_task(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        started = time.monotonic()
        try:
            request = await read_request(reader)
            fault = self._choose(request)
            mishap = Mishap(self._road, reader, writer)
            answer = await mishap.carry(request, fault)
            self._note(request, fault.kind if fault and mishap.happened else None, answer, started)
        except (OSError, asyncio.IncompleteReadError):
            writer.transport.abort()  # The receiver is away, or the sender is gone.
        finally:
            writer.close()

    def _choose(self, request: Request) -> Fault | None:
        """The fault for this request, if it is one of those that are to suffer."""
        fault = self._fault
        if fault is None or self._left <= 0 or not self._is_meant(request, fault):
            return None
        if self._random.random() >= fault.share:
            return None
        self._left -= 1
        return fault

    def _is_meant(self, request: Request, fault: Fault) -> bool:
        if request.event_id is None:
            return fault.everything
        events = request.events
        if fault.event_type not in {None, *(event.get("type") for event in events)}:
            return False
        learners = [event.get("learner_id") for event in events]
        self._victim = self._victim or next(filter(None, learners), None)
        return not fault.one_learner or self._victim in learners

    def _note(
        self, request: Request, kind: Kind | None, answer: bytes | None, started: float
    ) -> None:
        if kind is not None and kind is not Kind.ECHO:
            self._done[kind] += 1
        if request.event_id is None:
            return
        head, body = split_head(answer or b"")
        answers = read_object(body).get("answers", [])
        of_each = {one["event_id"]: one for one in answers}
        for event in request.events:
            event_id = event.get("event_id", request.event_id)
            own = of_each.get(event_id, {})
            self.exchanges.append(
                Exchange(
                    event_id=event_id,
                    event_type=str(event.get("type")),
                    learner_id=event.get("learner_id") or event.get("sub"),
                    fault=kind,
                    status=own.get("status", read_status(head)),
                    is_replay=own.get("replayed", find_header(head, "x-psp-replayed") == "1"),
                    at=started,
                    seconds=time.monotonic() - started,
                )
            )
