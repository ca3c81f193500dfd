"""A system of its own whose processes die where they are ordered to."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.system import RunningSystem
from tests.clients.connecting import connect_admin, connect_profiler
from tests.clients.databases import Databases
from tests.faults.crash.orders import Orders
from tests.faults.crash.runner import Scene

_WORKERS = {"CORE_WORKERS": "2", "PROFILER_WORKERS": "2"}


@dataclass(frozen=True)
class Ground:
    """The running system and the orders that its processes obey."""

    system: RunningSystem
    orders: Orders

    @contextmanager
    def open_scene(self) -> Iterator[Scene]:
        """With logins of its own: the admin's lasts a quarter of an hour."""
        databases = Databases(self.system.run_dir)
        with connect_admin(self.system) as admin, connect_profiler(self.system) as profiler:
            yield Scene(admin, profiler, databases, self.orders, self.system)


@contextmanager
def open_ground() -> Iterator[Ground]:
    """Start the system; everything ends with the block."""
    with tempfile.TemporaryDirectory(prefix="talent-failpoints-") as name:
        folder = Path(name)
        folder.chmod(0o777)  # The services may run as another account.
        orders = Orders(folder)
        with RunningSystem(env={**orders.environment, **_WORKERS}) as system:
            yield Ground(system, orders)
