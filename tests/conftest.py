"""One running system for the tests that do not break it; those of one worker share it."""

from collections.abc import Iterator

import pytest

from infra.local.system import RunningSystem
from tests.clients.connecting import connect_admin, connect_profiler
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
    with connect_admin(system) as client:
        yield client


@pytest.fixture(scope="session")
def profiler(system: RunningSystem) -> Iterator[ProfilerClient]:
    """The profiler without a login."""
    with connect_profiler(system) as client:
        yield client


@pytest.fixture(scope="session")
def databases(system: RunningSystem) -> Databases:
    """What the databases really hold."""
    return Databases(system.run_dir)


@pytest.fixture
def learner(admin: CoreClient, profiler: ProfilerClient) -> LearnerJourney:
    """A fresh learner, logged in, before profiling."""
    return LearnerJourney.of_new_student(admin, profiler)
