"""The relay as a running task and as a process: it wakes, survives and stops."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from profiler.outbox.relay import Relay
from profiler.outbox.store import OutboxStore
from profiler.outbox.waking import listen
from profiler.settings import Settings
from profiler.worker import deliver_until
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import Canned, CoreStandIn
from services.profiler_fastapi.tests.support.outbox import (
    read,
    read_events,
    tell_results,
    until,
)

MakeLearner = Callable[[], Learner]


class TestRun:
    async def test_delivers_within_a_second_when_completed(
        self, learner: Learner, settings: Settings, store: OutboxStore, database: TestDatabase
    ) -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(deliver_until(stop, settings))
        await asyncio.sleep(0.3)
        session_id = await learner.finish()
        started = time.monotonic()
        await until(lambda: read(database, session_id)["state"] == "applied", 1)
        assert time.monotonic() - started < 0.5
        stop.set()
        await asyncio.wait_for(running, 1)

    async def test_goes_on_when_the_database_cut_every_connection(
        self, learner: Learner, settings: Settings, store: OutboxStore, database: TestDatabase
    ) -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(deliver_until(stop, settings))
        await asyncio.sleep(0.3)
        with database.connect("owner") as owner:
            killed = owner.execute(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                " where datname = current_database() and application_name like 'profiler-%'"
                " and pid <> pg_backend_pid() and usename = current_user"
            )
            assert killed.fetchone() is not None
        with psycopg.connect(database.worker, autocommit=True) as worker:
            worker.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
                " and usename = current_user"
            )
        session_id = await learner.finish()
        await until(lambda: read(database, session_id)["state"] == "applied", 5)
        stop.set()
        await asyncio.wait_for(running, 1)

    async def test_gives_the_claim_back_when_stopped_while_sending(
        self, learner: Learner, settings: Settings, core: CoreStandIn, database: TestDatabase
    ) -> None:
        core.on_sync = lambda _: Canned(delay_s=5)
        session_id = await learner.finish()
        stop = asyncio.Event()
        running = asyncio.create_task(deliver_until(stop, settings))
        await until(lambda: bool(core.requests))
        stop.set()
        started = time.monotonic()
        await asyncio.wait_for(running, 1)
        assert time.monotonic() - started < 1
        row = read(database, session_id)
        assert (row["state"], row["leased_until"], row["attempts"]) == ("pending", None, 0)

    async def test_gives_every_claim_of_a_batch_back_when_stopped_while_sending(
        self, settings: Settings, store: OutboxStore, core: CoreStandIn, database: TestDatabase
    ) -> None:
        core.on_batch = lambda _: Canned(delay_s=5)
        events = tell_results(database, 40)
        stop = asyncio.Event()
        running = asyncio.create_task(deliver_until(stop, settings))
        await until(lambda: len(core.batches) == 2)
        stop.set()
        await asyncio.wait_for(running, 1)
        rows = read_events(database, events)
        held = {(row["state"], row["leased_until"], row["attempts"]) for row in rows}
        assert held == {("pending", None, 0)}

    @pytest.mark.parametrize("turn_ms", range(0, 60, 4))
    async def test_stops_when_told_at_any_moment_of_its_work(
        self, make_learner: MakeLearner, settings: Settings, store: OutboxStore, turn_ms: int
    ) -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(deliver_until(stop, settings))
        await make_learner().finish()
        await asyncio.sleep(turn_ms / 1000)
        stop.set()
        await asyncio.wait_for(running, 1)
        names = {task.get_coro().__qualname__ for task in asyncio.all_tasks()}  # type: ignore[union-attr]  # Coroutines have names.
        assert not any(name.startswith("Relay.") for name in names)

    async def test_ends_with_the_cause_when_one_of_its_loops_breaks(
        self, relay: Relay, database: TestDatabase
    ) -> None:
        async def broken() -> AsyncIterator[None]:
            raise RuntimeError("broken")
            yield

        with pytest.raises(RuntimeError, match="broken"):
            await asyncio.wait_for(relay.run(asyncio.Event(), wakes=broken()), 2)


class TestListen:
    async def test_yields_when_something_is_published(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        wakes = listen(database.worker)
        await anext(wakes)
        waiting = asyncio.ensure_future(anext(wakes))
        await learner.finish()
        await asyncio.wait_for(waiting, 2)
        with suppress(RuntimeError):
            await wakes.aclose()


class TestProcess:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    async def test_stops_within_a_second_when_told(
        self, settings: Settings, core: CoreStandIn, database: TestDatabase, number: int
    ) -> None:
        root = Path(__file__).parents[4]
        environment = {
            **os.environ,
            "ENVIRONMENT": "test",
            "CORE_PUBLIC_URL": settings.core_public_url,
            "CORE_INTERNAL_URL": core.url,
            "PROFILER_PUBLIC_URL": settings.profiler_public_url,
            "PROFILER_KEYS_DIR": str(settings.profiler_keys_dir),
            "PROFILER_DATABASE_WORKER_URL": database.worker,
        }
        argv = [sys.executable, "-m", "profiler", "relay"]
        process = await asyncio.create_subprocess_exec(
            *argv, cwd=root, env=environment, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert b"relay_started" in await asyncio.wait_for(process.stdout.readline(), 15)
        started = time.monotonic()
        process.send_signal(number)
        await asyncio.wait_for(process.communicate(), 5)
        assert time.monotonic() - started < 1.5
        assert process.returncode == 0
