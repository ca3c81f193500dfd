"""The loops beside the deliveries. They keep nothing: what is due is found in tables each time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from profiler.bank import Bank
from profiler.common.clock import Clock
from profiler.common.database import Database
from profiler.statistics.progress import AT_ONCE, tell_progress
from profiler.statistics.services import tell_daily

log = structlog.get_logger("profiler.statistics")


@dataclass(frozen=True, slots=True)
class Jobs:
    """What the relay's process does besides delivering. ``audience`` is core's.

    Statistics are due once a day; looking for it each minute makes the first chance a near one.
    """

    database: Database
    bank: Bank
    clock: Clock
    audience: str
    progress_every_s: float = 5.0
    statistics_every_s: float = 60.0
    at_once: int = AT_ONCE

    async def run(self, stop: asyncio.Event) -> None:
        """Repeat both jobs until ``stop``; whatever breaks in one is logged and tried again."""
        await asyncio.gather(
            _repeat(self.tell_progress, self.progress_every_s, stop),
            _repeat(self.tell_statistics, self.statistics_every_s, stop),
        )

    async def tell_progress(self) -> None:
        """Tell of every session that is due, some at a time."""
        told = self.at_once
        while told == self.at_once:
            async with self.database.begin() as db:
                told = await tell_progress(
                    db,
                    bank=self.bank,
                    audience=self.audience,
                    now=self.clock.now(),
                    most=self.at_once,
                )

    async def tell_statistics(self) -> None:
        """Tell the day's statistics if they are due."""
        now = self.clock.now()
        async with self.database.begin() as db:
            is_told = await tell_daily(db, bank=self.bank, audience=self.audience, now=now)
        if is_told:
            log.info("statistics_told", bank=self.bank.version)


async def _repeat(job: Callable[[], Awaitable[None]], every_s: float, stop: asyncio.Event) -> None:
    """Wait, do the job, and again. The process delivers results: no fault here may end it."""
    while not stop.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(every_s):
                await stop.wait()
                return
        try:
            await job()
        except SQLAlchemyError as error:
            log.warning("job_postponed", job=job.__name__, error=type(error).__name__)
        except Exception as error:
            log.exception("job_failed", job=job.__name__, error=type(error).__name__)
