"""The relay's process: wiring, signals, and nothing that decides."""

import asyncio
import signal

import httpx

from profiler.common.logging import configure_logging
from profiler.outbox.relay import Relay
from profiler.outbox.sending import Sender
from profiler.outbox.store import OutboxStore
from profiler.outbox.waking import listen
from profiler.settings import Settings
from talent_contracts.delivery import CONNECT_TIMEOUT_S, TOTAL_TIMEOUT_S
from talent_contracts.keyrings import KeyringFile

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
    """Run the relay until ``stop`` is set."""
    url = settings.get_database_url("profiler_database_worker_url")
    keys = KeyringFile(settings.profiler_keys_dir / "sync.json")
    keys.get()
    store = OutboxStore(url)
    timeout = httpx.Timeout(TOTAL_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
    async with httpx.AsyncClient(
        timeout=timeout, follow_redirects=False, trust_env=False
    ) as client:
        sender = Sender(
            client,
            keys,
            core_url=settings.core_internal_url,
            path=SYNC_PATH,
            audience=settings.audience_of_core,
        )
        relay = Relay(store, sender)
        try:
            await relay.run(stop, wakes=listen(url))
        finally:
            await store.close()
