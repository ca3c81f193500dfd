"""Fault tests break a system of their own, not the one that others share."""

from functools import partial

import httpx
import pytest

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.journey import LearnerJourney
from tests.clients.own_system import admin, databases, profiler, system
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until

__all__ = ["admin", "databases", "profiler", "system"]  # pytest finds these fixtures here.


def is_ready(url: str) -> bool:
    """Whether the service at ``url`` says so."""
    try:
        return httpx.get(f"{url}/readyz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture(autouse=True)
def whole(system: RunningSystem) -> None:
    """Each test begins with both services ready, whatever the one before has broken."""
    for url in (system.core_url, system.profiler_url):
        wait_until(partial(is_ready, url), within_s=30, what=f"{url} ready", every_s=0.1)


@pytest.fixture
def learner(whole: None, admin: CoreClient, profiler: ProfilerClient) -> LearnerJourney:
    """A fresh learner of the system that may break."""
    return LearnerJourney.of_new_student(admin, profiler)
