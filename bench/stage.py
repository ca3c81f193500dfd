"""The running system as the side-by-side benches need it: addresses, clocks, weak roles."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bench.arguments import Plan
from bench.limit import PgBench
from bench.people import Doors
from bench.processor import Meter
from infra.local.binaries import find_postgres_programs
from infra.local.system import RunningSystem
from tests.clients.databases import Databases


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything a part of the bench may ask for."""

    system: RunningSystem
    plan: Plan
    doors: Doors
    databases: Databases

    def meter(self, server: str) -> Meter:
        """Clocks of the named server, of PostgreSQL and of the whole system."""
        return Meter(
            server=partial(self.system.pid, server),
            postgres=partial(self.system.pid, "postgres"),
            system=lambda: self.system.supervisor.pid,
        )

    def role_environment(self, role: str, database: str) -> Mapping[str, str]:
        """The PG* settings of a role; the password travels in the environment alone."""
        instance = json.loads((self.system.run_dir / "instance.json").read_text())
        secrets = json.loads((self.system.run_dir / "secrets.json").read_text())
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(instance["postgres_port"]),
            "PGUSER": role,
            "PGPASSWORD": secrets[role],
            "PGDATABASE": database,
        }

    def pgbench(self, environment: Mapping[str, str], connections: int | None = None) -> PgBench:
        """The pgbench of the very server that runs; as many connections as planned, or as given."""
        programs = find_postgres_programs(Path(self.system.run_dir), None)
        count = connections or self.plan.connections
        return PgBench(programs / "pgbench", environment, count, self.plan.seed)


def split_address(url: str) -> tuple[str, int]:
    """Host and port."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port
