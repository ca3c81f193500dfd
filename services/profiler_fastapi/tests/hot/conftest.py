"""Both doors of the same service: the framework's route, and the hot door in front of it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from profiler.app import create_app
from profiler.common.edge import Application, Edge, Receive, Scope, Send
from profiler.common.problems import ProblemWriter
from profiler.dependencies import Services
from profiler.hot.answers import Answers
from profiler.hot.door import HotDoor
from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import Learner
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock
from tests.clients.transport import AsyncContractTransport, load_document

ORIGIN = "https://academy.example"
MakeLearner = Callable[[httpx.AsyncClient], Learner]


@dataclass
class Framework:
    """The ordinary application, noting what comes through to it."""

    app: FastAPI
    passed: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.passed.append(scope["path"])
        await self.app(scope, receive, send)

    @property
    def services(self) -> Services:
        services: Services = self.app.state.services
        return services


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ordinary_app(settings: Settings, clock: SetClock) -> AsyncIterator[FastAPI]:
    made = create_app(settings, clock=clock, is_hot=False)
    async with made.router.lifespan_context(made):
        yield made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bare_app(settings: Settings, clock: SetClock) -> AsyncIterator[FastAPI]:
    """Without its edge, which then stands in front of the hot door."""
    made = create_app(settings, clock=clock, is_hot=False)
    made.user_middleware.clear()
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
def framework(bare_app: FastAPI) -> Framework:
    return Framework(bare_app)


def open_hot_door(framework: Framework, answers: Answers) -> Application:
    services = framework.services
    writer = ProblemWriter(ORIGIN)
    door = HotDoor(
        framework,
        answers=answers,
        bank=services.bank,
        gate=services.gate,
        clock=services.clock,
        writer=writer,
    )
    return Edge(door, writer=writer, allowed_origin=ORIGIN)


def speak_to(app: Application) -> httpx.AsyncClient:
    transport = AsyncContractTransport(httpx.ASGITransport(app), load_document("profiler"))
    return httpx.AsyncClient(transport=transport, base_url="http://profiler")


@pytest_asyncio.fixture(loop_scope="session")
async def hot(framework: Framework) -> AsyncIterator[httpx.AsyncClient]:
    answers = Answers(framework.services.database.engine, framework.services.bank)
    async with speak_to(open_hot_door(framework, answers)) as client:
        yield client
    await answers.close()


@pytest_asyncio.fixture(loop_scope="session")
async def ordinary(ordinary_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with speak_to(ordinary_app) as client:
        yield client


@pytest.fixture(params=["ordinary", "hot"])
def http(request: pytest.FixtureRequest, framework: Framework) -> httpx.AsyncClient:
    """Every test of this folder that speaks HTTP runs on both doors."""
    client: httpx.AsyncClient = request.getfixturevalue(request.param)
    return client


@pytest.fixture
def make_learner_at(core_keys: CoreKeys) -> MakeLearner:
    def make(http: httpx.AsyncClient) -> Learner:
        learner_id = uuid4()
        return Learner(
            learner_id, ProfilerClient(http, core_keys.access_token(learner_id)), core_keys
        )

    return make
