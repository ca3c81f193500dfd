"""A stand for each test."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.statistics.stand import Stand, make_bank, open_stand
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock


@pytest_asyncio.fixture(loop_scope="session")
async def stand(
    settings: Settings, clock: SetClock, core_keys: CoreKeys, database: TestDatabase
) -> AsyncIterator[Stand]:
    async with open_stand(make_bank(), settings, clock, core_keys, database) as made:
        yield made
    clock.shift = timedelta()
