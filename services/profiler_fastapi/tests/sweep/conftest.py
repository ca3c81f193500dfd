"""A sweep over the real tables against a core that holds what it is told."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio

from profiler.common.database import Database
from profiler.outbox.sending import Sender
from profiler.settings import Settings
from profiler.sweep.asking import SWEEP_PATH, Core
from profiler.worker import open_database
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import CoreStandIn, applied
from services.profiler_fastapi.tests.support.sweeps import HeldByCore
from talent_contracts.keyrings import KeyringFile


@pytest.fixture
def held(core: CoreStandIn, database: TestDatabase) -> Iterator[HeldByCore]:
    """Core knows nothing, and nothing that other tests left counts as applied."""
    with database.connect("owner") as owner:
        owner.execute("update outbox_event set state = 'superseded' where state = 'applied'")
        owner.execute("delete from sweep_finding")
    made = HeldByCore()
    core.requests.clear()
    core.on_sync = made.answer
    yield made
    core.on_sync = applied


@pytest_asyncio.fixture(loop_scope="session")
async def worker_database(settings: Settings) -> AsyncIterator[Database]:
    async with open_database(settings) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def core_door(settings: Settings, core: CoreStandIn) -> AsyncIterator[Core]:
    keys = KeyringFile(settings.profiler_keys_dir / "sync.json")
    async with httpx.AsyncClient(timeout=httpx.Timeout(5), trust_env=False) as client:
        yield Core(
            Sender(
                client,
                keys,
                core_url=core.url,
                path=SWEEP_PATH,
                audience=settings.audience_of_core,
            )
        )
