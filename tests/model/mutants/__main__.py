"""``python -m tests.model.mutants [--only NAME]``: the machine must catch each mutant.

Works on a private copy of the sources; the checkout and its environment are only read.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from infra.local.testing import test_engines
from tests.model.mutants import MUTANTS
from tests.model.mutants.mutant import Mutant

REPOSITORY = Path(__file__).parents[3]
EXAMPLES = 60
SEED = 20
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
_NOTICED = "Failing test case"
_RAISED = re.compile(r"^([\w.]*(?:Error|Broken|Happened)\b.*)$", re.MULTILINE)
_REFUSED_BY_DATABASE = re.compile(r"violates|_violation|psycopg\.errors|IntegrityError")
_WHERE = "import core, profiler, talent_contracts, tests as t; print(*(m.__path__[0] for m in (core, profiler, talent_contracts, t)), sep='\\n')"
Environment = dict[str, str]


def main(arguments: Sequence[str]) -> int:
    """1 when a mutant survives, or was noticed by something else than the machine."""
    parser = argparse.ArgumentParser(prog="python -m tests.model.mutants", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="may be given repeatedly")
    parser.add_argument("--examples", type=int, default=EXAMPLES)
    options = parser.parse_args(arguments)
    chosen = [one for one in MUTANTS if not options.only or one.name in options.only]
    with copy_sources() as copy, test_engines() as engines:
        env = {**os.environ, **engines, **_point_to(copy)}
        _check_imports(copy, env)
        if not _is_sound(copy, env, options.examples):
            return 1
        survivors = [one for one in chosen if not _is_caught(one, copy, env, options.examples)]
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} mutants caught", flush=True)
    return int(bool(survivors) or not chosen)


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


def _is_sound(copy: Path, env: Environment, examples: int) -> bool:
    """The copy itself must agree, or whatever is caught proves nothing."""
    started = time.monotonic()
    run = _play(copy, env, examples)
    is_sound = run.returncode == 0
    print(
        f"{'sound' if is_sound else 'NOT SOUND'} ({time.monotonic() - started:.0f} s)", flush=True
    )
    if not is_sound:
        print(run.stdout + run.stderr)
    return is_sound


def _is_caught(mutant: Mutant, copy: Path, env: Environment, examples: int) -> bool:
    texts = mutant.mutate(copy)
    before = {path: path.read_text(encoding="utf-8") for path in texts}
    started = time.monotonic()
    try:
        _write(texts)
        run = _play(copy, env, examples)
    finally:
        _write(before)
    verdict = _judge(run)
    took_s = time.monotonic() - started
    print(f"{verdict:<8} {mutant.name} ({took_s:.0f} s) {_find_reason(run)}", flush=True)
    return verdict in {"caught", "refused"}


def _judge(run: subprocess.CompletedProcess[str]) -> str:
    """``refused``: the database's own constraints stopped it, and the machine saw the error."""
    output = run.stdout + run.stderr
    if run.returncode == 0:
        return "SURVIVED"
    if _NOTICED not in output:
        print(output)
        return "BROKEN"
    return "refused" if _REFUSED_BY_DATABASE.search(output) else "caught"


def _find_reason(run: subprocess.CompletedProcess[str]) -> str:
    """The beginning of what was raised last."""
    raised = _RAISED.findall(run.stderr.partition(_NOTICED)[0])
    return str(raised[-1])[:120] if raised else ""


def _write(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


def _play(copy: Path, env: Environment, examples: int) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "tests.model", "--no-shrink"]
    argv += ["--examples", str(examples), "--seed", str(SEED)]
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
