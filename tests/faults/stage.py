"""One system of its own with a proxy on each way between its services."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from infra.local.system import RunningSystem
from tests.clients.connecting import connect_admin, connect_profiler
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until
from tests.faults.proxy import Proxy
from tests.faults.strikes import RELAYS, Field, prepare_clocks

_WHOLE_WITHIN_S = 60.0
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

    def await_whole(self) -> None:
        """Both services are ready, whatever the row before has broken."""
        for url in (self.system.core_url, self.system.profiler_url):
            ready = partial(_is_ready, url)
            wait_until(ready, within_s=_WHOLE_WITHIN_S, what=f"{url} ready", every_s=0.1)

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


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


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
