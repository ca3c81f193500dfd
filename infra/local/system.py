"""A whole system of its own for end-to-end tests, fault tests and the bench."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from infra.local.account import find_engine_account
from infra.local.children import signal_child, start_child
from infra.local.identity import list_descendants
from infra.local.paths import REPOSITORY
from infra.local.ports import pick_free_port
from infra.local.record import ProcessRecord

_READY_TIMEOUT_S = 180.0
# The system under test decides these itself, whatever engines the test run uses.
_OWN_SETTINGS = (
    "CORE_",
    "PROFILER_",
    "REDIS_",
    "RUN_DIR",
    "ENVIRONMENT",
    "ADMIN_",
    "INSTANCE_",
    "STARTED_AT",
)


class SystemFailedError(AssertionError):
    """The system did not do what it must; the message holds its output and its logs."""


class RunningSystem:
    """Runs `python -m infra.local run` with its own run directory and free ports.

    `env` is added to the environment, for example FOUNDATIONS_PACE; demo data is off unless
    DEMO_DATA=1 is given. A run directory that is not given is temporary. Use it as a context
    manager, or call start() and stop().
    """

    def __init__(
        self, *, run_dir: Path | None = None, env: Mapping[str, str] | None = None
    ) -> None:
        self._is_temporary = run_dir is None
        self.run_dir = run_dir or _make_run_dir()
        self.core_port = pick_free_port()
        self.profiler_port = pick_free_port(frozenset({self.core_port}))
        self.argv = [sys.executable, "-P", "-m", "infra.local", "run"]
        self.environment = self._choose_environment(env or {})
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def core_url(self) -> str:
        return f"http://127.0.0.1:{self.core_port}"

    @property
    def profiler_url(self) -> str:
        return f"http://127.0.0.1:{self.profiler_port}"

    @property
    def credentials(self) -> dict[str, Any]:
        """What credentials.json holds: admin_email, admin_password, core_url, profiler_url."""
        found: dict[str, Any] = json.loads((self.run_dir / "credentials.json").read_text())
        return found

    @property
    def supervisor(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            raise SystemFailedError("the system was not started")
        return self._child

    @property
    def output(self) -> str:
        """What the supervisor printed since its last start."""
        return self._output_file.read_text(errors="replace")

    def launch(self) -> None:
        """Start the supervisor and return at once."""
        self.run_dir.mkdir(parents=True, exist_ok=True)
        with self._output_file.open("wb") as output:
            self._child = start_child(
                self.argv,
                env=self.environment,
                cwd=REPOSITORY,
                output=output,
                death_signal=signal.SIGTERM,
            )

    def start(self) -> float:
        """Start the system and return the seconds until it was ready."""
        started = time.monotonic()
        self.launch()
        self.wait_until(lambda: "\nready in " in self.output, "ready", _READY_TIMEOUT_S)
        return time.monotonic() - started

    def stop(self) -> float:
        """Stop the system as Ctrl-C does and return the seconds it took."""
        started = time.monotonic()
        signal_child(self.supervisor, signal.SIGINT)
        try:
            self.supervisor.wait(15)
        except subprocess.TimeoutExpired:
            raise SystemFailedError(f"the system did not stop\n{self.describe()}") from None
        return time.monotonic() - started

    def restart(self) -> float:
        """Stop, start again on the same data, and return the seconds until ready."""
        self.stop()
        return self.start()

    def pid(self, name: str) -> int:
        """Return the pid of the running process with this name in the process table."""
        running = ProcessRecord(self.run_dir / "processes.json").list_running()
        if name not in running:
            raise SystemFailedError(f"{name} does not run; running: {', '.join(sorted(running))}")
        return running[name]

    def pids(self, name: str) -> list[int]:
        """Return the process and all below it, such as its workers."""
        leader = self.pid(name)
        return [leader, *list_descendants(leader)]

    def list_all_pids(self) -> list[int]:
        """Return every process of the system except the supervisor."""
        return list_descendants(self.supervisor.pid)

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Signal the leader of the named process and return its pid."""
        pid = self.pid(name)
        os.kill(pid, number)
        return pid

    @contextmanager
    def paused(self, name: str) -> Iterator[int]:
        """The process and all below it stand still meanwhile; yields how many do.

        The leader first, so that nothing is respawned.
        """
        pids = self.pids(name)
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield len(pids)
        finally:
            for pid in reversed(pids):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def kill_supervisor(self) -> None:
        """Kill the supervisor the hard way; its next start has to clean up."""
        self.supervisor.kill()
        self.supervisor.wait()

    def wait_for_restart(self, name: str, old_pid: int, timeout_s: float = 20.0) -> int:
        """Return the new pid of a process that was killed."""

        def has_new_pid() -> bool:
            with suppress(SystemFailedError):
                return self.pid(name) != old_pid
            return False

        self.wait_until(has_new_pid, f"a new {name}", timeout_s)
        return self.pid(name)

    def wait_until(self, condition: Callable[[], bool], what: str, timeout_s: float) -> None:
        """Wait for the condition; raises SystemFailedError with everything there is to read."""
        deadline = time.monotonic() + timeout_s
        while not condition():
            has_ended = self.supervisor.poll() is not None
            if has_ended or time.monotonic() > deadline:
                raise SystemFailedError(f"waited in vain for {what}\n{self.describe()}")
            time.sleep(0.05)

    def describe(self) -> str:
        """Return the supervisor's output and the end of each log."""
        parts = [self.output]
        for log in sorted((self.run_dir / "logs").glob("*.log")):
            lines = log.read_text(errors="replace").splitlines()[-15:]
            parts.append("\n".join([f"--- {log.name}", *lines]))
        return "\n".join(parts)

    def close(self) -> None:
        """Stop whatever runs and remove a temporary run directory; never raises for the former."""
        if self._child is not None and self._child.poll() is None:
            with suppress(SystemFailedError):
                self.stop()
            self._child.kill()
            self._child.wait()
        ProcessRecord(self.run_dir / "processes.json").stop_leftovers()
        if self._is_temporary:
            self.remove()

    def remove(self) -> None:
        """Remove the run directory of a stopped system, and what lies outside it."""
        remove_instance(self.run_dir)

    @property
    def _output_file(self) -> Path:
        return self.run_dir / "supervisor.output"

    def _choose_environment(self, env: Mapping[str, str]) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(_OWN_SETTINGS)
        }
        return {
            **inherited,
            "RUN_DIR": str(self.run_dir),
            "CORE_PORT": str(self.core_port),
            "PROFILER_PORT": str(self.profiler_port),
            "DEMO_DATA": "0",
            **env,
        }


def remove_instance(run_dir: Path) -> None:
    """Remove a stopped instance, also what it keeps outside its run directory."""
    with suppress(OSError, ValueError):
        home = Path(json.loads((run_dir / "instance.json").read_text())["home"])
        shutil.rmtree(home)
    shutil.rmtree(run_dir, ignore_errors=True)


def _make_run_dir() -> Path:
    run_dir = Path(tempfile.mkdtemp(prefix="talent-system-"))
    if find_engine_account() is not None:
        run_dir.chmod(0o711)  # nobody must be able to walk through.
    return run_dir
