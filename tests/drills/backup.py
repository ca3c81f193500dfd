"""Backups as an operator makes and uses them: `pg_dump`, and `pg_restore` beside what is broken."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex

import httpx
from psycopg import sql

from infra.local.binaries import find_postgres_programs
from infra.local.system import RunningSystem
from tests.clients.databases import Databases

_STOPPED = ("profiler-relay", "core-relay", "celery-worker", "celery-beat")
_DATABASE_FOR_RESTORES = "postgres"


class Backup:
    """One service's database as it was when this was made."""

    def __init__(self, system: RunningSystem, databases: Databases, service: str) -> None:
        self._system = system
        self._databases = databases
        self._service = service
        self._file = system.run_dir / f"{service}-{token_hex(4)}.dump"
        self._call("pg_dump", "--format=custom", "--create", f"--file={self._file}", service)

    def put_back(self) -> None:
        """Keep the present database under another name and restore this one in its place.

        As the runbook wants it, relays and Celery stand still meanwhile, and the service starts anew.
        """
        with self._nobody_acting():
            self._set_aside()
            self._call(
                "pg_restore",
                "--create",
                "--exit-on-error",
                f"--dbname={_DATABASE_FOR_RESTORES}",
                str(self._file),
            )
            old = self._system.kill(self._service, signal.SIGTERM)
            self._system.wait_for_restart(self._service, old)
            self._system.wait_until(self._is_ready, f"a ready {self._service}", 30)

    def _is_ready(self) -> bool:
        urls = {"core": self._system.core_url, "profiler": self._system.profiler_url}
        try:
            return httpx.get(f"{urls[self._service]}/readyz").status_code == HTTPStatus.OK
        except httpx.TransportError:
            return False

    @contextmanager
    def _nobody_acting(self) -> Iterator[None]:
        with ExitStack() as stack:
            for name in _STOPPED:
                stack.enter_context(self._system.paused(name))
            yield

    def _set_aside(self) -> None:
        name = sql.Identifier(self._service)
        aside = sql.Identifier(f"{self._service}_broken_{token_hex(4)}")
        with self._databases.connect(_DATABASE_FOR_RESTORES) as connection:
            connection.execute(sql.SQL("alter database {} allow_connections false").format(name))
            connection.execute(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s",
                [self._service],
            )
            connection.execute(sql.SQL("alter database {} rename to {}").format(name, aside))

    def _call(self, program: str, *arguments: str) -> None:
        programs = find_postgres_programs(Path("never-copied"), None)
        subprocess.run(
            [str(programs / program), *arguments],
            env=os.environ | self._databases.environment,
            check=True,
        )
