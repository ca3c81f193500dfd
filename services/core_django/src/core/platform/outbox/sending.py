"""One signed event over HTTP, and what its answer means."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from core.platform.outbox import domain
from core.platform.outbox.services import Claimed
from talent_contracts import delivery, signing
from talent_contracts.answers import MAX_ANSWER_BYTES, read_answer
from talent_contracts.delivery import Answer, Decision
from talent_contracts.signing import SigningKey

PATH = "/api/v1/profiling/inbox"


@dataclass(frozen=True, slots=True)
class SyncSender:
    """Posts to the profiler's inbox. The signature is made at send time; redirects are never
    followed; 2 s to connect, 10 s in all.
    """

    base_url: str
    audience: str
    keys: Callable[[], list[SigningKey]]
    client: httpx.Client

    @classmethod
    def create(
        cls, base_url: str, audience: str, keys: Callable[[], list[SigningKey]]
    ) -> "SyncSender":
        """A sender with its own connection pool."""
        timeout = httpx.Timeout(delivery.TOTAL_TIMEOUT_S, connect=delivery.CONNECT_TIMEOUT_S)
        return cls(base_url, audience, keys, httpx.Client(timeout=timeout, follow_redirects=False))

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
            return self.client.get(f"{self.base_url}/livez").status_code == 200
        except httpx.HTTPError:
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
            return self._exchange(body, headers)
        except httpx.HTTPError:
            return Answer(status=None)

    def _exchange(self, body: bytes, headers: dict[str, str]) -> Answer:
        """One request; httpx bounds each read, so what trickles in is bounded here."""
        deadline = time.monotonic() + delivery.TOTAL_TIMEOUT_S
        received = bytearray()
        url = self.base_url + PATH
        with self.client.stream("POST", url, content=body, headers=headers) as response:
            for chunk in response.iter_bytes():
                received += chunk
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the answer took too long")
                if len(received) > MAX_ANSWER_BYTES:
                    break
        retry_after = response.headers.get("Retry-After")
        return read_answer(response.status_code, bytes(received), retry_after)
