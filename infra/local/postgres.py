"""The embedded PostgreSQL 18: how to create, start and ask it."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import psycopg
from psycopg.conninfo import make_conninfo

from infra.local.account import Account, make_directory, write_private
from infra.local.ports import LOOPBACK

_TUNING = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """One embedded server. `is_durable` False (tests only) trades crash safety for speed."""

    home: Path
    programs: Path
    port: int
    password: str
    account: Account | None
    is_durable: bool = True
    # Fast shutdown: sessions are cut, the data is complete.
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def superuser_conninfo(self) -> str:
        """Connects to the maintenance database as the superuser."""
        return make_conninfo(
            host=LOOPBACK,
            port=self.port,
            user="postgres",
            password=self.password,
            dbname="postgres",
            connect_timeout=2,
        )

    def is_initialised(self) -> bool:
        """Tell whether the data directory is complete; a cut creation does not count."""
        return self.data.is_dir()

    def prepare_creation(self) -> None:
        """Make the home and the password file that `initdb` reads."""
        make_directory(self.home, self.account)
        write_private(self._password_file, self.password + "\n", self.account)

    def creation_argv(self) -> list[str]:
        """Return the program that creates the data; follow it with finish_creation()."""
        return [
            str(self.programs / "initdb"),
            "-U",
            "postgres",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--auth=scram-sha-256",
            f"--pwfile={self._password_file}",
            f"--pgdata={self._draft}",
            *([] if self.is_durable else ["--no-sync"]),
        ]

    def finish_creation(self) -> None:
        """Give the complete data its final name and forget the password file."""
        self._password_file.unlink(missing_ok=True)
        self._draft.rename(self.data)

    def prepare_start(self) -> None:
        """Remove the lock file of a server that a crash or a power cut ended.

        After a reboot its pid may be a stranger's, and the server would refuse to start. The
        caller holds the instance's lock and has stopped all leftovers, so no server runs here.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def server_argv(self) -> list[str]:
        """Return the server's program and settings; its log goes to standard error."""
        settings = _TUNING | {"port": str(self.port)} | ({} if self.is_durable else _FORGETFUL)
        argv = [str(self.programs / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            argv += ["-c", f"{name}={value}"]
        return argv

    def is_ready(self) -> bool:
        """Tell whether a real query is answered."""
        try:
            with psycopg.connect(self.superuser_conninfo) as connection:
                connection.execute("select 1")
        except psycopg.OperationalError:
            return False
        return True

    @property
    def _draft(self) -> Path:
        return self.home / f"data.new.{os.getpid()}"

    @property
    def _password_file(self) -> Path:
        return self.home / "initdb.password"
