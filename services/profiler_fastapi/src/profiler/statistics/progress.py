"""Telling core how far open sessions are. Answering itself writes nothing for it."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.bank import Bank
from profiler.common.erasing import keep_out_erasures
from profiler.common.ids import new_event_id
from profiler.outbox.steps import publish
from profiler.sessions import domain
from profiler.statistics import selectors
from profiler.statistics.models import ProgressScan, ProgressTold
from talent_contracts.events import ProfilingProgressV1
from talent_contracts.tokens import PROFILER

AT_MOST_EVERY: Final = timedelta(minutes=1)
LATE_ANSWERS: Final = timedelta(seconds=30)
"""How long after its receipt an answer may become visible, plus what clocks differ by."""
AT_ONCE: Final = 200
"""Sessions per transaction."""
_TRY_LOCK: Final = text(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('profiler.progress', 0))"
)
# After a long absence of all relays there may be much to look through.
_TAKE_TIME: Final = text("SET LOCAL statement_timeout = '60s'")


async def tell_progress(
    db: AsyncSession, *, bank: Bank, audience: str, now: datetime, most: int = AT_ONCE
) -> int:
    """Tell of up to ``most`` sessions; returns of how many. Nothing while another relay is at it.

    Fewer than ``most`` means that all that was due is told, and the next scan begins later.
    """
    if not await db.scalar(_TRY_LOCK):
        return 0
    await keep_out_erasures(db)
    await db.execute(_TAKE_TIME)
    since = (await db.execute(select(ProgressScan.seen_until))).scalar_one()
    latest = await selectors.find_latest_receipt(db, since=since)
    rows = await selectors.list_due_progress(
        db, bank, since=since, told_before=now - AT_MOST_EVERY, most=most
    )
    for row in rows:
        await _tell(db, bank, row, audience, now)
    if latest is not None and len(rows) < most:
        await _advance(db, min(latest, now))
    return len(rows)


async def _tell(db: AsyncSession, bank: Bank, row: Row[Any], audience: str, now: datetime) -> None:
    progress = domain.tell_progress(bank, row.mode, row.answers)
    event = ProfilingProgressV1(
        iss=PROFILER,
        aud=audience,
        event_id=new_event_id(),
        occurred_at=row.last_at,
        learner_id=row.learner_id,
        epoch=row.epoch,
        session_id=row.id,
        answered=progress.answered,
        total=progress.total,
        module=progress.module,
    )
    told = insert(ProgressTold).values(
        learner_id=row.learner_id,
        session_id=row.id,
        answered=progress.answered,
        seen_at=row.last_at,
        told_at=now,
    )
    changed = {n: told.excluded[n] for n in ("session_id", "answered", "seen_at", "told_at")}
    await db.execute(told.on_conflict_do_update(index_elements=["learner_id"], set_=changed))
    await publish(db, event, learner_id=row.learner_id, session_id=row.id, now=now)


async def _advance(db: AsyncSession, latest: datetime) -> None:
    """Whoever was told less than a minute ago still has to be found again."""
    until = latest - AT_MOST_EVERY - LATE_ANSWERS
    await db.execute(
        update(ProgressScan)
        .where(ProgressScan.seen_until < until)
        .values(seen_until=until)
        .execution_options(synchronize_session=False)
    )
