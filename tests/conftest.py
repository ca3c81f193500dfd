"""One running system for the tests that do not break it; they are serial and share it."""

from collections.abc import Iterator

import pytest

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient


@pytest.fixture(scope="session")
def system() -> Iterator[RunningSystem]:
    """The whole system as ``make run`` starts it, on its own ports and run directory."""
    with RunningSystem() as running:
        yield running


@pytest.fixture(scope="session")
def admin(system: RunningSystem) -> Iterator[CoreClient]:
    """The first admin, logged in."""
    found = system.credentials
    client = CoreClient.connect(system.core_url)
    yield client.log_in(found["admin_email"], found["admin_password"])
    client.http.close()


@pytest.fixture(scope="session")
def profiler(system: RunningSystem) -> Iterator[ProfilerClient]:
    """The profiler without a login."""
    client = ProfilerClient.connect(system.profiler_url)
    yield client
    client.http.close()


@pytest.fixture(scope="session")
def databases(system: RunningSystem) -> Databases:
    """What the databases really hold."""
    return Databases(system.run_dir)


@pytest.fixture
def learner(admin: CoreClient, profiler: ProfilerClient) -> LearnerJourney:
    """A fresh learner, logged in, before profiling."""
    return LearnerJourney.of_new_student(admin, profiler)
