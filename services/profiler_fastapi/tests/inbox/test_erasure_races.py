"""An erasure while the learner, or a job of ours, is at it: one is first, and nothing is left."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.common.database import Database
from profiler.common.erasing import erase_learner
from profiler.results.services import complete_session
from profiler.scoring.short_form import Mode
from profiler.sessions.services import Wish, start_session
from profiler.settings import Settings
from profiler.statistics.progress import tell_progress
from profiler.worker import open_database
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.answers import answer_sheet
from services.profiler_fastapi.tests.support.core_sender import CoreSender
from services.profiler_fastapi.tests.support.erasures import KEY, erased_before, list_left

Ask = Callable[[Learner, str], Coroutine[Any, Any, httpx.Response]]
Act = Callable[[FastAPI, AsyncSession, Learner, str], Coroutine[Any, Any, object]]
BATCH = {"answers": [{"question_id": "identity_1", "selected_option": "B"}]}
ASKED: dict[str, Ask] = {
    "start": lambda one, _: one.client.start(one.ticket(2)),
    "start-with-key": lambda one, _: one.client.start(one.ticket(2), headers=KEY),
    "respond": lambda one, at: one.client.respond(at, "identity_1", "B"),
    "respond-to-many": lambda one, at: one.client.post(
        f"/session/{at}/respond", BATCH, headers=KEY
    ),
    "reflect": lambda one, at: one.client.post(
        f"/session/{at}/reflection", {"why": "words"}, headers=KEY
    ),
    "complete": lambda one, at: one.client.complete(at),
    "complete-with-key": lambda one, at: one.client.complete(at, headers=KEY),
}
each_ask = pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)


@pytest_asyncio.fixture(loop_scope="session")
async def worker_database(settings: Settings) -> AsyncIterator[Database]:
    async with open_database(settings) as made:
        yield made


async def answer_everything(learner: Learner, database: TestDatabase) -> str:
    """A session that can be completed, of a learner who used a key the day before yesterday."""
    session = await learner.start()
    answers = [{"question_id": q, "selected_option": o} for q, o in answer_sheet().items()]
    path, once = f"/session/{session}/respond", {"Idempotency-Key": "k-0"}
    await learner.client.post(path, {"answers": answers}, headers=once)
    with database.connect("owner") as owner:
        owner.execute(
            "update idempotency_key set created_at = now() - interval '2 days'"
            " where learner_id = %s",
            [learner.id],
        )
    return session


def has_ended(answer: httpx.Response) -> bool:
    """As for somebody who never was here."""
    found = (answer.status_code, answer.json().get("code"))
    return found in {(404, "not-found"), (410, "learner-erased")}


async def set_waiting(request: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Begin what cannot go on, because of what the test holds."""
    waiting = asyncio.create_task(request)
    await asyncio.sleep(0.3)
    assert not waiting.done()
    return waiting


class TestRequests:
    @each_ask
    @pytest.mark.parametrize("turn", range(12))
    async def test_leave_nothing_whoever_was_first(
        self,
        learner: Learner,
        core_sender: CoreSender,
        database: TestDatabase,
        ask: Ask,
        turn: int,
    ) -> None:
        session = await answer_everything(learner, database)
        chance = random.Random(turn)

        async def erase() -> httpx.Response:
            await asyncio.sleep(chance.random() * 0.01)
            return await core_sender.send(core_sender.erased(learner.id))

        answered, erased = await asyncio.gather(ask(learner, session), erase())
        assert (erased.status_code, erased.json()["outcome"]) == (200, "erased")
        assert answered.status_code in {200, 201} or has_ended(answered)
        assert list_left(database, learner.id) == []

    @each_ask
    async def test_wait_for_an_erasure_and_find_nobody(
        self, learner: Learner, app: FastAPI, database: TestDatabase, ask: Ask
    ) -> None:
        session = await answer_everything(learner, database)
        async with app.state.services.database.begin_as(learner.id) as db:
            await erase_learner(db, learner.id)
            asked = await set_waiting(ask(learner, session))
            await db.commit()
        assert has_ended(await asked)
        assert list_left(database, learner.id) == []

    @each_ask
    async def test_wait_in_no_circle_when_both_wait_for_the_session(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase, ask: Ask
    ) -> None:
        session = await answer_everything(learner, database)
        with database.connect("owner") as owner, owner.transaction():
            owner.execute("select 1 from profiling_session where id = %s for update", [session])
            erasing = await set_waiting(core_sender.send(core_sender.erased(learner.id)))
            asked = await set_waiting(ask(learner, session))
        assert (await erasing).status_code == 200
        assert has_ended(await asked)
        assert list_left(database, learner.id) == []


async def start_again(app: FastAPI, db: AsyncSession, learner: Learner, _: str) -> None:
    services = app.state.services
    await start_session(
        db,
        bank=services.bank,
        learner_id=learner.id,
        epoch=2,
        ticket="t",
        wish=Wish(None, Mode.FULL),
        now=services.clock.now(),
    )


async def complete(app: FastAPI, db: AsyncSession, learner: Learner, session: str) -> None:
    services = app.state.services
    await complete_session(
        db,
        bank=services.bank,
        learner_id=learner.id,
        session_id=UUID(session),
        audience="talent-core:test",
        now=services.clock.now(),
    )


class TestReading:
    @pytest.mark.parametrize(
        ("page", "words"),
        [
            ("results", "SELECT result"),
            ("explanation", "SELECT result"),
            ("explanation", "SELECT answer"),
            ("quality", "SELECT answer"),
            ("modules", "SELECT answer"),
        ],
    )
    async def test_does_not_fail_when_the_learner_is_erased_between_two_looks(
        self, learner: Learner, app: FastAPI, database: TestDatabase, page: str, words: str
    ) -> None:
        session = await answer_everything(learner, database)
        await learner.client.complete(session)
        with erased_before(words, app, database, learner.id):
            found = await learner.client.get(f"/session/{session}/{page}")
        assert found.status_code < 500
        assert list_left(database, learner.id) == []


class TestErasure:
    @pytest.mark.parametrize("act", [start_again, complete])
    async def test_waits_for_who_was_first_and_takes_that_too(
        self,
        learner: Learner,
        core_sender: CoreSender,
        app: FastAPI,
        database: TestDatabase,
        act: Act,
    ) -> None:
        session = await answer_everything(learner, database)
        async with app.state.services.database.begin_as(learner.id) as db:
            await act(app, db, learner, session)
            erasing = await set_waiting(core_sender.send(core_sender.erased(learner.id)))
            await db.commit()
        assert (await erasing).json()["outcome"] == "erased"
        assert list_left(database, learner.id) == []


class TestProgress:
    async def tell(self, worker: Database, app: FastAPI) -> None:
        async with worker.begin() as db:
            await self.tell_in(db, app)

    async def tell_in(self, db: AsyncSession, app: FastAPI) -> None:
        services = app.state.services
        await tell_progress(
            db, bank=services.bank, audience="talent-core:test", now=services.clock.now()
        )

    async def test_waits_for_an_erasure_and_tells_nothing_of_nobody(
        self, learner: Learner, app: FastAPI, database: TestDatabase, worker_database: Database
    ) -> None:
        await answer_everything(learner, database)
        async with app.state.services.database.begin_as(learner.id) as db:
            await erase_learner(db, learner.id)
            telling = await set_waiting(self.tell(worker_database, app))
            await db.commit()
        await telling
        assert list_left(database, learner.id) == []

    async def test_is_taken_too_when_it_was_first(
        self,
        learner: Learner,
        core_sender: CoreSender,
        app: FastAPI,
        database: TestDatabase,
        worker_database: Database,
    ) -> None:
        await answer_everything(learner, database)
        async with worker_database.begin() as db:
            await self.tell_in(db, app)
            erasing = await set_waiting(core_sender.send(core_sender.erased(learner.id)))
            await db.commit()
        assert (await erasing).json()["outcome"] == "erased"
        assert list_left(database, learner.id) == []
