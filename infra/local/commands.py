"""The verbs that start the system and point another program at it."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from infra.local.paths import REPOSITORY
from infra.local.settings import read_settings
from infra.local.suite import run_tests
from infra.local.system import RunningSystem

# The programs find the system by RUN_DIR, CORE_URL, PROFILER_URL, ADMIN_EMAIL and ADMIN_PASSWORD.
_JOURNEY = "tests.e2e.journey"
_BENCH = "bench"
_FAULTS = "tests.faults"
_ASSURANCE = "tests.assurance"


def walk_journey(arguments: Sequence[str]) -> int:
    """Walk one learner from creation to the dashboard, on the running system.

    Where none runs in RUN_DIR, one of its own is started for the walk.
    """
    running = _find_running()
    if running is None:
        return _run_on_system(_JOURNEY, arguments)
    return _run_at(running, _JOURNEY, arguments)


def run_bench(arguments: Sequence[str]) -> int:
    """Measure; the bench starts a system of its own once it understands the arguments."""
    argv = [sys.executable, "-P", "-m", _BENCH, *arguments]
    return subprocess.run(argv, cwd=REPOSITORY, check=False).returncode


def run_end_to_end(arguments: Sequence[str]) -> int:
    """Run only the end-to-end tests."""
    return run_tests(["tests/e2e", *arguments])


def run_faults(arguments: Sequence[str]) -> int:
    """Run the fault matrix; it starts a system of its own once it understands the arguments."""
    argv = [sys.executable, "-P", "-m", _FAULTS, *arguments]
    return subprocess.run(argv, cwd=REPOSITORY, check=False).returncode


def run_assurance(arguments: Sequence[str]) -> int:
    """Run the long suites and report; each part starts what it needs."""
    argv = [sys.executable, "-P", "-m", _ASSURANCE, *arguments]
    return subprocess.run(argv, cwd=REPOSITORY, check=False).returncode


def run_simulation(arguments: Sequence[str]) -> int:
    """Run the profiler's simulation; 1 when one of its gates fails. Needs no system."""
    argv = [sys.executable, "-m", "profiler.simulation", *arguments]
    return subprocess.run(argv, cwd=REPOSITORY, check=False).returncode


def run_mutants(arguments: Sequence[str]) -> int:
    """Break a copy of the protocol in small ways; 1 when the model test misses one."""
    argv = [sys.executable, "-m", "tests.model.mutants", *arguments]
    return subprocess.run(argv, cwd=REPOSITORY, check=False).returncode


def _run_on_system(module: str, arguments: Sequence[str]) -> int:
    print("starting a system of its own", flush=True)
    with RunningSystem() as system:
        print(system.output.splitlines()[-1], flush=True)
        return _run_at(system.run_dir, module, arguments)


def _run_at(run_dir: Path, module: str, arguments: Sequence[str]) -> int:
    found: dict[str, object] = json.loads((run_dir / "credentials.json").read_text())
    addresses = {name.upper(): str(value) for name, value in found.items()}
    argv = [sys.executable, "-m", module, *arguments]
    env = {**os.environ, **addresses, "RUN_DIR": str(run_dir)}
    return subprocess.run(argv, cwd=REPOSITORY, env=env, check=False).returncode


def _find_running() -> Path | None:
    """The run directory whose core answers; None where nothing runs."""
    run_dir = read_settings(os.environ).run_dir
    try:
        core_url = json.loads((run_dir / "credentials.json").read_text())["core_url"]
        with urllib.request.urlopen(f"{core_url}/readyz", timeout=2) as answer:  # noqa: S310 - our own file names the address.
            return run_dir if answer.status == HTTPStatus.OK else None
    except (OSError, ValueError, KeyError):
        return None
