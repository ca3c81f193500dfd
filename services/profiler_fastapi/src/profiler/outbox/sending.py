"""Sending one event: signed for this attempt, bounded, redirects never followed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from talent_contracts.delivery import Answer
from talent_contracts.keyrings import KeyringFile
from talent_contracts.signing import sign

MAX_ANSWER_BYTES = 65_536


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

    async def send(self, event_id: str, body: bytes) -> Answer:
        """Core's answer; one without a status when there was none."""
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
            return await self._post(body, {**headers, "content-type": "application/json"})
        except httpx.HTTPError:
            return Answer(status=None)

    async def is_core_alive(self) -> bool:
        """Whether core's ``/livez`` answers."""
        try:
            return (await self.client.get(f"{self.core_url}/livez")).status_code == 200
        except httpx.HTTPError:
            return False

    async def _post(self, body: bytes, headers: dict[str, str]) -> Answer:
        url = self.core_url + self.path
        received = bytearray()
        async with self.client.stream("POST", url, content=body, headers=headers) as response:
            async for chunk in response.aiter_bytes():
                received += chunk
                if len(received) > MAX_ANSWER_BYTES:
                    break
        return Answer(
            status=response.status_code,
            code=read_code(bytes(received)),
            body=bytes(received),
            retry_after_s=read_retry_after(response.headers.get("retry-after")),
        )


def read_code(body: bytes) -> str | None:
    """The problem's code; None when the body is no problem."""
    try:
        return _Refusal.model_validate_json(body).code[:100]
    except ValidationError:
        return None


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
