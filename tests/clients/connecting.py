"""Clients of a running system, closed at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.profiler_client import ProfilerClient


@contextmanager
def connect_admin(system: RunningSystem) -> Iterator[CoreClient]:
    """The first admin, logged in."""
    found = system.credentials
    client = CoreClient.connect(system.core_url)
    try:
        yield client.log_in(found["admin_email"], found["admin_password"])
    finally:
        client.http.close()


@contextmanager
def connect_profiler(system: RunningSystem) -> Iterator[ProfilerClient]:
    """The profiler without a login."""
    client = ProfilerClient.connect(system.profiler_url)
    try:
        yield client
    finally:
        client.http.close()
