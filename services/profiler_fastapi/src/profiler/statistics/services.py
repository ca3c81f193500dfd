"""Computing and telling the statistics of a bank. The caller's transaction is the worker's."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.bank import Bank
from profiler.common.ids import new_event_id
from profiler.outbox.steps import publish
from profiler.statistics import selectors
from profiler.statistics.conclude import conclude
from profiler.statistics.models import StatisticsRun
from profiler.statistics.tally import BankTally
from talent_contracts.canonical import canonical_bytes
from talent_contracts.events import ProfilingStatisticsV1
from talent_contracts.results import BankHashes, BankReference
from talent_contracts.signing import MAX_BYTES
from talent_contracts.statistics import BankStatistics
from talent_contracts.tokens import PROFILER

DAY_BEGINS: Final = timedelta(hours=3)
"""At night for most learners: the run shares the database with whoever is answering."""
_TRY_LOCK: Final = text(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('profiler.statistics', 0))"
)


class StatisticsTooLarge(RuntimeError):
    """The event would not pass core's door: the bank has outgrown it."""


async def tell_daily(db: AsyncSession, *, bank: Bank, audience: str, now: datetime) -> bool:
    """Tell the day's statistics, unless they were told, somebody is at it, or nobody came yet.

    The lock keeps several relays from computing the same; the run's row, from telling it twice.
    """
    is_free = await db.scalar(_TRY_LOCK)
    if not is_free or await _is_told(db, bank, find_day(now)):
        return False
    statistics = await compute_statistics(db, bank=bank, now=now)
    if not statistics.started:
        return False
    await tell_statistics(db, bank=bank, statistics=statistics, audience=audience, now=now)
    return True


async def compute_statistics(db: AsyncSession, *, bank: Bank, now: datetime) -> BankStatistics:
    """The statistics as of now. A thread counts, so that deliveries go on meanwhile."""
    tally = BankTally(bank, now)
    async for sessions in selectors.list_session_pages(db, bank):
        await asyncio.to_thread(tally.add_all, sessions)
    return await asyncio.to_thread(conclude, tally)


async def tell_statistics(
    db: AsyncSession, *, bank: Bank, statistics: BankStatistics, audience: str, now: datetime
) -> str:
    """Publish statistics and note the day's run; returns the event's id.

    Raises :class:`StatisticsTooLarge`.
    """
    event = ProfilingStatisticsV1(
        iss=PROFILER,
        aud=audience,
        event_id=new_event_id(),
        occurred_at=now,
        bank=BankReference(version=bank.version, hashes=_name_hashes(bank)),
        statistics=statistics,
    )
    size = len(canonical_bytes(event))
    if size > MAX_BYTES:
        raise StatisticsTooLarge(f"{size} bytes, {MAX_BYTES} are accepted")
    await _note_run(db, bank, event, now)
    await publish(db, event, learner_id=None, session_id=None, now=now)
    return event.event_id


def find_day(now: datetime) -> date:
    """The day whose statistics are due: it begins at 03:00 UTC."""
    return (now.astimezone(UTC) - DAY_BEGINS).date()


def _name_hashes(bank: Bank) -> BankHashes:
    return BankHashes(
        text=bank.hashes.text, structure=bank.hashes.structure, scoring=bank.hashes.scoring
    )


async def _is_told(db: AsyncSession, bank: Bank, day: date) -> bool:
    found = select(StatisticsRun.event_id).where(
        StatisticsRun.bank_text_hash == bank.hashes.text,
        StatisticsRun.bank_structure_hash == bank.hashes.structure,
        StatisticsRun.bank_scoring_hash == bank.hashes.scoring,
        StatisticsRun.day == day,
    )
    return await db.scalar(found) is not None


async def _note_run(
    db: AsyncSession, bank: Bank, event: ProfilingStatisticsV1, now: datetime
) -> None:
    """Also an operator's run is the day's: the newest stands."""
    noted = insert(StatisticsRun).values(
        bank_text_hash=bank.hashes.text,
        bank_structure_hash=bank.hashes.structure,
        bank_scoring_hash=bank.hashes.scoring,
        day=find_day(now),
        event_id=event.event_id,
        sessions=event.statistics.started,
        computed_at=now,
    )
    changed = {name: noted.excluded[name] for name in ("event_id", "sessions", "computed_at")}
    key = [column.name for column in StatisticsRun.__table__.primary_key]
    await db.execute(noted.on_conflict_do_update(index_elements=key, set_=changed))
