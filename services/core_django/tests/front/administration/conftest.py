import os
import subprocess
import sys

import pytest

from core.platform.common.ids import new_id
from core_testing.browser import Browser
from tests.clients.core_client import CoreClient, Student


@pytest.fixture(scope="session")
def administrator() -> Student:
    """An admin with known credentials, made as the operator makes one."""
    made = Student(new_id(), f"boss-{new_id()}@example.org", "a long admin password 8")
    subprocess.run(
        [sys.executable, "-m", "core", "ensure_admin"],
        env={
            **os.environ,
            "CORE_DATABASE_ROLE": "owner",
            "ADMIN_EMAIL": made.email,
            "ADMIN_PASSWORD": made.password,
        },
        check=True,
        stdout=subprocess.DEVNULL,
    )
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
