"""Drills break a system of their own, and use it as an operator does."""

import pytest

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.own_system import admin, profiler, system
from tests.clients.profiler_client import ProfilerClient
from tests.drills.drill import Drill

__all__ = ["admin", "profiler", "system"]  # pytest finds these fixtures here.


@pytest.fixture
def drill(system: RunningSystem, admin: CoreClient, profiler: ProfilerClient) -> Drill:
    """The system in an operator's hands."""
    return Drill(system, admin, profiler)
