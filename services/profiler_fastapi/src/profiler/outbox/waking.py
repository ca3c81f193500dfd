"""Being woken by the database: LISTEN on a connection of its own, tried again when it breaks."""

import asyncio
from collections.abc import AsyncGenerator

import psycopg
import structlog

from profiler.outbox.steps import CHANNEL

RETRY_S = 1.0

log = structlog.get_logger("profiler.relay")


async def listen(url: str) -> AsyncGenerator[None, None]:
    """Yields whenever something was published, and once after each (re)connection."""
    conninfo = url.replace("postgresql+psycopg://", "postgresql://", 1)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                conninfo, autocommit=True, connect_timeout=3, application_name="profiler-listen"
            ) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                yield
                async for _ in connection.notifies():
                    yield
        except psycopg.Error:
            log.warning("listen_lost")
            await asyncio.sleep(RETRY_S)
