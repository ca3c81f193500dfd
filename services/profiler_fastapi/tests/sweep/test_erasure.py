"""Whoever was erased is in order for the sweep, whichever side erased first."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from profiler.common.database import Database
from profiler.common.ids import new_id
from profiler.outbox.domain import State, Verdict
from profiler.outbox.store import OutboxStore
from profiler.settings import Settings
from profiler.sweep.asking import Core
from profiler.sweep.domain import Kind, Report
from profiler.sweep.services import Sweep
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import (
    Canned,
    CoreStandIn,
    Received,
)
from services.profiler_fastapi.tests.support.erasures import erase, erasing, holds_up, list_left
from services.profiler_fastapi.tests.support.sweeps import HeldByCore, make_applied
from talent_contracts.events import SweepRow

RunSweep = Callable[[], Coroutine[Any, Any, Report]]
OTHER = {"result_sha256": "0" * 64}


@pytest.fixture
def rows(database: TestDatabase, held: HeldByCore) -> list[SweepRow]:
    """Applied here, and held by core."""
    made = make_applied(database, 3)
    held.add(made)
    return made


@pytest.fixture
def sweep(worker_database: Database, core_door: Core) -> RunSweep:
    return lambda: Sweep(worker_database, core_door).run()


@pytest_asyncio.fixture(loop_scope="session")
async def store(settings: Settings) -> AsyncIterator[OutboxStore]:
    made = OutboxStore(settings.get_database_url("profiler_database_worker_url"))
    yield made
    await made.close()


async def run_in_silence(sweep: RunSweep) -> Report:
    with capture_logs() as lines:
        report = await sweep()
    assert [line["event"] for line in lines] == ["sweep_done"]
    assert (report.findings, report.accepted) == ([], [])
    return report


class TestErasedHereFirst:
    async def test_what_core_still_holds_is_no_alarm(
        self, sweep: RunSweep, rows: list[SweepRow], database: TestDatabase
    ) -> None:
        erase(database, rows[1].learner_id)
        report = await run_in_silence(sweep)
        assert (report.results, report.requests) == (2, 2)
        assert list_left(database, rows[1].learner_id) == []

    async def test_what_core_holds_and_nobody_here_ever_knew_is_no_alarm(
        self, sweep: RunSweep, rows: list[SweepRow], held: HeldByCore, database: TestDatabase
    ) -> None:
        erase(database, rows[1].learner_id)
        held.add([rows[1].model_copy(update={"session_id": new_id(), **OTHER})])
        await run_in_silence(sweep)
        assert list_left(database, rows[1].learner_id) == []

    async def test_the_others_are_still_compared(
        self, sweep: RunSweep, rows: list[SweepRow], held: HeldByCore, database: TestDatabase
    ) -> None:
        erase(database, rows[1].learner_id)
        held.add([rows[2].model_copy(update=OTHER)])
        findings = (await sweep()).findings
        assert [(one.kind, one.session_id) for one in findings] == [
            (Kind.DIFFERENT, rows[2].session_id)
        ]

    async def test_what_was_found_before_goes_too(
        self, sweep: RunSweep, rows: list[SweepRow], held: HeldByCore, database: TestDatabase
    ) -> None:
        held.add([rows[1].model_copy(update=OTHER)])
        assert not (await sweep()).is_in_order
        erase(database, rows[1].learner_id)
        assert list_left(database, rows[1].learner_id) == []


class TestErasedMeanwhile:
    async def test_what_differed_when_core_was_asked_is_no_alarm(
        self,
        sweep: RunSweep,
        rows: list[SweepRow],
        held: HeldByCore,
        core: CoreStandIn,
        database: TestDatabase,
    ) -> None:
        held.add([row.model_copy(update=OTHER) for row in rows])

        def answer(request: Received) -> Canned:
            answered = held.answer(request)
            for row in rows[held.requests :]:
                erase(database, row.learner_id)
            return answered

        core.on_sync = answer
        erase(database, rows[0].learner_id)
        await run_in_silence(sweep)

    async def test_it_waits_for_an_erasure_and_leaves_no_finding_behind(
        self, sweep: RunSweep, rows: list[SweepRow], held: HeldByCore, database: TestDatabase
    ) -> None:
        held.add([rows[1].model_copy(update=OTHER)])
        with erasing(database, rows[1].learner_id) as erasure:
            running = asyncio.create_task(run_in_silence(sweep))
            await holds_up(database, erasure)
        await running
        assert list_left(database, rows[1].learner_id) == []


class TestErasedInCoreFirst:
    async def test_what_core_lost_on_purpose_is_sent_once_more_and_erased(
        self,
        sweep: RunSweep,
        store: OutboxStore,
        rows: list[SweepRow],
        held: HeldByCore,
        database: TestDatabase,
    ) -> None:
        lost = held.rows.pop(rows[1].session_id)
        assert [one.kind for one in (await sweep()).findings] == [Kind.MISSING]
        claims = {claim.learner_id: claim for claim in await store.claim(8)}
        assert await store.finish(claims[lost.learner_id], Verdict(State.ERASED), 410)
        assert list_left(database, lost.learner_id) == []
        await run_in_silence(sweep)
