"""The loops in the relay's process."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from structlog.testing import capture_logs

from profiler.common.database import Database, make_engine
from profiler.settings import Settings
from profiler.statistics.jobs import Jobs
from profiler.worker import deliver_until
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.statistics.stand import AUDIENCE, Stand
from services.profiler_fastapi.tests.support.core_stand_in import CoreStandIn, applied
from services.profiler_fastapi.tests.support.outbox import until
from talent_contracts.events import ProfilingProgressV1, ProfilingStatisticsV1
from talent_contracts.statistics import BankStatistics


def make_jobs(stand: Stand, database: Database | None = None) -> Jobs:
    return Jobs(database or stand.worker, stand.bank, stand.clock, AUDIENCE, 0.05, 0.05)


class TestRun:
    async def test_tells_both_until_stopped(self, stand: Stand) -> None:
        learner = stand.make_learner()
        session = await learner.start()
        await learner.client.respond(session, stand.bank.items[0].id, "A")
        stop = asyncio.Event()
        running = asyncio.create_task(make_jobs(stand).run(stop))
        await until(lambda: len(stand.list_bodies(ProfilingProgressV1.TYPE)) == 1)
        await until(lambda: len(stand.list_bodies(ProfilingStatisticsV1.TYPE)) == 1)
        stop.set()
        await asyncio.wait_for(running, 1)

    async def test_goes_on_when_the_database_is_away(self, stand: Stand) -> None:
        nowhere = make_engine(
            "postgresql+psycopg://nobody@127.0.0.1:9/none", pool_size=1, application="tests"
        )
        stop = asyncio.Event()
        with capture_logs() as lines:
            running = asyncio.create_task(make_jobs(stand, Database(nowhere)).run(stop))
            await until(lambda: len(lines) > 3)
            stop.set()
            await asyncio.wait_for(running, 1)
        await nowhere.dispose()
        assert {line["event"] for line in lines} == {"job_postponed"}

    async def test_tells_all_that_is_due_in_several_transactions(self, stand: Stand) -> None:
        for _ in range(3):
            learner = stand.make_learner()
            session = await learner.start()
            await learner.client.respond(session, stand.bank.items[0].id, "A")
        await replace(make_jobs(stand), at_once=2).tell_progress()
        assert len(stand.list_bodies(ProfilingProgressV1.TYPE)) == 3


class TestWorker:
    async def test_core_hears_of_progress_by_the_relays_own_process(
        self, stand: Stand, learner: Learner, settings: Settings, core: CoreStandIn
    ) -> None:
        core.on_sync = applied
        core.requests.clear()
        session = await learner.start()
        await learner.client.respond(session, "identity_1", "A")
        stop = asyncio.Event()
        running = asyncio.create_task(deliver_until(stop, settings))
        await until(lambda: any(session.encode() in r.body for r in core.requests), 12)
        stop.set()
        await asyncio.wait_for(running, 2)


class TestCommand:
    async def test_prints_the_statistics_and_publishes_when_told(
        self, settings: Settings, learner: Learner, database: TestDatabase
    ) -> None:
        await learner.start()
        printed = await _run_command(settings, database, "--publish")
        statistics = BankStatistics.model_validate_json(printed)
        assert (statistics.started > 0, len(statistics.items)) == (True, 51)
        with database.connect("owner") as owner:
            (body,) = owner.execute(
                "select body from outbox_event where type = 'profiling.statistics'"
                " order by position desc limit 1"
            ).fetchone() or (b"",)
        assert ProfilingStatisticsV1.model_validate_json(body).statistics == statistics


async def _run_command(settings: Settings, database: TestDatabase, *options: str) -> str:
    environment = {
        **os.environ,
        "ENVIRONMENT": "test",
        "CORE_PUBLIC_URL": settings.core_public_url,
        "CORE_INTERNAL_URL": settings.core_internal_url,
        "PROFILER_PUBLIC_URL": settings.profiler_public_url,
        "PROFILER_KEYS_DIR": str(settings.profiler_keys_dir),
        "PROFILER_DATABASE_WORKER_URL": database.worker,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "profiler", "statistics", *options),
        cwd=Path(__file__).parents[4],
        env=environment,
        stdout=subprocess.PIPE,
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    return json.dumps(json.loads(printed))
