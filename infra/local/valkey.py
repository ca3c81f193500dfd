"""The embedded Valkey: a cache and a message broker, on purpose without persistence."""

import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from infra.local.account import Account, make_directory, write_private
from infra.local.ports import LOOPBACK

_CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
protected-mode yes
daemonize no
dir "{home}"
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
"""


@dataclass(frozen=True)
class Valkey:
    """One embedded server. The password stands only in its configuration file, mode 0600."""

    home: Path
    program: Path
    port: int
    password: str
    account: Account | None
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def prepare(self) -> None:
        """Write the configuration the server reads at its start."""
        make_directory(self.home, self.account)
        text = _CONFIGURATION.format(
            host=LOOPBACK, port=self.port, password=self.password, home=self.home
        )
        write_private(self._configuration, text, self.account)

    def server_argv(self) -> list[str]:
        """Return the server's program and its configuration file."""
        return [str(self.program), str(self._configuration)]

    def is_ready(self) -> bool:
        """Tell whether our password is accepted and a PING answered."""
        with suppress(OSError), socket.create_connection((LOOPBACK, self.port), 1) as connection:
            connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
            with connection.makefile("rb") as answers:
                return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
        return False

    @property
    def _configuration(self) -> Path:
        return self.home / "valkey.conf"
