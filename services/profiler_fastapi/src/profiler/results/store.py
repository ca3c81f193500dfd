"""Writing and reading stored results."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.results.models import StoredResult
from talent_contracts.canonical import canonical_bytes
from talent_contracts.results_v2 import ProfilingResultV2


async def find_result_bytes(db: AsyncSession, *, session_id: UUID) -> bytes | None:
    """The stored bytes of the session's result, if it has one that the context may see."""
    found: bytes | None = await db.scalar(
        select(StoredResult.body).where(StoredResult.session_id == session_id)
    )
    return found


async def store_result(
    db: AsyncSession,
    *,
    session_id: UUID,
    learner_id: UUID,
    epoch: int,
    result: ProfilingResultV2,
    now: datetime,
) -> tuple[bytes, str]:
    """Store a result once; returns its canonical bytes and their sha256."""
    body = canonical_bytes(result)
    sha256 = hashlib.sha256(body).hexdigest()
    await db.execute(
        insert(StoredResult).values(
            session_id=session_id,
            learner_id=learner_id,
            epoch=epoch,
            body=body,
            sha256=sha256,
            created_at=now,
        )
    )
    return body, sha256
