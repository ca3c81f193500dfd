import pytest

from core.platform.common.ids import new_id
from core_testing.browser import Browser
from core_testing.operating import ensure_admin
from tests.clients.core_client import CoreClient, Student


@pytest.fixture(scope="session")
def administrator() -> Student:
    """An admin with known credentials, made as the operator makes one."""
    made = Student(new_id(), f"boss-{new_id()}@example.org", "a long admin password 8")
    ensure_admin(made.email, made.password)
    return made


@pytest.fixture
def browser(administrator: Student) -> Browser:
    """A browser in which the admin is logged in to Django admin."""
    found = Browser()
    assert found.log_in(administrator.email, administrator.password).status_code == 302
    return found


@pytest.fixture
def student(admin: CoreClient) -> Student:
    return admin.create_active_student()
