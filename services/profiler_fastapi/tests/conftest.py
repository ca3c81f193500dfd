"""The real PostgreSQL for every test: one migrated template per run, one clone per worker."""

import fcntl
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from psycopg import sql
from psycopg.conninfo import make_conninfo

from infra.local.testing import test_engines as start_engines
from profiler.app import create_app
from profiler.migrate import migrate_database
from profiler.settings import Settings
from services.profiler_fastapi.tests.support.answers import answer_sheet
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.core_sender import CoreSender
from services.profiler_fastapi.tests.support.core_stand_in import CoreStandIn
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock
from talent_contracts.keyring_command import ensure_keyrings
from talent_contracts.keyrings import load_keyring
from tests.clients.transport import AsyncContractTransport, load_document

ROLES = {
    "app": "PROFILER_DATABASE_URL",
    "worker": "PROFILER_DATABASE_WORKER_URL",
    "owner": "PROFILER_DATABASE_OWNER_URL",
}


@dataclass(frozen=True)
class TestDatabase:
    """Addresses of this worker's clone, by role."""

    __test__ = False
    app: str
    worker: str
    owner: str

    def connect(self, role: str) -> psycopg.Connection:
        """A direct connection, for looking at rows and for breaking rules."""
        return psycopg.connect(getattr(self, role), autocommit=True)


@dataclass(frozen=True)
class Learner:
    """A signed-in student and the client that acts for them."""

    id: UUID
    client: ProfilerClient
    keys: CoreKeys

    def ticket(self, epoch: int = 1) -> str:
        return self.keys.ticket_for(self.id, epoch)

    async def start(self, epoch: int = 1) -> str:
        started = await self.client.start(self.ticket(epoch))
        assert started.status_code in {200, 201}, started.text
        session_id: str = started.json()["session_id"]
        return session_id

    async def answer_all(self, session_id: str, sheet: dict[str, str] | None = None) -> None:
        for question_id, option in (sheet or answer_sheet()).items():
            answered = await self.client.respond(session_id, question_id, option)
            assert answered.status_code == 200, answered.text

    async def finish(self, epoch: int = 1, sheet: dict[str, str] | None = None) -> str:
        session_id = await self.start(epoch)
        await self.answer_all(session_id, sheet)
        completed = await self.client.complete(session_id)
        assert completed.status_code == 200, completed.text
        return session_id


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def environment() -> Iterator[dict[str, str]]:
    """The engines' addresses: from the harness, or from engines started here."""
    if "PROFILER_DATABASE_OWNER_URL" in os.environ:
        yield dict(os.environ)
        return
    with start_engines() as started:
        yield started


@pytest.fixture(scope="session")
def database(environment: dict[str, str], testrun_uid: str, worker_id: str) -> TestDatabase:
    owner = environment[ROLES["owner"]]
    server = owner.rpartition("@")[2].replace("/", "-").replace(":", "-")
    template = f"profiler_template_{testrun_uid[:12]}"
    clone = f"profiler_{worker_id}_{testrun_uid[:12]}"
    lock = Path(gettempdir()) / f"profiler-template-{server}.lock"
    with _locked(lock), psycopg.connect(owner, autocommit=True) as connection:
        _make_template(connection, owner, template)
        copy = sql.SQL("create database {} template {}")
        connection.execute(copy.format(sql.Identifier(clone), sql.Identifier(template)))
    urls = {role: _rename(environment[name], clone) for role, name in ROLES.items()}
    return TestDatabase(**urls)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def core() -> AsyncIterator[CoreStandIn]:
    keys = CoreKeys.make()
    stand_in = CoreStandIn(keys.token, keys.ticket)
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture(scope="session")
def core_keys(core: CoreStandIn) -> CoreKeys:
    return CoreKeys(core.token, core.ticket)


@pytest.fixture(scope="session")
def settings(
    database: TestDatabase, core: CoreStandIn, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    keys = tmp_path_factory.mktemp("keys")
    ensure_keyrings(core=keys / "core", profiler=keys / "profiler")
    return Settings.load(
        environment="test",
        core_public_url="https://academy.example",
        core_internal_url=core.url,
        profiler_public_url="http://127.0.0.1:1",
        profiler_keys_dir=keys / "profiler",
        profiler_database_url=database.app,
        profiler_database_worker_url=database.worker,
        profiler_database_owner_url=database.owner,
    )


@pytest.fixture(scope="session")
def clock() -> SetClock:
    return SetClock()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def app(settings: Settings, clock: SetClock) -> AsyncIterator[FastAPI]:
    made = create_app(settings, clock=clock)
    async with made.router.lifespan_context(made):
        yield made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def plain_http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Without the judge, for what no OpenAPI document describes: preflights."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://profiler") as client:
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = AsyncContractTransport(httpx.ASGITransport(app), load_document("profiler"))
    async with httpx.AsyncClient(transport=transport, base_url="http://profiler") as client:
        yield client


@pytest.fixture
def anonymous(http: httpx.AsyncClient) -> ProfilerClient:
    return ProfilerClient(http)


@pytest.fixture
def make_learner(http: httpx.AsyncClient, core_keys: CoreKeys) -> Callable[[], Learner]:
    def make() -> Learner:
        learner_id = uuid4()
        client = ProfilerClient(http, core_keys.access_token(learner_id))
        return Learner(learner_id, client, core_keys)

    return make


@pytest.fixture
def learner(make_learner: Callable[[], Learner]) -> Learner:
    return make_learner()


@pytest.fixture
def core_sender(anonymous: ProfilerClient, settings: Settings) -> CoreSender:
    ring = load_keyring(settings.profiler_keys_dir.parent / "core/sync.json")
    return CoreSender(anonymous, ring)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make_template(connection: psycopg.Connection, owner: str, name: str) -> None:
    found = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
    if found is not None:
        return
    connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    with psycopg.connect(make_conninfo(owner, dbname=name), autocommit=True) as inside:
        inside.execute("grant usage on schema public to profiler_app, profiler_worker")
    migrate_database(_rename(owner, name).replace("postgresql://", "postgresql+psycopg://", 1))


def _rename(url: str, database: str) -> str:
    return f"{url.rpartition('/')[0]}/{database}"
