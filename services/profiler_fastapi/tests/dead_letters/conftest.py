"""An admin, and a letter."""

from uuid import uuid4

import httpx
import pytest

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.letters import make_letter
from services.profiler_fastapi.tests.support.world import CoreKeys


@pytest.fixture
def admin(http: httpx.AsyncClient, core_keys: CoreKeys) -> Learner:
    """Not a learner, but with an id and a client as learners have."""
    admin_id = uuid4()
    token = core_keys.access_token(admin_id, roles=["admin"])
    return Learner(admin_id, ProfilerClient(http, token), core_keys)


@pytest.fixture
def letter(database: TestDatabase) -> str:
    return make_letter(database)
