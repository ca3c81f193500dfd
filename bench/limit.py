"""pgbench of the same PostgreSQL: what the database alone can do, with the same durability, the
same weak role and the same row-level security.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_THREADS = 2
_DONE = re.compile(r"^number of transactions actually processed: (\d+)", re.MULTILINE)
_FAILED = re.compile(r"^number of failed transactions: (\d+)", re.MULTILINE)
_RATE = re.compile(r"^tps = ([\d.]+) ", re.MULTILINE)
_LONG_ARRAY = re.compile(r"'\{([^{}']{60})[^{}']*\}'")


class LimitFailedError(AssertionError):
    """pgbench did not do what it was asked for; the message holds its output."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run. ``per_second`` leaves out the time that connecting took."""

    transactions: int
    per_second: float
    latencies_ms: list[float]


@dataclass(frozen=True, slots=True)
class PgBench:
    """Runs scripts as one role. ``environment`` holds the PG* settings, the password among them."""

    program: Path
    environment: Mapping[str, str]
    connections: int
    seed: int

    def run(self, script: str, *, seconds: int) -> Outcome:
        """As many transactions as fit into ``seconds``."""
        return self._run(script, "-T", str(seconds))

    def run_each(self, script: str, *, times: int) -> Outcome:
        """So many transactions on each connection: for scripts that can be run only so often."""
        return self._run(script, "-t", str(times))

    def connect_only(self, script: str) -> Outcome:
        """One transaction on each connection: what a run costs before it measures anything."""
        return self._run(script, "-t", "1")

    def _run(self, script: str, *length: str) -> Outcome:
        with tempfile.TemporaryDirectory(prefix="talent-bench-") as folder:
            path = Path(folder) / "script.sql"
            path.write_text(script, encoding="utf-8")
            argv = [str(self.program), "-n", "-M", "prepared", "-f", str(path), *length]
            argv += ["-c", str(self.connections), "-j", str(min(_THREADS, self.connections))]
            argv += [f"--random-seed={self.seed}", "-l", f"--log-prefix={folder}/latency"]
            run = subprocess.run(
                argv,
                env={**os.environ, **self.environment},
                capture_output=True,
                text=True,
                check=False,
            )
            latencies_ms = [
                int(line.split(" ", 3)[2]) / 1000
                for log in Path(folder).glob("latency.*")
                for line in log.read_text(encoding="ascii").splitlines()
            ]
        if run.returncode != 0:
            raise LimitFailedError(run.stdout + run.stderr)
        return read_outcome(run.stdout, latencies_ms)


def read_outcome(output: str, latencies_ms: list[float]) -> Outcome:
    """Read pgbench's own summary; a failed transaction, or a missing figure, is a failure."""
    done, failed, rate = (pattern.search(output) for pattern in (_DONE, _FAILED, _RATE))
    if done is None or failed is None or rate is None or int(failed[1]) or not int(done[1]):
        raise LimitFailedError(output)
    return Outcome(int(done[1]), float(rate[1]), latencies_ms)


def shorten_script(script: str) -> str:
    """The script for readers: the long arrays of ids cut."""
    return _LONG_ARRAY.sub(r"'{\1...}'", script)
