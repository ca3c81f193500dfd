"""Signed events as the profiler would send them, with results of its own builder's shape."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from django.conf import settings

from core.platform.common.ids import new_id
from talent_contracts import batches, canonical, signing
from talent_contracts.events import COMPLETED_BY_SCHEMA
from talent_contracts.keyrings import load_keyring
from talent_contracts.signing import SigningKey
from tests.clients.core_client import CoreClient

PATH = "/api/v1/profiler/sync-fastapi"
BATCH_PATH = "/api/v1/profiler/sync-batch"
EXAMPLES = Path(__file__).parents[4] / "shared" / "contracts" / "examples"


def profiler_keys() -> list[SigningKey]:
    """The profiler's own signing keys in this run."""
    keys = settings.ENV.core_keys_dir.parent / "profiler" / "sync.json"
    return load_keyring(keys).signing_keys()


def event_body(
    learner_id: UUID, epoch: int, ticket: str, *, schema: int = 1, **changes: Any
) -> dict[str, Any]:
    """A ``profiling.completed`` with the frozen example's result of that schema."""
    model = COMPLETED_BY_SCHEMA[schema]
    example = model.model_validate_json(
        (EXAMPLES / f"profiling-completed.v{schema}.json").read_bytes()
    )
    result = changes.pop("result", None) or example.result.model_dump(mode="json")
    body = example.model_dump(mode="json", by_alias=True) | {
        "iss": "talent-profiler",
        "aud": settings.ENV.audience,
        "event_id": f"evt_{new_id()}",
        "learner_id": str(learner_id),
        "epoch": epoch,
        "session_id": str(new_id()),
        "ticket": ticket,
        "occurred_at": datetime.now(UTC).isoformat(),
        "result": result,
        "result_sha256": canonical.sha256_hex(result),
    }
    return body | changes


def example_event(name: str) -> dict[str, Any]:
    """The frozen example of that name, as a fresh event for this core."""
    body: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_bytes())
    return body | {
        "iss": "talent-profiler",
        "aud": settings.ENV.audience,
        "event_id": f"evt_{new_id()}",
    }


def send_batch(core: CoreClient, events: Sequence[dict[str, Any] | bytes]) -> httpx.Response:
    """Sign these events as one batch and post it; bytes stand for themselves."""
    lines = [e if isinstance(e, bytes) else canonical.canonical_bytes(e) for e in events]
    kind = {"Content-Type": batches.CONTENT_TYPE}
    return send(core, b"\n".join(lines), path=BATCH_PATH, headers=kind)


def send(
    core: CoreClient,
    body: dict[str, Any] | bytes,
    *,
    event_id: str | None = None,
    keys: list[SigningKey] | None = None,
    at: float | None = None,
    headers: dict[str, str] | None = None,
    audience: str | None = None,
    path: str = PATH,
) -> httpx.Response:
    """Sign and post; ``headers`` replace signed ones."""
    raw = body if isinstance(body, bytes) else canonical.canonical_bytes(body)
    name = event_id or (body["event_id"] if isinstance(body, dict) else f"evt_{new_id()}")
    signed = signing.sign(
        method="POST",
        path=path,
        audience=audience or settings.ENV.audience,
        event_id=name,
        timestamp=int(at if at is not None else time.time()),
        body=raw,
        keys=keys or profiler_keys(),
    )
    return core.http.post(
        path, content=raw, headers={"Content-Type": "application/json", **signed, **(headers or {})}
    )
