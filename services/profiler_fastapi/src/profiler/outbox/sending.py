"""Sending events: signed for this attempt, bounded, redirects never followed."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

from profiler.common.ids import new_event_id
from talent_contracts.answers import MAX_ANSWER_BYTES, read_answer
from talent_contracts.batches import CONTENT_TYPE, join_events, read_answers
from talent_contracts.delivery import TOTAL_TIMEOUT_S, Answer
from talent_contracts.keyrings import KeyringFile
from talent_contracts.signing import sign

BATCH_PATH = "/api/v1/profiler/sync-batch"
_OF_EACH_EVENT = (401, 403, 408, 425, 429)


class BatchRefused(Exception):
    """Core takes no such batches: it does not know the address, or not what was sent there.

    None of the events was looked at. ``status`` is core's.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"core answered {status} to a batch as a whole")
        self.status = status


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts events to core: one alone to ``path``, several in one request to ``batch_path``."""

    client: httpx.AsyncClient
    keys: KeyringFile
    core_url: str
    path: str
    audience: str
    clock: Callable[[], float] = time.time
    batch_path: str = BATCH_PATH

    async def send(self, event_id: str, body: bytes) -> Answer:
        """Core's answer; one without a status when there was none."""
        return await self._send(self.path, event_id, body, "application/json")

    async def send_batch(self, bodies: Mapping[str, bytes]) -> Mapping[str, Answer]:
        """Core's answer to each event, by its id, as ``send`` would give it.

        Raises BatchRefused, and BadBatch when the bodies cannot travel together.
        """
        body = join_events(list(bodies.values()))
        answer = await self._send(self.batch_path, new_event_id(), body, CONTENT_TYPE)
        if answer.status is not None and _is_refusal(answer.status):
            raise BatchRefused(answer.status)
        return read_answers(answer, list(bodies))

    async def is_core_alive(self) -> bool:
        """Whether core's ``/livez`` answers."""
        try:
            return (await self.client.get(f"{self.core_url}/livez")).status_code == 200
        except httpx.HTTPError:
            return False

    async def _send(self, path: str, request_id: str, body: bytes, content_type: str) -> Answer:
        """Also no answer when the attempt as a whole took too long."""
        headers = sign(
            method="POST",
            path=path,
            audience=self.audience,
            event_id=request_id,
            timestamp=int(self.clock()),
            body=body,
            keys=self.keys.get().signing_keys(),
        )
        try:
            async with asyncio.timeout(TOTAL_TIMEOUT_S + 1):
                return await self._post(path, body, {**headers, "content-type": content_type})
        except (httpx.HTTPError, TimeoutError):
            return Answer(status=None)

    async def _post(self, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        url = self.core_url + path
        received = bytearray()
        async with self.client.stream("POST", url, content=body, headers=headers) as response:
            async for chunk in response.aiter_bytes():
                received += chunk
                if len(received) > MAX_ANSWER_BYTES:
                    break
        retry_after = response.headers.get("retry-after")
        return read_answer(response.status_code, bytes(received), retry_after)


def _is_refusal(status: int) -> bool:
    """Whether this answer to a batch says nothing about its events.

    Alone they would be asked the same about keys, clocks and patience. What else an event is
    refused for, core tells line by line.
    """
    return 400 <= status < 500 and status not in _OF_EACH_EVENT
