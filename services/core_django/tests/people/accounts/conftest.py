import pytest
from django.core.cache import cache

from tests.clients.core_client import CoreClient, Student


@pytest.fixture
def student(admin: CoreClient) -> Student:
    cache.clear()
    return admin.create_active_student()
