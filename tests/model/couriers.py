"""Both relays taken apart: the machine claims, sends and notes by itself, with their real code."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any, Protocol
from uuid import UUID

import httpx

from profiler.outbox.domain import judge
from profiler.outbox.sending import BATCH_PATH, Sender
from talent_contracts.batches import SyncBatchAnswer
from talent_contracts.keyrings import KeyringFile
from talent_contracts.signing import SigningKey
from tests.model.core_side import CoreSide
from tests.model.profiler_side import ProfilerSide
from tests.model.wire import Fate, Loop, Sent, Wire

_SYNC_PATH = "/api/v1/profiler/sync-fastapi"
_DUE_IN_PROFILER = """
    update outbox_event set next_attempt_at = now() - interval '1 second',
        leased_until = now() - interval '1 second'
    where state = 'pending' and learner_id = %s
"""
_DUE_IN_CORE = """
    update outbox_delivery set leased_until = now() - interval '1 second',
        next_attempt_at = now() + case when ordering_key = %s then '-1 second' else '1 year' end::interval
    where status = 'pending' and consumer = 'profiler'
"""


@dataclass(frozen=True)
class Taken:
    """A delivery whose lease somebody holds, or held: its claim and the epoch it tells of."""

    claim: Any
    event_id: str


class Courier(Protocol):
    """One direction."""

    wire: Wire

    def let_time_pass(self, learner_id: UUID) -> None:
        """Leases have run out, and what waited for its next attempt is due."""

    def claim(self) -> Taken | None:
        """What the relay takes next."""

    def send(self, taken: Taken, fate: Fate) -> Any:
        """The answer, in the words of that service."""

    def finish(self, taken: Taken, answer: Any) -> bool:
        """Note what came of it; False when the lease is somebody else's."""

    def repeat(self, sent: Sent) -> httpx.Response:
        """An old request arrives once more."""


class FromProfiler:
    """The profiler's relay: results on their way to core, alone or ``in_batch``."""

    def __init__(self, loop: Loop, profiler: ProfilerSide, core_url: str) -> None:
        self._loop = loop
        self._profiler = profiler
        self.in_batch = False
        self.wire = Wire(httpx.AsyncHTTPTransport())
        self._client = httpx.AsyncClient(transport=self.wire)
        keys = KeyringFile(profiler.settings.profiler_keys_dir / "sync.json")
        audience = profiler.settings.audience_of_core
        self._sender = Sender(self._client, keys, core_url, _SYNC_PATH, audience)

    def let_time_pass(self, learner_id: UUID) -> None:
        self._profiler.owner.execute(_DUE_IN_PROFILER, [learner_id])

    def claim(self) -> Taken | None:
        found = self._loop.run(self._profiler.store.claim(8))
        assert len(found) <= 1, "two events of one learner in flight"
        return Taken(found[0], found[0].event_id) if found else None

    def send(self, taken: Taken, fate: Fate) -> Any:
        self.wire.fate = fate
        if not self.in_batch:
            return self._loop.run(self._sender.send(taken.event_id, taken.claim.body))
        sent = self._loop.run(self._sender.send_batch({taken.event_id: taken.claim.body}))
        return sent[taken.event_id]

    def finish(self, taken: Taken, answer: Any) -> bool:
        claim = taken.claim
        verdict = judge(answer, claim.delivery, datetime.now(UTC), jitter=random.Random(0))
        return self._loop.run(self._profiler.store.finish(claim, verdict, answer.status))

    def repeat(self, sent: Sent) -> httpx.Response:
        answer = self._loop.run(self.wire.carry(sent))
        return _unpack(answer) if sent.url.endswith(BATCH_PATH) else answer

    def close(self) -> None:
        self._loop.run(self._client.aclose())


class FromCore:
    """Core's relay, as far as it speaks to the profiler: resets, ended logins, erasures."""

    def __init__(
        self, loop: Loop, core: CoreSide, profiler: ProfilerSide, orders: "Connection[Any, Any]"
    ) -> None:
        from core.platform.outbox.sending import SyncSender

        self._loop = loop
        self._core = core
        self._profiler = profiler
        self._orders = orders
        self.wire = Wire(profiler.inner)
        self._client = httpx.AsyncClient(transport=self.wire)
        audience = profiler.settings.own_audience
        self._sender = SyncSender(
            "http://profiler.test", audience, _find_core_keys(), self._client, loop
        )

    def let_time_pass(self, learner_id: UUID) -> None:
        """For this learner; what others left behind in the shared database is put off."""
        self._core.owner.execute(_DUE_IN_CORE, [learner_id])

    def claim(self) -> Taken | None:
        found = self._order("claim_singly", rooms={"profiler": 8})
        assert len(found) <= 1, "two events of one learner in flight"
        return Taken(found[0], f"evt_{found[0].event_id}") if found else None

    def send(self, taken: Taken, fate: Fate) -> Any:
        self.wire.fate = fate
        decision = self._sender.send(taken.claim, now=datetime.now(UTC).timestamp())[0]
        self._profiler.read_revocations()
        return decision

    def finish(self, taken: Taken, answer: Any) -> bool:
        done: bool = self._order("finish", claimed=taken.claim, decision=answer, wait_s=60.0)
        return done

    def repeat(self, sent: Sent) -> httpx.Response:
        answer = self._loop.run(self.wire.carry(sent))
        self._profiler.read_revocations()
        return answer

    def close(self) -> None:
        self._loop.run(self._client.aclose())

    def _order(self, name: str, **keywords: Any) -> Any:
        self._orders.send((name, keywords))
        assert self._orders.poll(30), "core's relay does not answer"
        return self._orders.recv()


def _unpack(answer: httpx.Response) -> httpx.Response:
    """What a batch of one says to its event, as if that had come alone."""
    (one,) = SyncBatchAnswer.model_validate_json(answer.content).answers
    return httpx.Response(one.status, content=one.model_dump_json())


def _find_core_keys() -> Callable[[], list[SigningKey]]:
    from django.conf import settings

    ring = KeyringFile(settings.ENV.core_keys_dir / "sync.json")
    return lambda: ring.get().signing_keys()
