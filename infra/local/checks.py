"""What `check` runs, one line each: add lines here."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from infra.local.paths import REPOSITORY
from infra.local.testing import test_engines


@dataclass(frozen=True)
class Check:
    """A module with its arguments, or a script of the environment, run in the checkout.

    `core_role` is the database role of core.
    """

    name: str
    command: tuple[str, ...]
    core_role: str = "app"
    is_script: bool = False

    @property
    def argv(self) -> list[str]:
        if self.is_script:
            program, *arguments = self.command
            return [str(Path(sys.executable).with_name(program)), *arguments]
        return [sys.executable, "-m", *self.command]


# Each lane in its order, the lanes side by side.
_LANES = (
    (
        Check("lint", ("ruff", "check", ".")),
        Check("format", ("ruff", "format", "--check", ".")),
        Check("types", ("mypy", ".")),
        Check("import contracts", ("lint-imports", "--no-logo"), is_script=True),
        Check("house rules", ("tools.lint",)),
        Check("item bank", ("profiler.bank", "lint")),
        Check(
            "core migration drift",
            ("core", "makemigrations", "--check", "--dry-run"),
            core_role="owner",
        ),
        Check("profiler migrations", ("profiler", "migrate")),
        Check("profiler migration drift", ("profiler", "check_migrations")),
        Check("contract schemas", ("talent_contracts.schemas", "--check")),
        Check("contract vectors", ("shared.contracts.vectors.generate", "--check")),
        Check("core openapi", ("core", "openapi", "--check")),
        Check("profiler openapi", ("profiler", "openapi", "--check")),
    ),
    (
        Check("web client", ("infra.local", "web", "client:check")),
        Check("web types", ("infra.local", "web", "types")),
        Check("web lint", ("infra.local", "web", "lint")),
        Check("web format", ("infra.local", "web", "format")),
        Check("web build", ("infra.local", "web", "build:check")),
        Check("web budget", ("infra.local", "web", "budget")),
    ),
)

# What `openapi` runs to write anew what the checks compare.
GENERATORS = (
    Check("contract schemas", ("talent_contracts.schemas",)),
    Check("contract vectors", ("shared.contracts.vectors.generate",)),
    Check("core openapi", ("core", "openapi")),
    Check("profiler openapi", ("profiler", "openapi")),
    Check("web client", ("infra.local", "web", "client")),
    Check("web build", ("infra.local", "web", "build")),
)


def run_checks(_: Sequence[str]) -> int:
    """Run every check, also after a failure, and return 1 when one failed."""
    return _run_all(*_LANES)


def generate(_: Sequence[str]) -> int:
    """Write the committed API descriptions and schemas anew."""
    return _run_all(GENERATORS)


def _run_all(*lanes: Sequence[Check]) -> int:
    with test_engines() as environment, ThreadPoolExecutor(len(lanes)) as pool:
        by_lane = pool.map(lambda lane: _list_failed(lane, environment), lanes)
        failed = [name for found in by_lane for name in found]
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def _list_failed(checks: Sequence[Check], environment: Mapping[str, str]) -> list[str]:
    return [check.name for check in checks if not _passes(check, environment)]


def _passes(check: Check, environment: Mapping[str, str]) -> bool:
    started = time.monotonic()
    run = subprocess.run(
        check.argv,
        cwd=REPOSITORY,
        env={**os.environ, **environment, "CORE_DATABASE_ROLE": check.core_role},
        capture_output=True,
        text=True,
        check=False,
    )
    passed = run.returncode == 0
    line = f"{'ok  ' if passed else 'FAIL'} {check.name} {time.monotonic() - started:.1f} s\n"
    print(line if passed else line + run.stdout + run.stderr + "\n", end="", flush=True)
    return passed
