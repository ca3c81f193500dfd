"""Ended sign-ins: written when core says so, read again by every worker at least every 5 s."""

import asyncio
import time
from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.access.domain import Revocation
from profiler.access.models import AccessRevocation
from profiler.common.clock import Clock
from profiler.common.database import Database
from profiler.common.ids import new_id

REREAD_AFTER_S = 4.0
KEPT_FOR = timedelta(minutes=20)


class RevocationList:
    """The worker's copy. When the database does not answer, neither does the caller."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._by_learner: dict[UUID, list[Revocation]] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def list_for(self, sub: UUID) -> list[Revocation]:
        """What ends tokens of this account; at most 4 s old."""
        if time.monotonic() - self._read_at > REREAD_AFTER_S:
            async with self._reading:
                if time.monotonic() - self._read_at > REREAD_AFTER_S:
                    await self._read()
        return self._by_learner.get(sub, [])

    async def _read(self) -> None:
        started = time.monotonic()
        wanted = select(AccessRevocation).where(
            AccessRevocation.received_at > self._clock.now() - KEPT_FOR
        )
        found: dict[UUID, list[Revocation]] = defaultdict(list)
        async with self._database.begin() as session:
            for row in await session.scalars(wanted):
                found[row.sub].append(Revocation(row.sid, row.min_ver))
        self._by_learner = dict(found)
        self._read_at = started


async def revoke_access(
    session: AsyncSession, *, sub: UUID, sid: UUID | None, min_ver: int, clock: Clock
) -> None:
    """Remember an ended sign-in and forget those whose tokens have all expired."""
    now = clock.now()
    old = delete(AccessRevocation).where(AccessRevocation.received_at < now - KEPT_FOR)
    await session.execute(old)
    session.add(AccessRevocation(id=new_id(), sub=sub, sid=sid, min_ver=min_ver, received_at=now))
