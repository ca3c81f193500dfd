"""The relay's side of the table: claim under a lease, write the outcome under its fence."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from coalesce import Coalescer
from profiler.outbox.domain import ADVISORY, Delivery, State, Verdict
from talent_contracts.breaker import MOST_SCOUTED
from talent_contracts.delivery import AWAY_REASONS, CURABLE_REASONS

LEASE_S = 30
CLOSE_WITHIN_S = 0.3
NEWEST = 1
"""Places that go to whoever came last while others wait: a backlog holds up nobody new."""
KEPT_FREE = 2
"""Places in flight that advisory events never take, so that a result always finds one."""

# A progress report is stale once its learner has told something newer or the session is closed.
# Closing such reports first keeps a result from waiting behind one, and an outage from piling them
# up. One that is being sent is left to its sender.
_CLOSE_STALE = text(
    """
    UPDATE outbox_event SET state = 'superseded', finished_at = now(), leased_until = NULL
    WHERE event_id IN (
        SELECT stale.event_id FROM outbox_event AS stale
        WHERE stale.state = 'pending' AND stale.type = 'profiling.progress'
          AND (stale.leased_until IS NULL OR stale.leased_until < now())
          AND (
              EXISTS (
                  SELECT 1 FROM outbox_event AS newer
                  WHERE newer.learner_id = stale.learner_id
                    AND newer.state = 'pending'
                    AND newer.position > stale.position
              )
              OR NOT EXISTS (
                  SELECT 1 FROM profiling_session AS session
                  WHERE session.id = stale.session_id AND session.status = 'in_progress'
              )
          )
        FOR UPDATE OF stale SKIP LOCKED
    )
    """
)
# Only the oldest pending event of a learner can be claimed, so one learner has at most one event
# in flight and a poison event blocks nobody else. The database's clock judges every lease.
_CLAIM = f"""
    UPDATE outbox_event SET
        leased_until = now() + interval '{LEASE_S} seconds',
        fence = fence + 1,
        attempts = attempts + 1
    WHERE event_id IN (
        SELECT due.event_id FROM outbox_event AS due
        WHERE due.state = 'pending'
          AND (due.type = ANY(:advisory)) = :is_advisory
          AND due.next_attempt_at <= now()
          AND (due.leased_until IS NULL OR due.leased_until < now())
          AND NOT EXISTS (
              SELECT 1 FROM outbox_event AS older
              WHERE older.learner_id = due.learner_id
                AND older.state = 'pending'
                AND older.position < due.position
          )
        ORDER BY due.next_attempt_at {{order}}
        LIMIT :most
        FOR UPDATE OF due SKIP LOCKED
    )
    RETURNING event_id, type, learner_id, body, attempts, bad_signatures, fence,
        coalesce(revived_at, created_at) AS waits_since
    """  # noqa: S608 - the lease is a constant of this module.
_CLAIM_OLDEST, _CLAIM_NEWEST = (text(_CLAIM.format(order=order)) for order in ("ASC", "DESC"))
_FINISH = text(
    """
    UPDATE outbox_event AS event SET
        state = ended.state,
        trouble = ended.trouble,
        last_status = ended.last_status,
        bad_signatures = ended.bad_signatures,
        leased_until = NULL,
        next_attempt_at = now() + make_interval(secs => ended.retry_in_s),
        finished_at = CASE WHEN ended.state = 'pending' THEN NULL ELSE now() END,
        body = CASE WHEN ended.state = 'erased' THEN ''::bytea ELSE event.body END
    FROM unnest(
        CAST(:event_ids AS text[]), CAST(:fences AS bigint[]), CAST(:states AS text[]),
        CAST(:troubles AS text[]), CAST(:statuses AS int[]), CAST(:signatures AS int[]),
        CAST(:retries AS float8[])
    ) AS ended (event_id, fence, state, trouble, last_status, bad_signatures, retry_in_s)
    WHERE event.event_id = ended.event_id
      AND event.fence = ended.fence AND event.state = 'pending'
    RETURNING event.event_id
    """
)
_RELEASE = text(
    """
    UPDATE outbox_event SET leased_until = NULL, attempts = attempts - 1
    WHERE event_id = :event_id AND fence = :fence AND state = 'pending'
    """
)
_ERASE = (
    text("DELETE FROM profiling_session WHERE learner_id = :learner_id"),
    text("DELETE FROM idempotency_key WHERE learner_id = :learner_id"),
)
_NOTE = text(
    """
    INSERT INTO relay_state (receiver, is_away, seen_at) VALUES ('core', :is_away, now())
    ON CONFLICT (receiver) DO UPDATE SET is_away = excluded.is_away, seen_at = excluded.seen_at
    """
)
_IS_HELD_UP = text(
    """
    SELECT EXISTS (
        SELECT 1 FROM outbox_event
        WHERE state = 'pending' AND trouble = ANY(:away)
          AND next_attempt_at > now() + interval '5 seconds'
    )
    """
)
_SCOUT = text(
    """
    UPDATE outbox_event SET next_attempt_at = now() WHERE event_id = (
        SELECT event_id FROM outbox_event
        WHERE state = 'pending' AND trouble = ANY(:curable) AND attempts < :most
          AND next_attempt_at > now() + interval '5 seconds'
        ORDER BY attempts, position LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    """
)
_HURRY = text(
    """
    UPDATE outbox_event SET next_attempt_at = now() + random() * interval '5 seconds'
    WHERE state = 'pending' AND trouble = ANY(:reasons)
      AND next_attempt_at > now() + interval '5 seconds'
    """
)


@dataclass(frozen=True, slots=True)
class Claim:
    """An event this relay may send until its lease ends. ``fence`` proves whose turn it is."""

    event_id: str
    type: str
    learner_id: UUID | None
    body: bytes
    waits_since: datetime
    attempts: int
    bad_signatures: int
    fence: int

    @property
    def delivery(self) -> Delivery:
        """What the verdict needs to know."""
        return Delivery(self.event_id, self.attempts, self.bad_signatures, self.waits_since)

    @property
    def is_advisory(self) -> bool:
        """Whether nothing depends on the event."""
        return self.type in ADVISORY


@dataclass(frozen=True, slots=True)
class _Ended:
    """How one delivery ended, for the statement that writes several."""

    claim: Claim
    verdict: Verdict
    status: int | None


class OutboxStore:
    """The outbox as the worker role sees it. Every method is its own transaction; outcomes that
    come together share one, all or none.
    """

    def __init__(self, url: str) -> None:
        self._finishing: Coalescer[_Ended, bool] = Coalescer(self._finish_all)
        self._engine = create_async_engine(
            url,
            pool_size=4,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={
                "options": "-c statement_timeout=5000 -c lock_timeout=4000",
                "application_name": "profiler-relay",
                "connect_timeout": 3,
            },
        )

    async def claim(self, most: int) -> Sequence[Claim]:
        """Up to ``most`` due events, each of another learner; results before advisory ones."""
        async with self._engine.begin() as connection:
            await connection.execute(_CLOSE_STALE)
            newest = NEWEST if most > NEWEST else 0
            results = await _claim(connection, _CLAIM_OLDEST, most - newest, is_advisory=False)
            if results:
                results += await _claim(connection, _CLAIM_NEWEST, newest, is_advisory=False)
            room = max(0, most - KEPT_FREE - len(results))
            return [*results, *await _claim(connection, _CLAIM_OLDEST, room, is_advisory=True)]

    async def finish(self, claim: Claim, verdict: Verdict, status: int | None) -> bool:
        """Write the outcome; False when the lease was lost and somebody else's word counts."""
        return await self._finishing.submit(_Ended(claim, verdict, status))

    async def _finish_all(self, ended: Sequence[_Ended]) -> list[bool]:
        async with self._engine.begin() as connection:
            done = await connection.execute(_FINISH, _list_columns(ended))
            ours = {row.event_id for row in done}
            for one in ended:
                is_erased = one.verdict.state is State.ERASED and one.claim.event_id in ours
                if is_erased and one.claim.learner_id is not None:
                    for statement in _ERASE:
                        await connection.execute(statement, {"learner_id": one.claim.learner_id})
        return [one.claim.event_id in ours for one in ended]

    async def release(self, claim: Claim) -> None:
        """Give a claim back unsent, so that nobody waits for its lease."""
        async with self._engine.begin() as connection:
            await connection.execute(_RELEASE, {"event_id": claim.event_id, "fence": claim.fence})

    async def note_core(self, *, is_away: bool) -> None:
        """Tell whoever watches the metrics that the relay lives, and whether core is away."""
        async with self._engine.begin() as connection:
            await connection.execute(_NOTE, {"is_away": is_away})

    async def is_anything_held_up(self) -> bool:
        """Whether events rest for more than 5 s only because core was away."""
        async with self._engine.connect() as connection:
            return bool(await connection.scalar(_IS_HELD_UP, {"away": list(AWAY_REASONS)}))

    async def hurry(self, reasons: Sequence[str] = AWAY_REASONS) -> int:
        """Core is back, or cured: try what waited for that within the next 5 s; how much did."""
        async with self._engine.begin() as connection:
            hurried = await connection.execute(_HURRY, {"reasons": list(reasons)})
            return hurried.rowcount

    async def send_scout(self) -> int:
        """Make one event due that waits for a cure, the least tried first; 0 without any."""
        async with self._engine.begin() as connection:
            values = {"curable": list(CURABLE_REASONS), "most": MOST_SCOUTED}
            return (await connection.execute(_SCOUT, values)).rowcount

    async def close(self) -> None:
        """Let go of the connections, after the outcomes that are being written."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self._finishing.close()
        await self._engine.dispose()


def _list_columns(ended: Sequence[_Ended]) -> dict[str, list[object]]:
    return {
        "event_ids": [one.claim.event_id for one in ended],
        "fences": [one.claim.fence for one in ended],
        "states": [one.verdict.state.value for one in ended],
        "troubles": [one.verdict.trouble for one in ended],
        "statuses": [one.status for one in ended],
        "signatures": [one.verdict.bad_signatures for one in ended],
        "retries": [one.verdict.retry_in_s for one in ended],
    }


async def _claim(
    connection: AsyncConnection, statement: TextClause, most: int, *, is_advisory: bool
) -> list[Claim]:
    if not most:
        return []
    rows = await connection.execute(
        statement, {"most": most, "advisory": list(ADVISORY), "is_advisory": is_advisory}
    )
    return [Claim(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name.
