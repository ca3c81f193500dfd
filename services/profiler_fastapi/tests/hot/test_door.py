"""What only the hot door does: share batches, refuse when too many wait, end in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from profiler.app import create_app
from profiler.hot.answers import Answers
from profiler.settings import Settings
from services.profiler_fastapi.tests.common.test_edge import check_problem
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.hot.conftest import (
    Framework,
    MakeLearner,
    open_hot_door,
    speak_to,
)
from services.profiler_fastapi.tests.support.client import ProfilerClient

LOCK = "select 1 from profiling_session where id = %s for update"


@asynccontextmanager
async def hold(database: TestDatabase, table: str) -> AsyncIterator[None]:
    """Keep every writer of a table waiting."""
    with psycopg.connect(database.owner) as owner:
        owner.execute(f"lock table {table} in exclusive mode")
        yield


@pytest.fixture
def http(hot: httpx.AsyncClient) -> httpx.AsyncClient:
    return hot


@pytest.fixture
def answers(framework: Framework) -> Answers:
    return Answers(framework.services.database.engine, framework.services.bank, queue_size=2)


class TestBatches:
    async def test_a_session_that_is_being_completed_holds_up_nobody_else(
        self, http: httpx.AsyncClient, make_learner_at: MakeLearner, database: TestDatabase
    ) -> None:
        slow, quick = make_learner_at(http), make_learner_at(http)
        held, free = await slow.start(), await quick.start()
        with psycopg.connect(database.owner) as owner:
            owner.execute(LOCK, [held])
            waiting = asyncio.create_task(slow.client.respond(held, "identity_1", "A"))
            async with asyncio.timeout(2):  # Before the database gives up waiting for a lock.
                for question in ("identity_1", "identity_2"):
                    assert (await quick.client.respond(free, question, "A")).status_code == 200
            assert not waiting.done()
        assert (await waiting).status_code == 200

    async def test_everybody_gets_their_own_progress(
        self, http: httpx.AsyncClient, make_learner_at: MakeLearner, framework: Framework
    ) -> None:
        learners = [make_learner_at(http) for _ in range(6)]
        sessions = [await learner.start() for learner in learners]
        framework.passed.clear()
        for count, (learner, session) in enumerate(zip(learners, sessions, strict=True)):
            for question in range(1, count + 1):
                await learner.client.respond(session, f"identity_{question}", "A")
        asked = [
            learner.client.respond(session, "identity_9", "A")
            for learner, session in zip(learners, sessions, strict=True)
        ]
        found = [response.json() for response in await asyncio.gather(*asked)]
        assert [one["progress"]["answered"] for one in found] == [1, 2, 3, 4, 5, 6]
        assert framework.passed == []


class TestOverload:
    async def test_is_unavailable_when_too_many_wait_and_serves_again_later(
        self,
        framework: Framework,
        answers: Answers,
        make_learner_at: MakeLearner,
        database: TestDatabase,
    ) -> None:
        async with speak_to(open_hot_door(framework, answers)) as client:
            learners = [make_learner_at(client) for _ in range(6)]
            sessions = [await learner.start() for learner in learners]
            tasks = []
            async with hold(database, "answer"):
                for learner, session in zip(learners, sessions, strict=True):
                    tasks.append(
                        asyncio.create_task(learner.client.respond(session, "identity_1", "A"))
                    )
                    await asyncio.sleep(0.05)
            found = await asyncio.gather(*tasks)
            assert [one.status_code for one in found] == [200, 200, 200, 503, 503, 503]
            check_problem(found[-1], 503, "unavailable")
            assert found[-1].headers["retry-after"] == "1"
            assert found[-1].headers["x-content-type-options"] == "nosniff"
            later = await learners[-1].client.respond(sessions[-1], "identity_1", "A")
            assert (later.status_code, later.json()["answer_version"]) == (200, 1)
        await answers.close()


class TestShutdown:
    async def test_what_was_taken_is_stored_before_the_end(
        self, settings: Settings, app: FastAPI, make_learner_at: MakeLearner, database: TestDatabase
    ) -> None:
        made = create_app(settings)
        made.state.services.keys._keys = app.state.services.keys._keys
        async with speak_to(made) as client:
            learner = make_learner_at(client)
            async with made.router.lifespan_context(made):
                session = await learner.start()
                async with hold(database, "answer"):
                    task = asyncio.create_task(learner.client.respond(session, "identity_1", "A"))
                    await asyncio.sleep(0.1)
        assert (await task).status_code == 200

    async def test_is_unavailable_when_closed(
        self, framework: Framework, answers: Answers, make_learner_at: MakeLearner
    ) -> None:
        async with speak_to(open_hot_door(framework, answers)) as client:
            learner = make_learner_at(client)
            session = await learner.start()
            await answers.close()
            refused = await learner.client.respond(session, "identity_1", "A")
        check_problem(refused, 503, "unavailable")


class TestDatabaseAway:
    async def test_is_unavailable_as_on_the_ordinary_route(
        self, settings: Settings, learner: Learner, app: FastAPI
    ) -> None:
        session = await learner.start()
        url = "postgresql://profiler_app:x@127.0.0.1:9/profiler"
        away = create_app(Settings.load(**{**settings.model_dump(), "profiler_database_url": url}))
        away.state.services.keys._keys = app.state.services.keys._keys
        async with speak_to(away) as client:
            mine = ProfilerClient(client, learner.client.token)
            lost = await mine.respond(session, "identity_1", "A")
        check_problem(lost, 503, "unavailable")
