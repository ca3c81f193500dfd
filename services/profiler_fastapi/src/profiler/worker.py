"""The relay's process: wiring, signals, and nothing that decides."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx

from profiler.bank import load_bank
from profiler.common.clock import SystemClock
from profiler.common.database import Database, make_engine
from profiler.common.logging import configure_logging
from profiler.outbox.relay import STOP_WITHIN_S, Relay
from profiler.outbox.sending import Sender
from profiler.outbox.store import OutboxStore
from profiler.outbox.waking import listen
from profiler.settings import Settings
from profiler.statistics.jobs import Jobs
from profiler.statistics.services import compute_statistics, tell_statistics
from profiler.sweep.asking import SWEEP_PATH, Core
from profiler.sweep.domain import Report
from profiler.sweep.jobs import run_sweeps
from profiler.sweep.services import Sweep
from talent_contracts.delivery import CONNECT_TIMEOUT_S, TOTAL_TIMEOUT_S
from talent_contracts.keyrings import KeyringFile
from talent_contracts.statistics import BankStatistics

SYNC_PATH = "/api/v1/profiler/sync-fastapi"


def run_relay(settings: Settings) -> None:
    """Deliver the outbox until SIGTERM or SIGINT; stops within a second of it."""
    configure_logging(settings.log_level)
    asyncio.run(serve(settings))


async def serve(settings: Settings) -> None:
    """Run the relay until the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await deliver_until(stop, settings)


async def deliver_until(stop: asyncio.Event, settings: Settings) -> None:
    """Run the relay, and the jobs beside it, until ``stop`` is set."""
    url = settings.get_database_url("profiler_database_worker_url")
    store = OutboxStore(url)
    async with open_sender(settings, SYNC_PATH) as sender, open_database(settings) as database:
        jobs = Jobs(database, load_bank(), SystemClock(), settings.audience_of_core)
        core = Core(replace(sender, path=SWEEP_PATH))
        beside = [
            asyncio.create_task(jobs.run(stop)),
            asyncio.create_task(run_sweeps(database, core, stop)),
        ]
        try:
            await Relay(store, sender).run(stop, wakes=listen(url))
        finally:
            stop.set()  # The jobs have nobody to work for once the deliveries have ended.
            for task in beside:
                task.cancel()
            await asyncio.wait(beside, timeout=STOP_WITHIN_S)
            await store.close()


@asynccontextmanager
async def open_sender(settings: Settings, path: str) -> AsyncIterator[Sender]:
    """Who signs requests to ``path`` of core. Raises KeyringInvalid without keys to sign with."""
    keys = KeyringFile(settings.profiler_keys_dir / "sync.json")
    keys.get()
    timeout = httpx.Timeout(TOTAL_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
    async with httpx.AsyncClient(
        timeout=timeout, follow_redirects=False, trust_env=False
    ) as client:
        yield Sender(
            client,
            keys,
            core_url=settings.core_internal_url,
            path=path,
            audience=settings.audience_of_core,
        )


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """The database as the worker role sees it, for whatever is not a delivery."""
    url = settings.get_database_url("profiler_database_worker_url")
    engine = make_engine(url, pool_size=2, application="profiler-jobs")
    try:
        yield Database(engine)
    finally:
        await engine.dispose()


async def compute_now(settings: Settings, *, is_published: bool) -> BankStatistics:
    """The statistics of the bank as of now; core is told of them when asked."""
    bank, now, audience = load_bank(), SystemClock().now(), settings.audience_of_core
    async with open_database(settings) as database, database.begin() as db:
        found = await compute_statistics(db, bank=bank, now=now)
        if is_published:
            await tell_statistics(db, bank=bank, statistics=found, audience=audience, now=now)
    return found


async def sweep_now(settings: Settings, *, because: str | None) -> Report:
    """Compare results with core once; ``because`` accepts what is found. Raises SweepPostponed."""
    async with open_sender(settings, SWEEP_PATH) as sender, open_database(settings) as database:
        return await Sweep(database, Core(sender), because=because).run()
