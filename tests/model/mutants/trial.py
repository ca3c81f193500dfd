"""Trying a suite on mutants: each stands in a private copy of the sources, and must be noticed.

The checkout and its environment are only read.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.model.engines import engines
from tests.model.mutants.mutant import Mutant

REPOSITORY = Path(__file__).parents[3]
_PATIENCE_S = 900
_COPIED = ("services", "shared", "tests", "infra", "tools", "bench")
_SOURCES = (
    "services/core_django/src",
    "services/core_django/testing",
    "services/profiler_fastapi/src",
    "shared/contracts/src",
    "shared/coalesce/src",
    ".",
)
_REFUSED_BY_DATABASE = re.compile(r"violates|_violation|psycopg\.errors|IntegrityError")
_WHERE = "import core, profiler, talent_contracts, tests as t; print(*(m.__path__[0] for m in (core, profiler, talent_contracts, t)), sep='\\n')"
Environment = dict[str, str]
Run = subprocess.CompletedProcess[str]


@dataclass(frozen=True, slots=True)
class Suite:
    """A module with its arguments that ends with 0 on sound sources.

    ``noticed`` stands in its output when it was the suite that found something, and ``find_reason``
    says in a line what.
    """

    command: tuple[str, ...]
    noticed: str
    find_reason: Callable[[Run], str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``refused``: the database's own constraints stopped the mutant, and the suite saw the error.

    ``SURVIVED`` and ``BROKEN``, which is noticed by something else, are failures.
    """

    mutant: Mutant
    word: str
    reason: str
    took_s: float

    @property
    def is_caught(self) -> bool:
        return self.word in {"caught", "refused"}


class NotSound(AssertionError):
    """The suite fails on the copy as it is: whatever it catches there proves nothing."""


def try_mutants(
    suite: Suite, mutants: Sequence[Mutant], *, is_known_sound: bool = False
) -> Iterator[Verdict]:
    """A verdict on each, in their order. Raises NotSound, MutantOutdated.

    With ``is_known_sound`` somebody else has just seen the suite pass on these sources.
    """
    with copy_sources() as copy, engines():
        env = {**os.environ, **_point_to(copy)}
        _check_imports(copy, env)
        if not is_known_sound:
            _check_is_sound(suite, copy, env)
        for mutant in mutants:
            yield _try(suite, mutant, copy, env)


@contextmanager
def copy_sources() -> Iterator[Path]:
    """A copy that nobody else sees, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for name in _COPIED:
            ignored = shutil.ignore_patterns("__pycache__", "node_modules", ".*")
            shutil.copytree(REPOSITORY / name, Path(folder) / name, ignore=ignored)
        shutil.copy(REPOSITORY / "pyproject.toml", folder)
        yield Path(folder)


def _point_to(copy: Path) -> Environment:
    """Before anything that the environment's own path files name."""
    paths = os.pathsep.join(str(copy / source) for source in _SOURCES)
    return {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}


def _check_imports(copy: Path, env: Environment) -> None:
    """Otherwise every mutant would survive, or worse."""
    argv = [sys.executable, "-c", _WHERE]
    run = subprocess.run(argv, cwd=copy, env=env, capture_output=True, text=True, check=True)
    strangers = [line for line in run.stdout.split() if not line.startswith(str(copy))]
    if strangers:
        raise SystemExit(f"error: the copy imports from {strangers}")


def _check_is_sound(suite: Suite, copy: Path, env: Environment) -> None:
    run = _run(suite, copy, env)
    if run.returncode != 0:
        raise NotSound(run.stdout + run.stderr)


def _try(suite: Suite, mutant: Mutant, copy: Path, env: Environment) -> Verdict:
    texts = mutant.mutate(copy)
    before = {path: path.read_text(encoding="utf-8") for path in texts}
    started = time.monotonic()
    try:
        _write(texts)
        run = _run(suite, copy, env)
    finally:
        _write(before)
    return Verdict(mutant, *_judge(suite, run), time.monotonic() - started)


def _judge(suite: Suite, run: Run) -> tuple[str, str]:
    output = run.stdout + run.stderr
    if run.returncode == 0:
        return "SURVIVED", ""
    if suite.noticed not in output:
        return "BROKEN", output
    word = "refused" if _REFUSED_BY_DATABASE.search(output) else "caught"
    return word, suite.find_reason(run)


def _write(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


def _run(suite: Suite, copy: Path, env: Environment) -> Run:
    argv = [sys.executable, "-m", *suite.command]
    try:
        return subprocess.run(
            argv,
            cwd=copy,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_S,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(argv, 1, "", "it hangs")
