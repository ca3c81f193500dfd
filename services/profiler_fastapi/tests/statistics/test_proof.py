"""The proof with as few sessions as still find both planted faults; the full one is a program."""

import pytest_asyncio

from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.statistics.planted_run import (
    GLAMOROUS,
    MISKEYED,
    World,
    run,
)
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock
from talent_contracts.statistics import ItemWarning

SEED = 8
SESSIONS = 350


@pytest_asyncio.fixture(loop_scope="session")
async def world(
    settings: Settings, clock: SetClock, core_keys: CoreKeys, database: TestDatabase
) -> World:
    return World(settings, clock, core_keys, database)


class TestRun:
    async def test_exactly_the_planted_items_are_told(self, world: World) -> None:
        found = await run(world, seed=SEED, sessions=SESSIONS, is_planted=True)
        assert found.list_warned(ItemWarning.KEY_SUSPECT) == [MISKEYED]
        assert found.list_warned(ItemWarning.OPTION_GLAMOROUS) == [GLAMOROUS]

    async def test_none_is_told_when_nothing_is_planted(self, world: World) -> None:
        found = await run(world, seed=SEED, sessions=SESSIONS, is_planted=False)
        assert found.list_warned(ItemWarning.KEY_SUSPECT) == []
        assert found.list_warned(ItemWarning.OPTION_GLAMOROUS) == []
        assert found.statistics.careless > 0
