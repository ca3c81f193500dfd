"""Sending one event: signed for this attempt, bounded, redirects never followed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from profiler.outbox.domain import Reply, State
from talent_contracts.events import SyncAnswer
from talent_contracts.keyrings import KeyringFile
from talent_contracts.signing import sign

TOTAL_TIMEOUT_S = 10.0
MAX_REPLY_BYTES = 65_536


class _Refusal(BaseModel):
    """As much of a problem as a sender needs; the rest of it is core's business."""

    model_config = ConfigDict(extra="ignore")
    code: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts events to core's sync endpoint."""

    client: httpx.AsyncClient
    keys: KeyringFile
    core_url: str
    path: str
    audience: str
    clock: Callable[[], float] = time.time

    async def send(self, event_id: str, body: bytes) -> Reply:
        """Core's answer, or why there was none. Never raises for what the network does."""
        headers = sign(
            method="POST",
            path=self.path,
            audience=self.audience,
            event_id=event_id,
            timestamp=int(self.clock()),
            body=body,
            keys=self.keys.get().signing_keys(),
        )
        try:
            return await self._post(event_id, body, headers)
        except httpx.TimeoutException:
            return Reply(None, "timeout")
        except httpx.HTTPError:
            return Reply(None, "unreachable")

    async def is_core_alive(self) -> bool:
        """Whether core's ``/livez`` answers."""
        try:
            return (await self.client.get(f"{self.core_url}/livez")).status_code == 200
        except httpx.HTTPError:
            return False

    async def _post(self, event_id: str, body: bytes, headers: dict[str, str]) -> Reply:
        request = {**headers, "content-type": "application/json"}
        url = self.core_url + self.path
        async with self.client.stream("POST", url, content=body, headers=request) as response:
            received = bytearray()
            async for chunk in response.aiter_bytes():
                received += chunk
                if len(received) > MAX_REPLY_BYTES:
                    break
        return read_reply(response.status_code, response.headers, bytes(received), event_id)


def read_reply(status: int, headers: httpx.Headers, body: bytes, event_id: str) -> Reply:
    """An answer as the decision needs it."""
    if status == 200:
        return Reply(200, "unreadable-answer", outcome=_read_outcome(body, event_id))
    try:
        code = _Refusal.model_validate_json(body).code[:100]
    except ValidationError:
        code = None
    return Reply(status, code, retry_after_s=read_retry_after(headers.get("retry-after")))


def read_retry_after(text: str | None) -> float | None:
    """The seconds of a Retry-After header in either of its two forms; None for anything else."""
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _read_outcome(body: bytes, event_id: str) -> State | None:
    try:
        answer = SyncAnswer.model_validate_json(body)
    except ValidationError:
        return None
    return State(answer.outcome.value) if answer.event_id == event_id else None
