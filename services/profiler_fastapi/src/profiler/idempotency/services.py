"""Running an effect once per key, in the transaction of the effect."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.common.errors import DomainError
from profiler.idempotency.models import IdempotencyKey

KEPT_FOR = timedelta(hours=24)


class KeyReused(DomainError):
    code, title, status = (
        "idempotency-key-reused",
        "This Idempotency-Key stood on another request",
        422,
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """A JSON answer."""

    status: int
    body: bytes


async def run_once(
    db: AsyncSession,
    *,
    learner_id: UUID,
    key: str,
    operation: str,
    body: bytes,
    effect: Callable[[], Awaitable[Reply]],
    now: datetime,
) -> Reply:
    """The reply of ``effect``, or the stored one when this key and request were here before.

    A second request that arrives while the first still runs waits for it. A refused effect rolls
    back with its key, so the same key may be tried again. Raises :class:`KeyReused`.
    """
    digest = hashlib.sha256(body).hexdigest()
    old = delete(IdempotencyKey).where(
        IdempotencyKey.learner_id == learner_id, IdempotencyKey.created_at < now - KEPT_FOR
    )
    await db.execute(old)
    claim = insert(IdempotencyKey).values(
        learner_id=learner_id, key=key, operation=operation, body_sha256=digest, created_at=now
    )
    claimed = claim.on_conflict_do_nothing().returning(IdempotencyKey.key)
    while (await db.execute(claimed)).first() is None:
        stored = await db.get(IdempotencyKey, (learner_id, key))
        if stored is not None:
            return _replay(stored, operation, digest)
        # The key was in the way and is gone since, erased with its learner: it can be claimed now.
    reply = await effect()
    await db.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.learner_id == learner_id, IdempotencyKey.key == key)
        .values(status=reply.status, response=reply.body)
    )
    return reply


def _replay(stored: IdempotencyKey, operation: str, digest: str) -> Reply:
    if (stored.operation, stored.body_sha256) != (operation, digest):
        raise KeyReused
    return Reply(stored.status or 200, stored.response or b"")
