"""The verbs that start the system and point another program at it."""

import os
import subprocess
import sys
from collections.abc import Sequence

from infra.local.paths import REPOSITORY
from infra.local.suite import run_tests
from infra.local.system import RunningSystem

# The programs find the system by CORE_URL, PROFILER_URL, ADMIN_EMAIL and ADMIN_PASSWORD.
_JOURNEY = "tests.e2e.journey"
_BENCH = "bench"


def walk_journey(arguments: Sequence[str]) -> int:
    """Walk one learner from sign-up to the end, on a system of its own."""
    return _run_on_system(_JOURNEY, arguments)


def run_bench(arguments: Sequence[str]) -> int:
    """Measure, on a system of its own."""
    return _run_on_system(_BENCH, arguments)


def run_end_to_end(arguments: Sequence[str]) -> int:
    """Run only the end-to-end tests."""
    return run_tests(["tests/e2e", *arguments])


def _run_on_system(module: str, arguments: Sequence[str]) -> int:
    print("starting a system of its own", flush=True)
    with RunningSystem() as system:
        print(system.output.splitlines()[-1], flush=True)
        addresses = {
            "CORE_URL": system.core_url,
            "PROFILER_URL": system.profiler_url,
            "ADMIN_EMAIL": str(system.credentials["admin_email"]),
            "ADMIN_PASSWORD": str(system.credentials["admin_password"]),
        }
        argv = [sys.executable, "-m", module, *arguments]
        env = {**os.environ, **addresses}
        return subprocess.run(argv, cwd=REPOSITORY, env=env, check=False).returncode
