"""Writing and reading stored results."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import Insert, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.results.models import StoredResult


async def find_result_bytes(db: AsyncSession, *, session_id: UUID) -> bytes | None:
    """The stored bytes of the session's result, if it has one that the context may see."""
    found: bytes | None = await db.scalar(
        select(StoredResult.body).where(StoredResult.session_id == session_id)
    )
    return found


def insert_result(
    *, session_id: UUID, learner_id: UUID, epoch: int, body: bytes, now: datetime
) -> Insert:
    """What stores a result once; ``body`` is its canonical JSON."""
    return insert(StoredResult).values(
        session_id=session_id,
        learner_id=learner_id,
        epoch=epoch,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        created_at=now,
    )
