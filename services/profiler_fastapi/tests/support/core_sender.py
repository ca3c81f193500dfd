"""Core's side of the inbox: signs events and posts them."""

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from profiler.common.ids import new_event_id
from services.profiler_fastapi.tests.support.client import ProfilerClient
from talent_contracts.keyrings import Keyring
from talent_contracts.signing import sign

PATH = "/api/v1/profiling/inbox"
AUDIENCE = "talent-profiler:test"


@dataclass(frozen=True)
class CoreSender:
    """Signs and posts as core does."""

    client: ProfilerClient
    ring: Keyring

    def envelope(self, kind: str, **fields: Any) -> dict[str, Any]:
        return {
            "type": kind,
            "spec": "psp/1",
            "schema": 1,
            "iss": "talent-core",
            "aud": AUDIENCE,
            "event_id": new_event_id(),
            "occurred_at": "2026-05-01T10:00:00Z",
            **fields,
        }

    def reset(self, learner_id: UUID, epoch: int) -> dict[str, Any]:
        return self.envelope("profiling.reset", learner_id=str(learner_id), epoch=epoch)

    def restored(self, learner_id: UUID, epoch: int, session_id: str) -> dict[str, Any]:
        return self.envelope(
            "profiling.restored", learner_id=str(learner_id), epoch=epoch, session_id=session_id
        )

    def erased(self, learner_id: UUID) -> dict[str, Any]:
        return self.envelope("learner.erased", learner_id=str(learner_id))

    async def send(self, event: dict[str, Any], **changes: Any) -> httpx.Response:
        body = changes.pop("body", json.dumps(event).encode())
        headers = sign(
            method="POST",
            path=changes.pop("path", PATH),
            audience=changes.pop("audience", AUDIENCE),
            event_id=changes.pop("event_id", event["event_id"]),
            timestamp=changes.pop("timestamp", int(time.time())),
            body=body,
            keys=changes.pop("ring", self.ring).signing_keys(),
        )
        sent = {"content-type": "application/json", **headers, **changes.pop("headers", {})}
        url = changes.pop("url", PATH)
        return await self.client.send("POST", url, content=changes.pop("sent", body), headers=sent)
