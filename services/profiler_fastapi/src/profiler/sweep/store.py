"""The sweep's side of the tables, as the worker role sees them."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.outbox.domain import State
from profiler.sweep.domain import Finding, Held
from profiler.sweep.models import SweepFinding
from talent_contracts.events import SweepRow

_APPLIED = text(
    """
    SELECT result.session_id, result.learner_id, result.epoch, result.sha256
    FROM result JOIN outbox_event AS event ON event.session_id = result.session_id
    WHERE event.type = 'profiling.completed' AND event.state = 'applied'
      AND result.session_id >= :start
      AND (CAST(:end AS uuid) IS NULL OR result.session_id < :end)
    ORDER BY result.session_id LIMIT :most
    """
)
_HELD = text(
    """
    SELECT event.session_id, event.state, result.learner_id, result.epoch, result.sha256
    FROM outbox_event AS event LEFT JOIN result ON result.session_id = event.session_id
    WHERE event.type = 'profiling.completed' AND event.session_id = ANY(:sessions)
    """
)
# A delivery that ended after the comparison began is newer than the comparison; and what is sent
# again and lost again within the hour is a matter for a person.
_RESEND = text(
    """
    UPDATE outbox_event SET
        state = 'pending', attempts = 0, bad_signatures = 0, next_attempt_at = now(),
        revived_at = now(), last_status = NULL, trouble = NULL, finished_at = NULL
    WHERE type = 'profiling.completed' AND session_id = ANY(:sessions)
      AND state = 'applied' AND finished_at < :began_at
      AND (revived_at IS NULL OR revived_at < now() - interval '1 hour')
    RETURNING session_id
    """
)
_STILL_APPLIED = text(
    """
    SELECT session_id FROM outbox_event
    WHERE type = 'profiling.completed' AND session_id = ANY(:sessions)
      AND state = 'applied' AND finished_at < :began_at
    """
)
_ERASED = text(
    """
    SELECT learner_id FROM learner_epoch
    WHERE learner_id = ANY(:learners) AND erased_at IS NOT NULL
    """
)
_NOW = text("SELECT now()")


async def read_time(db: AsyncSession) -> datetime:
    """The database's clock, which also stamps deliveries."""
    return (await db.execute(_NOW)).scalar_one()


async def stream_applied(db: AsyncSession) -> AsyncIterator[SweepRow]:
    """Every result whose delivery is applied, by session."""
    given = {"start": UUID(int=0), "end": None, "most": None}
    rows = await db.stream(_APPLIED, given)
    async for row in rows.mappings():
        yield _read_row(row)


async def list_applied(
    db: AsyncSession, start: UUID, end: UUID | None, *, most: int
) -> list[SweepRow]:
    """As ``stream_applied``, from session ``start`` on and before ``end``, at most ``most``."""
    rows = await db.execute(_APPLIED, {"start": start, "end": end, "most": most})
    return [_read_row(row) for row in rows.mappings()]


async def find_held(db: AsyncSession, sessions: Collection[UUID]) -> dict[UUID, Held]:
    """How the results of these sessions stand, of those that were ever told."""
    rows = await db.execute(_HELD, {"sessions": list(sessions)})
    return {
        row["session_id"]: Held(_read_row(row) if row["sha256"] else None, State(row["state"]))
        for row in rows.mappings()
    }


async def find_erased(db: AsyncSession, learners: Collection[UUID]) -> set[UUID]:
    """Those of the learners who were erased here."""
    return set((await db.execute(_ERASED, {"learners": list(learners)})).scalars())


async def resend(
    db: AsyncSession, sessions: Collection[UUID], *, began_at: datetime
) -> tuple[set[UUID], set[UUID]]:
    """Send these again under their old ids; those sent, and those that were sent too recently."""
    given: dict[str, Any] = {"sessions": list(sessions), "began_at": began_at}
    sent: set[UUID] = set((await db.execute(_RESEND, given)).scalars())
    return sent, set((await db.execute(_STILL_APPLIED, given)).scalars())


async def remember(
    db: AsyncSession, findings: Collection[Finding], *, now: datetime, because: str | None
) -> set[Finding]:
    """Count each finding once more, accepted from now on if told why; those that are accepted."""
    accepted = set()
    for finding in findings:
        row = insert(SweepFinding).values(
            session_id=finding.session_id,
            kind=finding.kind.value,
            learner_id=finding.learner_id,
            epoch=finding.epoch,
            times=1,
            first_seen_at=now,
            last_seen_at=now,
            accepted_because=because,
        )
        again = {
            "times": SweepFinding.times + 1,
            "last_seen_at": now,
            "accepted_because": func.coalesce(because, SweepFinding.accepted_because),
        }
        counted = row.on_conflict_do_update(index_elements=["session_id", "kind"], set_=again)
        if await db.scalar(counted.returning(SweepFinding.accepted_because)) is not None:
            accepted.add(finding)
    return accepted


def _read_row(row: RowMapping) -> SweepRow:
    return SweepRow(
        session_id=row["session_id"],
        learner_id=row["learner_id"],
        epoch=row["epoch"],
        result_sha256=row["sha256"],
    )
