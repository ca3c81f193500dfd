"""Which process is which: a pid alone is reused, a pid with its start time is not."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_IS_LINUX = sys.platform.startswith("linux")


@dataclass(frozen=True)
class Identity:
    """A process. `started` is opaque text; it sorts by age only on Linux within one boot."""

    pid: int
    started: str


@dataclass(frozen=True)
class _Stat:
    """The fields of /proc/PID/stat that we need."""

    pid: int
    state: str
    parent: int
    session: int
    threads: int
    start_ticks: int

    @property
    def is_over(self) -> bool:
        return self.state in {"Z", "X"} and self.threads <= 1


def find_identity(pid: int) -> Identity | None:
    """Return the process that has the pid now, or None; a zombie is no process.

    A zombie whose other threads are still ending is one: it may still hold ports and files.
    """
    if not _IS_LINUX:
        return _find_identity_by_ps(pid)
    found = _read_stat(pid)
    if found is None or found.is_over:
        return None
    return Identity(pid, f"{_boot()}:{found.start_ticks}")


def is_running(identity: Identity) -> bool:
    """Tell whether exactly this process still runs."""
    return find_identity(identity.pid) == identity


def list_session_members(leader: Identity) -> list[int]:
    """Return the processes of the session this leader opened, the leader included.

    Also when the leader is gone and only its workers are left. Empty when the pid belongs to a
    stranger by now, or after a reboot.
    """
    current = find_identity(leader.pid)
    if current is not None and current != leader:
        return []
    if not _IS_LINUX:
        return [leader.pid] if current else []
    boot, _, ticks = leader.started.partition(":")
    if boot != _boot():
        return []
    return [
        stat.pid
        for stat in _list_stats()
        if stat.session == leader.pid and not stat.is_over and stat.start_ticks >= int(ticks)
    ]


def list_descendants(pid: int) -> list[int]:
    """Return the pids of all processes below this one, on Linux."""
    children: dict[int, list[int]] = {}
    for stat in _list_stats():
        children.setdefault(stat.parent, []).append(stat.pid)
    found = list(children.get(pid, []))
    for child in found:
        found.extend(children.get(child, []))  # The list grows while we walk it: that is the walk.
    return found


def list_processes_in(directory: Path) -> list[int]:
    """Return the processes whose working directory this is, on Linux."""
    return [stat.pid for stat in _list_stats() if _works_in(stat.pid, directory)]


def _works_in(pid: int, directory: Path) -> bool:
    try:
        return (_PROC / str(pid) / "cwd").readlink() == directory
    except OSError:
        return False


def _list_stats() -> Iterator[_Stat]:
    if not _IS_LINUX:
        return
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (found := _read_stat(int(entry.name))):
            yield found


def _read_stat(pid: int) -> _Stat | None:
    with suppress(OSError):
        text = (_PROC / str(pid) / "stat").read_text(errors="replace")
        # The program's name stands in brackets and may itself hold blanks and brackets.
        fields = text.rpartition(")")[2].split()
        return _Stat(
            pid, fields[0], int(fields[1]), int(fields[3]), int(fields[17]), int(fields[19])
        )
    return None


def _boot() -> str:
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()


def _find_identity_by_ps(pid: int) -> Identity | None:
    argv = ["ps", "-o", "lstart=", "-p", str(pid)]
    started = subprocess.run(argv, capture_output=True, text=True, check=False).stdout.strip()
    return Identity(pid, started) if started else None
