"""Starts the fake system and looks at it from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.local.identity import find_identity
from infra.local.instance import Instance
from infra.postgres.roles import ROLES

HERE = Path(__file__).parent


def fake(name: str, kind: str, *arguments: str, **fields: Any) -> dict[str, Any]:
    """Return a table row whose program is fake_program.py with these arguments."""
    argv = [sys.executable, "-S", "-E", str(HERE / "fake_program.py"), "--name", name, *arguments]
    return {"name": name, "kind": kind, "argv": argv, **fields}


def make_instance(run_dir: Path) -> Instance:
    """Return an instance with ports and passwords, of which nothing runs."""
    return Instance(
        run_dir=run_dir,
        id="0badcafe",
        home=run_dir,
        account=None,
        postgres_port=20001,
        valkey_port=20002,
        passwords={role: f"{role}-password" for role in ROLES},
        secret_key="key",
    )


def wait_until(condition: Callable[[], object], timeout_s: float = 10.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    return find_identity(pid) is None


class FakeSystem:
    """One supervisor over one table."""

    def __init__(self, run_dir: Path) -> None:
        self.run_dir = run_dir
        self.output = run_dir / "output"

    def start(self, *rows: dict[str, Any]) -> None:
        (self.run_dir / "table.json").write_text(json.dumps(rows))
        argv = [sys.executable, str(HERE / "fake_system.py"), str(self.run_dir)]
        with self.output.open("ab") as output:
            self.child = subprocess.Popen(argv, stdout=output, stderr=subprocess.STDOUT)

    def start_ready(self, *rows: dict[str, Any]) -> None:
        before = self.text().splitlines().count("ready")
        self.start(*rows)
        self.wait_for_line("ready", count=before + 1)

    def text(self) -> str:
        return self.output.read_text() if self.output.exists() else ""

    def wait_for_line(self, line: str, count: int = 1) -> None:
        wait_until(lambda: self.text().splitlines().count(line) >= count)

    def pid(self, name: str) -> int:
        entries = json.loads((self.run_dir / "processes.json").read_text())
        return int(entries[name]["identity"]["pid"])

    def wait_for_pid(self, name: str, other_than: int = 0) -> int:
        wait_until(lambda: self.has_pid(name) and self.pid(name) != other_than)
        return self.pid(name)

    def has_pid(self, name: str) -> bool:
        try:
            return self.pid(name) > 0
        except (OSError, ValueError, KeyError):
            return False

    def interrupt(self) -> None:
        self.child.send_signal(signal.SIGINT)

    def wait(self, timeout_s: float = 10.0) -> int:
        return self.child.wait(timeout_s)

    def close(self) -> None:
        """Leave nothing behind, whatever the test did."""
        if self.child.poll() is None:
            self.interrupt()
            self.interrupt()
            self.child.wait(10)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def read_pid(path: Path, other_than: int = 0) -> int:
    wait_until(lambda: path.exists() and int(path.read_text()) != other_than)
    return int(path.read_text())
