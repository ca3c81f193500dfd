import pytest

from core_testing.present import Present, make_present
from tests.clients.core_client import CoreClient


@pytest.fixture
def present(core: CoreClient, admin: CoreClient) -> Present:
    return make_present(core, admin)


@pytest.fixture
def other(core: CoreClient, admin: CoreClient) -> Present:
    return make_present(core, admin)
