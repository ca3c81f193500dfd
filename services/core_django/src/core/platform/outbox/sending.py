"""One signed event over HTTP, and what its answer means."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from core.platform.outbox import domain
from core.platform.outbox.services import Claimed
from talent_contracts import delivery, signing
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
            response = self.client.post(self.base_url + PATH, content=body, headers=headers)
        except httpx.HTTPError:
            return Answer(status=None)
        return Answer(
            status=response.status_code,
            code=_problem_code(response),
            body=response.content[:10_000],
            retry_after_s=_retry_after(response),
        )


def _problem_code(response: httpx.Response) -> str | None:
    try:
        body = response.json()
    except ValueError:
        return None
    code = body.get("code") if isinstance(body, dict) else None
    return code if isinstance(code, str) else None


def _retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else None
