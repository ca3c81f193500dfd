"""The verbs that look at or end an instance from another terminal."""

import os
import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from infra.local.account import find_engine_account
from infra.local.errors import LocalError
from infra.local.identity import find_identity, is_running
from infra.local.instance import lock_run_dir
from infra.local.paths import REPOSITORY
from infra.local.record import ProcessRecord
from infra.local.settings import read_settings
from infra.local.system import remove_instance

_CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")


def show_status(_: Sequence[str]) -> int:
    """List the running processes; return 0 when there are some, 3 when there are none."""
    run_dir = read_settings(os.environ).run_dir
    running = ProcessRecord(run_dir / "processes.json").list_running()
    for name, pid in running.items():
        print(f"{name:16} {pid}")
    if not running:
        print(f"nothing runs in {run_dir}")
    return 0 if running else 3


def stop_instance(_: Sequence[str]) -> int:
    """Stop the supervisor of the instance as Ctrl-C does; clean up when it is gone already."""
    run_dir = read_settings(os.environ).run_dir
    if not (run_dir / "lock").exists():
        print(f"nothing runs in {run_dir}")
        return 0
    try:
        with lock_run_dir(run_dir, find_engine_account()):
            ProcessRecord(run_dir / "processes.json").stop_leftovers()
    except LocalError:
        _interrupt_supervisor(run_dir)
    return 0


def clean(_: Sequence[str]) -> int:
    """Remove the instance's data, the tools' caches and the virtual environment."""
    run_dir = read_settings(os.environ).run_dir
    if run_dir.exists():
        with lock_run_dir(run_dir, find_engine_account()):
            ProcessRecord(run_dir / "processes.json").stop_leftovers()
            remove_instance(run_dir)
    for cache in _CACHES:
        shutil.rmtree(REPOSITORY / cache, ignore_errors=True)
    if not os.environ.get("VENV_DIR"):
        shutil.rmtree(REPOSITORY / ".venv", ignore_errors=True)
    return 0


def _interrupt_supervisor(run_dir: Path) -> None:
    pid = int((run_dir / "lock").read_text(encoding="utf-8"))
    supervisor = find_identity(pid)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 15
    while supervisor is not None and is_running(supervisor):
        if time.monotonic() > deadline:
            raise LocalError(f"the supervisor (pid {pid}) did not stop within 15 s")
        time.sleep(0.05)
