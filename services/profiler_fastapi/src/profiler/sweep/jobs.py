"""The loop that sweeps beside the deliveries."""

import asyncio
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError

from profiler.common.database import Database
from profiler.sweep.asking import Core, SweepPostponed
from profiler.sweep.services import Sweep
from talent_contracts.keyrings import KeyringInvalid

EVERY_S = 300.0

log = structlog.get_logger("profiler.sweep")


async def run_sweeps(
    database: Database, core: Core, stop: asyncio.Event, *, every_s: float = EVERY_S
) -> None:
    """Wait, sweep, and again until ``stop``. The process delivers results: no fault ends it."""
    while not stop.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(every_s):
                await stop.wait()
                return
        try:
            await Sweep(database, core).run()
        except (SweepPostponed, SQLAlchemyError, KeyringInvalid) as error:
            log.warning("sweep_postponed", error=type(error).__name__, why=_say_why(error))
        except Exception as error:
            log.exception("sweep_failed", error=type(error).__name__)


def _say_why(error: Exception) -> str | None:
    return str(error) if isinstance(error, SweepPostponed) else None
