"""A system that the tests of one module may break: fixtures for the folders that break systems."""

from collections.abc import Iterator

import pytest

from infra.local.system import RunningSystem
from tests.clients.connecting import connect_admin, connect_profiler
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.profiler_client import ProfilerClient


@pytest.fixture(scope="module")
def system() -> Iterator[RunningSystem]:
    """A system that this module's tests may break."""
    with RunningSystem() as running:
        yield running


@pytest.fixture(scope="module")
def admin(system: RunningSystem) -> Iterator[CoreClient]:
    """Its first admin, logged in."""
    with connect_admin(system) as client:
        yield client


@pytest.fixture(scope="module")
def profiler(system: RunningSystem) -> Iterator[ProfilerClient]:
    """Its profiler without a login."""
    with connect_profiler(system) as client:
        yield client


@pytest.fixture(scope="module")
def databases(system: RunningSystem) -> Databases:
    """What its databases really hold."""
    return Databases(system.run_dir)
