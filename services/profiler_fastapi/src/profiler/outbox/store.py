"""The relay's side of the table: claim under a lease, write the outcome under its fence."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from operator import itemgetter

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from coalesce import Coalescer
from profiler.common.erasing import erase_learner
from profiler.outbox.claims import (
    Claim,
    Ended,
    choose_newest,
    count_newest,
    count_room,
    fill,
)
from profiler.outbox.domain import ADVISORY, Verdict
from profiler.outbox.statements import (
    CLOSE_STALE,
    DUE_NEWEST,
    DUE_OLDEST,
    FINISH,
    HURRY,
    IS_HELD_UP,
    LEASE,
    NOTE,
    RELEASE,
    SCOUT,
)
from talent_contracts.breaker import MOST_SCOUTED
from talent_contracts.delivery import AWAY_REASONS, CURABLE_REASONS

CLOSE_WITHIN_S = 0.3
KEPT_FREE = 2
"""Places in flight that advisory events never take, so that a result always finds one."""


class OutboxStore:
    """The outbox as the worker role sees it. Every method is its own transaction; outcomes that
    come together share one, all or none.
    """

    def __init__(self, url: str) -> None:
        self._finishing: Coalescer[Sequence[Ended], list[bool]] = Coalescer(self._write_outcomes)
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

    async def claim(self, places: int, *, together: int = 1) -> Sequence[Claim]:
        """Due events for so many places, each of another learner; results before advisory ones.

        A place takes one event that travels alone, or ``together`` that may share a request.
        """
        async with self._engine.begin() as connection:
            await connection.execute(CLOSE_STALE)
            claims = await _choose_results(connection, places, together)
            room = (places - KEPT_FREE) * together - count_room(claims, together)
            advice = await _list_due(connection, DUE_OLDEST, room, is_advisory=True)
            claims += fill(advice, room, together)
            if claims:
                await connection.execute(LEASE, {"event_ids": [one.event_id for one in claims]})
            return claims

    async def finish(self, claim: Claim, verdict: Verdict, status: int | None) -> bool:
        """Write one outcome; False when the lease was lost and somebody else's word counts."""
        (is_ours,) = await self.finish_all([Ended(claim, verdict, status)])
        return is_ours

    async def finish_all(self, ended: Sequence[Ended]) -> list[bool]:
        """Write outcomes, all or none; False where somebody else's word counts."""
        return await self._finishing.submit(ended)

    async def _write_outcomes(self, several: Sequence[Sequence[Ended]]) -> list[list[bool]]:
        ended = [one for those in several for one in those]
        async with self._engine.begin() as connection:
            ours = await _erase_learners(connection, ended)
            others = [one for one in ended if one.erased_learner is None]
            done = await connection.execute(FINISH, _list_columns(others))
            ours |= {(row.event_id, row.fence) for row in done}
        return [[_key(one) in ours for one in those] for those in several]

    async def release(self, *claims: Claim) -> None:
        """Give claims back unsent, so that nobody waits for their leases."""
        values = {
            "event_ids": [claim.event_id for claim in claims],
            "fences": [claim.fence for claim in claims],
        }
        async with self._engine.begin() as connection:
            await connection.execute(RELEASE, values)

    async def note_core(self, *, is_away: bool) -> None:
        """Tell whoever watches the metrics that the relay lives, and whether core is away."""
        async with self._engine.begin() as connection:
            await connection.execute(NOTE, {"is_away": is_away})

    async def is_anything_held_up(self) -> bool:
        """Whether events rest for more than 5 s only because core was away."""
        async with self._engine.connect() as connection:
            return bool(await connection.scalar(IS_HELD_UP, {"away": list(AWAY_REASONS)}))

    async def hurry(self, reasons: Sequence[str] = AWAY_REASONS) -> int:
        """Core is back, or cured: try what waited for that within the next 5 s; how much did."""
        async with self._engine.begin() as connection:
            hurried = await connection.execute(HURRY, {"reasons": list(reasons)})
            return hurried.rowcount

    async def send_scout(self) -> int:
        """Make one event due that waits for a cure, the least tried first; 0 without any."""
        async with self._engine.begin() as connection:
            values = {"curable": list(CURABLE_REASONS), "most": MOST_SCOUTED}
            return (await connection.execute(SCOUT, values)).rowcount

    async def close(self) -> None:
        """Let go of the connections, after the outcomes that are being written."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self._finishing.close()
        await self._engine.dispose()


def _key(ended: Ended) -> tuple[str, int]:
    return ended.claim.event_id, ended.claim.fence


async def _erase_learners(
    connection: AsyncConnection, ended: Sequence[Ended]
) -> set[tuple[str, int]]:
    """Erase whom core called gone, and tell which of the outcomes counted.

    Rows of the outbox are locked last of all, so only the erasure itself can tell whether the lease
    still held; if it was lost, it is as if nothing had been done. Two relays take the same order.
    """
    ours = set()
    erasures = [(one.erased_learner, one) for one in ended if one.erased_learner is not None]
    for learner_id, one in sorted(erasures, key=itemgetter(0)):
        async with connection.begin_nested() as attempt:
            if _key(one) in await erase_learner(connection, learner_id):
                ours.add(_key(one))
            else:
                await attempt.rollback()
    return ours


def _list_columns(ended: Sequence[Ended]) -> dict[str, list[object]]:
    return {
        "event_ids": [one.claim.event_id for one in ended],
        "fences": [one.claim.fence for one in ended],
        "states": [one.verdict.state.value for one in ended],
        "troubles": [one.verdict.trouble for one in ended],
        "statuses": [one.status for one in ended],
        "signatures": [one.verdict.bad_signatures for one in ended],
        "retries": [one.verdict.retry_in_s for one in ended],
    }


async def _choose_results(connection: AsyncConnection, places: int, together: int) -> list[Claim]:
    """Some of the newest, then the oldest: whoever completes now waits for no backlog."""
    many = count_newest(places, together)
    found = await _list_due(connection, DUE_NEWEST, many)
    newest = choose_newest(found, places=places, together=together)
    room = places * together - count_room(newest, together)
    oldest = await _list_due(connection, DUE_OLDEST, room, taken=newest)
    return newest + fill(oldest, room, together)


async def _list_due(
    connection: AsyncConnection,
    statement: TextClause,
    most: int,
    *,
    taken: Sequence[Claim] = (),
    is_advisory: bool = False,
) -> list[Claim]:
    """What is due and not yet ``taken``: every row that is found stays locked for the claim."""
    if most <= 0:
        return []
    values = {
        "most": most,
        "advisory": list(ADVISORY),
        "is_advisory": is_advisory,
        "taken": [claim.event_id for claim in taken],
    }
    rows = await connection.execute(statement, values)
    return [Claim(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name.
