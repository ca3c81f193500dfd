"""Run the README's commands in a clean checkout, on a PATH with almost nothing on it.

    python -m tools.readme_commands [--skip COMMAND]...

A fenced block of ``sh`` that follows a line ``<!-- ci -->`` is run line by line. A command that
starts the system (``make run``, ``python3 run.py``) goes on in the background: the next command
runs when the system says that it is ready, and before another start or after the last command it
is stopped as by Ctrl-C.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from infra.local.system import remove_instance

REPOSITORY = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"^<!-- ci -->\n+```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STARTS_SYSTEM = re.compile(r"^(\w+=\S+ +)*(make run|python3 run\.py( run)?)$")
_READY = re.compile(r"^ready in ", re.MULTILINE)
_READY_TIMEOUT_S = 300
_STOP_TIMEOUT_S = 15
# The system ends with 0; make tells its caller in its own ways that it was interrupted.
_INTERRUPTED = {0, -signal.SIGINT, 128 + signal.SIGINT, 2}
_COREUTILS = """
    basename cat chmod chown cp cut date dirname du echo env expr false head id install ln ls
    mkdir mktemp mv nohup od printf pwd readlink realpath rm rmdir seq sha256sum sleep sort
    stat tail tee test timeout touch tr true uname uniq wc whoami
"""


def list_commands(readme: str) -> list[str]:
    """Return the commands of the marked blocks, continued lines joined, comments left out."""
    blocks = "".join(_BLOCK.findall(readme)).replace("\\\n", " ")
    lines = [line.strip() for line in blocks.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def starts_system(command: str) -> bool:
    """Tell whether the command stays in the foreground until it is stopped."""
    return _STARTS_SYSTEM.match(command) is not None


def run_commands(commands: Sequence[str], *, checkout: Path, path: Path) -> None:
    """Run the commands one after the other; raises SystemExit at the first that fails."""
    env = _make_environment(path)
    with ExitStack() as running:
        for command in commands:
            print(f"$ {command}", flush=True)
            started = time.monotonic()
            if starts_system(command):
                running.close()  # A second start is one after Ctrl-C.
                running.enter_context(_started_system(command, checkout, env))
            else:
                _run(command, checkout, env)
            print(f"  ({time.monotonic() - started:.1f} s)", flush=True)


def make_bare_path(folder: Path) -> None:
    """Fill the folder with links to Python, git, make, a shell and the coreutils only."""
    base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    (folder / "python3").symlink_to(base)
    for name in ("git", "make", "sh", *_COREUTILS.split()):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)


def _make_environment(path: Path) -> dict[str, str]:
    """Return the environment of a fresh terminal: our tools and nothing that names our system."""
    prefixes = ("PIP_", "UV_", "SSL_", "HTTP", "http", "NO_PROXY", "no_proxy", "LANG", "LC_", "TZ")
    kept = {name: value for name, value in os.environ.items() if name.startswith(prefixes)}
    return {**kept, "PATH": str(path), "HOME": os.environ.get("HOME", "/")}


def _run(command: str, checkout: Path, env: dict[str, str]) -> None:
    shell = shutil.which("sh") or "/bin/sh"
    run = subprocess.run([shell, "-ec", command], cwd=checkout, env=env, check=False)
    if run.returncode != 0:
        raise SystemExit(f"error: README command failed ({run.returncode}): {command}")


@contextmanager
def _started_system(command: str, checkout: Path, env: dict[str, str]) -> Iterator[None]:
    """Start the system, wait until it is ready, and stop it at the end as a terminal would."""
    log = checkout / ".readme-run.log"
    shell = shutil.which("sh") or "/bin/sh"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [shell, "-c", f"exec env {command}"],  # The shell itself must not get the Ctrl-C.
            cwd=checkout,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, log)
        yield
    finally:
        _interrupt(process)
    if process.returncode not in _INTERRUPTED:
        raise SystemExit(f"error: {command} ended with {process.returncode}:\n{log.read_text()}")


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """Send SIGINT to everybody, as a terminal does, and wait; kill what does not listen."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(_STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _READY_TIMEOUT_S
    while not _READY.search(log.read_text(errors="replace")):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"error: the system was not ready:\n{log.read_text()}")
        time.sleep(0.2)
    print(log.read_text(errors="replace"), end="", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Clone the committed state into a temporary folder and run its README there."""
    parser = argparse.ArgumentParser(description="Run the README's commands.")
    parser.add_argument("--skip", action="append", default=[], help="a command to leave out")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="readme-") as folder:
        checkout, path = Path(folder) / "checkout", Path(folder) / "bin"
        clone = ["git", "clone", "--quiet", "--no-hardlinks", str(REPOSITORY), str(checkout)]
        subprocess.run(clone, check=True)
        path.mkdir()
        make_bare_path(path)
        found = list_commands((checkout / "README.md").read_text(encoding="utf-8"))
        commands = [command for command in found if command not in options.skip]
        if not commands:
            raise SystemExit("error: README.md has no block marked <!-- ci -->")
        try:
            run_commands(commands, checkout=checkout, path=path)
        finally:
            remove_instance(checkout / ".run")  # A closed folder's data lies outside it.
    print(f"README: {len(commands)} commands passed", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
