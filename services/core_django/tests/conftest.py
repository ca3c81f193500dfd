"""Core's tests: real PostgreSQL and Valkey, the real WSGI application, no rollback tricks.

Tests commit for real and own fresh learners; nothing is truncated and nothing global asserted.
"""

import os
from collections.abc import Iterator

from core_testing.database import use_own_database
from core_testing.operating import ensure_admin

os.environ["CORE_DATABASE_ROLE"] = "app"
use_own_database()

import django  # noqa: E402 - the database must be chosen first.

from core.config import select_settings  # noqa: E402

select_settings()
django.setup()

import httpx  # noqa: E402
import pytest  # noqa: E402

from core.config.wsgi import application  # noqa: E402
from core.platform.access.scopes import current_scope  # noqa: E402
from core.platform.common.ids import new_id  # noqa: E402
from tests.clients.core_client import CoreClient  # noqa: E402
from tests.clients.transport import ContractTransport, load_document  # noqa: E402

ADMIN_EMAIL = f"admin-{new_id()}@example.org"
ADMIN_PASSWORD = "a long admin password 7"


class _OutsideScopes(httpx.BaseTransport):
    """A request from inside a transaction would prove nothing: refuse it."""

    def __init__(self) -> None:
        self._inner = httpx.WSGITransport(app=application)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert current_scope() is None, "a test called the API inside a transaction"
        return self._inner.handle_request(request)


@pytest.fixture(scope="session")
def core() -> Iterator[CoreClient]:
    """Core without a login."""
    transport = ContractTransport(_OutsideScopes(), load_document("core"))
    with httpx.Client(transport=transport, base_url="http://core.test") as http:
        yield CoreClient(http)


@pytest.fixture(scope="session")
def admin(core: CoreClient) -> CoreClient:
    """A logged-in admin."""
    ensure_admin(ADMIN_EMAIL, ADMIN_PASSWORD)
    return core.log_in(ADMIN_EMAIL, ADMIN_PASSWORD)


@pytest.fixture
def learner(core: CoreClient, admin: CoreClient) -> CoreClient:
    """A fresh, logged-in learner before profiling."""
    student = admin.create_active_student()
    return core.log_in(student.email, student.password)
