"""Pure choices of the relay."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from talent_contracts import tokens
from talent_contracts.events import (
    AccessRevokedV1,
    LearnerErasedV1,
    ProfilingResetV1,
    ProfilingRestoredV1,
    SyncEvent,
)

LEASE_S = 30
POLL_S = 1.0
MAX_IN_FLIGHT = 8
"""Deliveries under way to one consumer that takes them one at a time."""
LARGEST_GROUP = 64
"""Events that one consumer takes at once; so many fit well into the lease."""
BATCHES_IN_FLIGHT = 3
"""Claims under way for the consumers that take groups."""
NEWEST_SHARE = 8
"""One place in so many goes to whoever came last while others wait."""
GATHER_S = 0.05
"""Between two claims under load, unless the first one found all there was room for."""
GROUP_LOCK_TIMEOUT_MS = 1000
"""A group waits no longer for one row; handed over alone, each waits for its own."""
SOON = timedelta(seconds=5)
_ENVELOPES: dict[str, type[SyncEvent]] = {
    ProfilingResetV1.TYPE: ProfilingResetV1,
    ProfilingRestoredV1.TYPE: ProfilingRestoredV1,
    AccessRevokedV1.TYPE: AccessRevokedV1,
    LearnerErasedV1.TYPE: LearnerErasedV1,
}


def sync_event_id(event_id: UUID) -> str:
    """The name under which an outbox event travels; constant over retries."""
    return f"evt_{event_id}"


def envelope(
    *, event_type: str, payload: dict[str, Any], event_id: UUID, audience: str, at: datetime
) -> bytes:
    """The signed body of an event that leaves for the profiler. KeyError for any other type."""
    model = _ENVELOPES[event_type]
    body = {
        **payload,
        "type": event_type,
        "spec": "psp/1",
        "schema": 1,
        "iss": tokens.CORE,
        "aud": audience,
        "event_id": sync_event_id(event_id),
        "occurred_at": at.astimezone(UTC).isoformat(),
    }
    event = model.model_validate_json(json.dumps(body))
    return event.model_dump_json(by_alias=True).encode()
