"""Sweeps as the profiler would send them."""

import json
from typing import Any
from uuid import UUID

import httpx

from core.platform.common.ids import new_id
from core_testing import raw, sync
from talent_contracts.events import SweepRow, digest_rows
from tests.clients.core_client import CoreClient

PATH = "/api/v1/profiler/sync-sweep"


def rows_of(*learner_ids: UUID) -> list[SweepRow]:
    """What core holds of these learners, as it was first told, by session."""
    found = raw.run_as_owner(
        "select session_id, learner_id, epoch, result_sha256 from results_result"
        " where learner_id = any(%s) and restored_from_id is null order by session_id",
        list(learner_ids),
    )
    return [
        SweepRow(session_id=session, learner_id=learner, epoch=epoch, result_sha256=digest)
        for session, learner, epoch, digest in found
    ]


def range_of(start: UUID, rows: list[SweepRow], *, is_named: bool = True) -> dict[str, Any]:
    """One range of a sweep."""
    named = [json.loads(row.model_dump_json()) for row in rows] if is_named else None
    return {"start": str(start), "sha256": digest_rows(rows), "rows": named}


def compare(
    core: CoreClient, ranges: list[dict[str, Any]], end: UUID | None, **changes: Any
) -> httpx.Response:
    """Sign and send; ``changes`` go to ``sync.send``."""
    example = sync.example_event("profiling-sweep.v1")
    body = example | {"ranges": ranges, "end": str(end) if end else None}
    return sync.send(core, body, path=PATH, **changes)


def after(session_id: UUID) -> UUID:
    """The next possible session: a range up to it holds ``session_id`` and nothing later."""
    return UUID(int=session_id.int + 1)


def stranger() -> SweepRow:
    """A result that nobody knows."""
    return SweepRow(session_id=new_id(), learner_id=new_id(), epoch=1, result_sha256="a" * 64)
