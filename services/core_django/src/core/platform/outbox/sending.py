"""One signed event over HTTP, and what its answer means."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from core.platform.outbox import domain
from core.platform.outbox.loop import BackgroundLoop, Loop
from core.platform.outbox.services import Claimed
from talent_contracts import delivery, signing
from talent_contracts.answers import MAX_ANSWER_BYTES, read_answer
from talent_contracts.delivery import Answer, Decision
from talent_contracts.signing import SigningKey

PATH = "/api/v1/profiling/inbox"


@dataclass(frozen=True, slots=True)
class SyncSender:
    """Posts to the profiler's inbox. The signature is made at send time; redirects are never
    followed; 2 s to connect, 10 s in all, however slowly an answer trickles in.

    Called from any thread; ``client`` lives in ``loop``, where a deadline ends any wait.
    """

    base_url: str
    audience: str
    keys: Callable[[], list[SigningKey]]
    client: httpx.AsyncClient
    loop: Loop

    @classmethod
    def create(
        cls, base_url: str, audience: str, keys: Callable[[], list[SigningKey]]
    ) -> "SyncSender":
        """A sender with its own connection pool."""
        timeout = httpx.Timeout(delivery.TOTAL_TIMEOUT_S, connect=delivery.CONNECT_TIMEOUT_S)
        client = httpx.AsyncClient(timeout=timeout, follow_redirects=False)
        return cls(base_url, audience, keys, client, BackgroundLoop())

    def send(self, claimed: Claimed, *, now: float) -> tuple[Decision, float | None]:
        """The decision for this attempt and the receiver's Retry-After in seconds."""
        answer = self._post(claimed)
        decision = delivery.decide(
            answer,
            event_id=domain.sync_event_id(claimed.event_id),
            bad_signatures=claimed.bad_signatures,
            age_s=now - claimed.waits_since.timestamp(),
        )
        return decision, answer.retry_after_s

    def is_receiver_alive(self) -> bool:
        """Whether the profiler's ``/livez`` answers."""
        try:
            return self.loop.run(self._probe()) == 200
        except (httpx.HTTPError, TimeoutError):
            return False

    def _post(self, claimed: Claimed) -> Answer:
        body = domain.envelope(
            event_type=claimed.type,
            payload=claimed.payload,
            event_id=claimed.event_id,
            audience=self.audience,
            at=claimed.published_at,
        )
        headers = signing.sign(
            method="POST",
            path=PATH,
            audience=self.audience,
            event_id=domain.sync_event_id(claimed.event_id),
            timestamp=int(time.time()),
            body=body,
            keys=self.keys(),
        )
        headers["Content-Type"] = "application/json"
        try:
            return self.loop.run(self._exchange(body, headers))
        except (httpx.HTTPError, TimeoutError):
            return Answer(status=None)

    async def _probe(self) -> int:
        async with asyncio.timeout(delivery.TOTAL_TIMEOUT_S):
            return (await self.client.get(f"{self.base_url}/livez")).status_code

    async def _exchange(self, body: bytes, headers: dict[str, str]) -> Answer:
        """One request; httpx bounds each read, the whole is bounded here."""
        received = bytearray()
        url = self.base_url + PATH
        async with (
            asyncio.timeout(delivery.TOTAL_TIMEOUT_S),
            self.client.stream("POST", url, content=body, headers=headers) as response,
        ):
            async for chunk in response.aiter_bytes():
                received += chunk
                if len(received) > MAX_ANSWER_BYTES:
                    break
        retry_after = response.headers.get("Retry-After")
        return read_answer(response.status_code, bytes(received), retry_after)
