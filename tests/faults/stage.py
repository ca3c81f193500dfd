"""One system of its own with a proxy on each way between its services."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.system import RunningSystem
from tests.clients.connecting import connect_admin, connect_profiler
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.profiler_client import ProfilerClient
from tests.faults.proxy import Proxy
from tests.faults.strikes import RELAYS, Field, prepare_clocks

_CLOCK_CODE = Path(__file__).parent / "clock"


@dataclass(frozen=True)
class Stage:
    """Everything a row needs. ``sync`` stands before core, ``inbox`` before the profiler."""

    system: RunningSystem
    databases: Databases
    sync: Proxy
    inbox: Proxy
    field: Field
    admin: CoreClient
    profiler: ProfilerClient

    def log_ends(self) -> dict[str, int]:
        """How long each relay's log is."""
        return {name: path.stat().st_size for name, path in self._logs() if path.exists()}

    def read_logs(self, since: dict[str, int]) -> str:
        """What the relays have written since then."""
        parts = []
        for name, path in self._logs():
            text = path.read_bytes()
            parts.append(text[since.get(name, 0) :].decode(errors="replace"))
        return "\n".join(parts)

    def _logs(self) -> Iterator[tuple[str, Path]]:
        for name in RELAYS:
            yield name, self.system.run_dir / "logs" / f"{name}.log"


@contextmanager
def open_stage() -> Iterator[Stage]:
    """Start the system with its proxies; everything ends with the block."""
    with ExitStack() as opened:
        clocks = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="talent-clocks-")))
        prepare_clocks(clocks)
        sync, inbox = opened.enter_context(Proxy()), opened.enter_context(Proxy())
        system = RunningSystem(env=_arm(clocks, sync, inbox))
        sync.upstream, inbox.upstream = system.core_port, system.profiler_port
        for proxy in (sync, inbox):
            proxy.begin(None, seed=0)
        opened.enter_context(system)
        databases = Databases(system.run_dir)
        yield Stage(
            system=system,
            databases=databases,
            sync=sync,
            inbox=inbox,
            field=Field(system, databases, clocks),
            admin=opened.enter_context(connect_admin(system)),
            profiler=opened.enter_context(connect_profiler(system)),
        )


def _arm(clocks: Path, sync: Proxy, inbox: Proxy) -> dict[str, str]:
    return {
        "FAILPOINT_PYTHONPATH": str(_CLOCK_CODE),
        "FAILPOINT_CLOCKS": str(clocks),
        "FAILPOINT_CORE_URL": sync.url,
        "FAILPOINT_PROFILER_URL": inbox.url,
    }
