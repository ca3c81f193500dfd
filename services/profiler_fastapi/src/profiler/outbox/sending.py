"""Sending one event: signed for this attempt, bounded, redirects never followed."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from talent_contracts.answers import MAX_ANSWER_BYTES, read_answer
from talent_contracts.delivery import Answer
from talent_contracts.keyrings import KeyringFile
from talent_contracts.signing import sign


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
        retry_after = response.headers.get("retry-after")
        return read_answer(response.status_code, bytes(received), retry_after)
