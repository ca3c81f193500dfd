"""Who was started, so that the next start finds what a killed supervisor left behind."""

import json
import os
import signal
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.local.account import write_private
from infra.local.identity import (
    Identity,
    find_identity,
    is_running,
    list_processes_in,
    list_session_members,
)


@dataclass(frozen=True)
class _Entry:
    """A started process, and the directory in which only it and its children work."""

    identity: Identity
    territory: str | None

    def list_members(self) -> list[int]:
        """Return what runs of it: its session, and whatever works in its territory."""
        members = list_session_members(self.identity)
        return members + (list_processes_in(Path(self.territory)) if self.territory else [])


class ProcessRecord:
    """`processes.json`: name, pid and start time of each process, written as soon as it runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries = _read(path)

    def add(self, name: str, pid: int, territory: Path | None = None) -> None:
        """Remember the process, in place of an earlier one of the same name."""
        if identity := find_identity(pid):
            self._entries[name] = _Entry(identity, str(territory.resolve()) if territory else None)
            self._write()

    def kill_rest(self, name: str) -> None:
        """Kill whatever a dead process left: its session, and what works in its territory."""
        if entry := self._entries.get(name):
            _kill(entry.list_members())

    def clear(self) -> None:
        """Forget all: nothing runs."""
        self._entries = {}
        self._write()

    def list_running(self) -> dict[str, int]:
        """Return names and pids of the recorded processes that still run."""
        return {
            name: entry.identity.pid
            for name, entry in self._entries.items()
            if is_running(entry.identity)
        }

    def stop_leftovers(self) -> list[str]:
        """Kill what is left of the recorded processes and their children; return their names.

        Only call it while holding the instance's lock.
        """
        left = {name: entry.list_members() for name, entry in self._entries.items()}
        for pids in left.values():
            _kill(pids)
        self.clear()
        return [name for name, pids in left.items() if pids]

    def _write(self) -> None:
        entries = {name: asdict(entry) for name, entry in self._entries.items()}
        write_private(self._path, json.dumps(entries, indent=1) + "\n")


def _read(path: Path) -> dict[str, _Entry]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: _Entry(Identity(**entry["identity"]), entry["territory"])
            for name, entry in entries.items()
        }
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # No record, or one that a power cut tore.


def _kill(pids: list[int]) -> None:
    """Kill the processes and wait until they are gone."""
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while any(find_identity(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
