"""One run from the first answer to the event in the outbox, with planted faults or without."""

import time
from dataclasses import dataclass

from profiler.bank import Bank, ItemFormat, load_bank
from profiler.settings import Settings
from profiler.simulation.layout import lay_out
from profiler.simulation.population import People, draw_people
from profiler.statistics.jobs import Jobs
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.statistics.planting import (
    pick_item,
    plant_glamour,
    plant_wrong_key,
)
from services.profiler_fastapi.tests.statistics.stand import AUDIENCE, Stand, make_bank, open_stand
from services.profiler_fastapi.tests.statistics.visitors import Wave, visit
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock
from talent_contracts.events import ProfilingStatisticsV1
from talent_contracts.statistics import BankStatistics, ItemWarning
from talent_contracts.vocabulary import Track

KEYED_PLACE = 4
PREFERENCE_PLACE = 7
GLAMOROUS_TRACK = Track.GRC
WAVES = 10
"""The first half of them more than four weeks ago, so that the drift has two windows."""
MISKEYED = pick_item(load_bank(), ItemFormat.KEYED, KEYED_PLACE)
GLAMOROUS = pick_item(load_bank(), ItemFormat.PREFERENCE, PREFERENCE_PLACE)


@dataclass(frozen=True)
class World:
    """What a stand is built from."""

    settings: Settings
    clock: SetClock
    keys: CoreKeys
    database: TestDatabase


@dataclass(frozen=True)
class Run:
    """What the event said. ``answering_s`` and ``job_s`` are durations; ``size`` is in bytes."""

    sessions: int
    statistics: BankStatistics
    size: int
    answering_s: float
    job_s: float

    def list_warned(self, warning: ItemWarning) -> list[str]:
        """The items that carry a warning."""
        return [item.item_id for item in self.statistics.items if warning in item.warnings]


def draw_faulty(seed: int, sessions: int, *, is_planted: bool) -> tuple[Bank, People]:
    """A bank and people, both with their fault or both without."""
    bank = load_bank()
    layout = lay_out(bank)
    people = draw_people(layout, seed, sessions)
    if not is_planted:
        return bank, people
    glamoured = plant_glamour(people, layout, PREFERENCE_PLACE, GLAMOROUS_TRACK, seed)
    return plant_wrong_key(bank, MISKEYED), glamoured


async def run(world: World, *, seed: int, sessions: int, is_planted: bool) -> Run:
    """Real app, real database, real job; the event is read from the outbox."""
    bank, people = draw_faulty(seed, sessions, is_planted=is_planted)
    own = make_bank(bank)
    async with open_stand(own, world.settings, world.clock, world.keys, world.database) as stand:
        started = time.monotonic()
        for wave in _list_waves(people, sessions):
            assert await visit(stand, wave) == len(wave.rows)
        answered = time.monotonic()
        body = await _run_job(stand)
        return Run(
            sessions=sessions,
            statistics=ProfilingStatisticsV1.model_validate_json(body).statistics,
            size=len(body),
            answering_s=answered - started,
            job_s=time.monotonic() - answered,
        )


async def _run_job(stand: Stand) -> bytes:
    jobs = Jobs(stand.worker, stand.bank, stand.clock, AUDIENCE)
    await jobs.tell_statistics()
    (body,) = stand.list_bodies(ProfilingStatisticsV1.TYPE)
    return body


def _list_waves(people: People, sessions: int) -> list[Wave]:
    edges = [sessions * n // WAVES for n in range(WAVES + 1)]
    days = [30 + 5 * n for n in range(WAVES // 2)] + [1 + 5 * n for n in range(WAVES // 2)]
    return [
        Wave(people, range(first, last), days_ago)
        for first, last, days_ago in zip(edges, edges[1:], days, strict=False)
    ]
