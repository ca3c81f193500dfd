#!/usr/bin/env python3
"""Start Talent Engine on a machine that has nothing but Python: `python3 run.py help`.

Makes a virtual environment, installs the locked packages into it when the lock changed, and
hands over to `infra.local` inside it. Standard library only.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parent
VENV = Path(os.environ.get("VENV_DIR") or REPOSITORY / ".venv").absolute()
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed.json"
LOCKS = REPOSITORY / "requirements"
SOURCES = (
    "services/core_django/src",
    "services/profiler_fastapi/src",
    "shared/contracts/src",
    "shared/coalesce/src",
    ".",
)
# What the verb needs; the development lock holds everything of the local one.
LOCAL_VERBS = {"run", "status", "stop", "journey", "clean"}
HELP = """\
python3 run.py [verb]      (make VERB does the same)
  run       start the whole system and stay until Ctrl-C (default)
  --test    run the tests on throw-away engines; arguments go to pytest
  check     lint, types, import contracts, drift and freshness
  journey   walk one learner through the running system
  bench     measure and compare
  e2e       run the end-to-end tests only
  faults    run the fault matrix on a system of its own
  assure    run the long suites and report them (--part NAME, --short)
  simulate  judge the profiler on simulated people and write its manual
  mutants   break the protocol in small ways and see each noticed (--only NAME)
  web       develop the web app with hot reload beside a running system (web build, web test)
  openapi   write anew what is generated and committed: API descriptions, schemas, web build
  lock      compile requirements/*.lock anew
  status    list the processes of the instance
  stop      stop the instance
  clean     remove the instance's data, the caches and the virtual environment
Settings: .env.example. VENV_DIR moves the virtual environment, RUN_DIR the instance's data."""


def main(arguments: list[str]) -> None:
    """Prepare the environment and become the program that does the work."""
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("run", [])
    if verb in {"help", "--help", "-h"}:
        print(HELP)
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - this is the file that older ones start.
        sys.exit(f"error: Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
    started = time.time()
    install("local.lock" if verb in LOCAL_VERBS else "dev.lock")
    os.environ["STARTED_AT"] = str(started)
    # -P: a folder called infra where the user happens to be must not be taken for ours.
    os.execv(PYTHON, [str(PYTHON), "-P", "-m", "infra.local", verb, *rest])  # noqa: S606 - no shell is meant.


def install(lock: str) -> None:
    """Make the environment hold the lock's packages; returns at once when it does already."""
    if is_installed(lock):
        return
    try:
        with only_one():
            if not is_installed(lock):
                install_lock(lock)
    except OSError as error:
        sys.exit(f"error: {error.filename} cannot be written: set VENV_DIR to a folder of yours")
    except subprocess.CalledProcessError as error:
        sys.exit(f"error: installing {lock} failed (exit code {error.returncode}), see above")


def is_installed(lock: str) -> bool:
    """Tell whether the finished environment is that of this lock, Python and checkout."""
    try:
        installed: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
        return installed.items() >= describe(lock).items()
    except (OSError, ValueError):
        return False


def describe(*locks: str) -> dict[str, str]:
    """Return what makes an environment stale when it changes."""
    hashes = {lock: hashlib.sha256((LOCKS / lock).read_bytes()).hexdigest() for lock in locks}
    sources = ":".join(SOURCES)
    return {**hashes, "python": sys.version, "checkout": str(REPOSITORY), "sources": sources}


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Wait until no other start installs into the same environment."""
    VENV.mkdir(parents=True, exist_ok=True)
    with (VENV / ".start-lock").open("w") as lock:  # uv itself locks VENV/.lock.
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install_lock(lock: str) -> None:
    """Create what is missing and record it last, so that a cut installation is repeated."""
    make_venv()
    STAMP.unlink(missing_ok=True)
    started = time.monotonic()
    print(f"installing requirements/{lock}", flush=True)
    run_installer("--require-hashes", "-r", str(LOCKS / lock))
    print(f"installed in {time.monotonic() - started:.1f} s", flush=True)
    site = next((VENV / "lib").glob("python3*/site-packages"))
    paths = "".join(f"{(REPOSITORY / source).resolve()}\n" for source in SOURCES)
    (site / "talent_engine.pth").write_text(paths, encoding="utf-8")
    installed = ["local.lock"] if lock == "local.lock" else ["local.lock", lock]
    STAMP.write_text(json.dumps(describe(*installed)), encoding="utf-8")


def make_venv() -> None:
    """Create the environment, or anew when it belongs to another Python."""
    if has_our_python():
        return
    print(f"creating {VENV}", flush=True)
    for stale in (VENV / "bin", VENV / "lib"):
        subprocess.run(["rm", "-rf", str(stale)], check=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    except subprocess.CalledProcessError:
        sys.exit("error: this Python cannot make virtual environments: install python3-venv")


def has_our_python() -> bool:
    """Tell whether the environment's Python starts, has pip and is the version of ours."""
    question = "import sys, pip; print(sys.version)"
    try:
        answer = subprocess.run(
            [str(PYTHON), "-c", question], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def run_installer(*arguments: str) -> None:
    """Install with uv, which is fast; with the environment's own pip where uv cannot be had."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    pip = [str(PYTHON), "-m", "pip", "install", *quiet]
    if install_uv(pip):
        env = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never"}
        uv = [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--python", str(PYTHON)]
        if subprocess.run([*uv, *arguments], env=env, check=False).returncode == 0:
            return
        print("uv failed, trying pip", flush=True)
    subprocess.run([*pip, *arguments], check=True)


def install_uv(pip: list[str]) -> bool:
    """Install the uv that the development lock names, hashes included; tell whether it is there."""
    text = (LOCKS / "dev.lock").read_text(encoding="utf-8")
    found = re.search(r"^uv==(?:.*\\\n)*.*$", text, re.MULTILINE)
    if found is None:
        return False
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(found.group() + "\n")
        file.flush()
        argv = [*pip, "--require-hashes", "-r", file.name]
        return subprocess.run(argv, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
