"""A program of the table and the child that runs it at the moment."""

import signal
import subprocess
import time
from pathlib import Path

from infra.local.children import kill_group, signal_child, start_child
from infra.local.logs import ProgramLog
from infra.local.program import Program
from infra.local.record import ProcessRecord


class Process:
    """Starts, watches and signals one program."""

    def __init__(self, program: Program, logs: Path, record: ProcessRecord) -> None:
        self.program = program
        self.log = ProgramLog(logs, program.name)
        self.restarts: list[float] = []
        self.restart_at: float | None = None
        self.started_at = 0.0
        self._record = record
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        return self.program.name

    def start(self) -> None:
        """Start the program. What is left of an earlier child's group is killed first."""
        self.kill()
        self.restart_at = None
        self.program.prepare()
        with self.log.open() as output:
            self._child = start_child(
                self.program.argv,
                env=self.program.env,
                cwd=self.program.cwd,
                output=output,
                account=self.program.account,
            )
        self.started_at = time.monotonic()
        self._record.add(self.name, self._child.pid, self.program.territory)

    def find_exit_code(self) -> int | None:
        """Return the exit code of the child, negative for a signal; None while it runs."""
        return None if self._child is None else self._child.poll()

    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def send(self, number: signal.Signals) -> None:
        """Signal the leader, if it runs."""
        if self._child is not None:
            signal_child(self._child, number)

    def kill(self) -> None:
        """Kill the process with all its children and wait, so that its ports are free again.

        Harmless when there is nothing to kill.
        """
        if self._child is not None:
            kill_group(self._child.pid)
            self._child.wait()
            self._record.kill_rest(self.name)
            self._child = None


def describe_exit(code: int) -> str:
    """Say how a process ended, in words."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"
