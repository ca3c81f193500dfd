"""A relay on the real table, with a small real core to talk to."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from profiler.outbox.relay import Relay
from profiler.outbox.sending import Sender
from profiler.outbox.store import OutboxStore
from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import (
    CoreStandIn,
    applied,
)
from talent_contracts.keyrings import KeyringFile

PATH = "/api/v1/profiler/sync-fastapi"


@pytest_asyncio.fixture(loop_scope="session")
async def store(settings: Settings, database: TestDatabase) -> AsyncIterator[OutboxStore]:
    """The table without what other tests left pending."""
    with database.connect("owner") as owner:
        owner.execute(
            "update outbox_event set state = 'dead', finished_at = now() where state = 'pending'"
        )
    made = OutboxStore(settings.get_database_url("profiler_database_worker_url"))
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=httpx.Timeout(0.5), trust_env=False) as made:
        yield made


@pytest.fixture
def sender(client: httpx.AsyncClient, settings: Settings, core: CoreStandIn) -> Sender:
    keys = KeyringFile(settings.profiler_keys_dir / "sync.json")
    return Sender(client, keys, core_url=core.url, path=PATH, audience=settings.audience_of_core)


@pytest.fixture
def relay(store: OutboxStore, sender: Sender) -> Relay:
    return Relay(store, sender)


@pytest.fixture(autouse=True)
def fresh_core(core: CoreStandIn) -> None:
    core.on_sync = applied
    core.on_batch = core.answer_lines
    core.livez_status = 200
    core.probes = 0
    core.requests.clear()
    core.batches.clear()
