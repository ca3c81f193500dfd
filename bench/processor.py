"""Processor time from /proc, in seconds. Linux only; elsewhere the figures cannot be had."""

import os
import resource
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from infra.local.identity import list_descendants

_PROC = Path("/proc")
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_BUSY = (0, 1, 2, 5, 6, 7)  # user, nice, system, irq, softirq, steal.


def read_tree_s(leaders: Sequence[int]) -> float:
    """What these processes and all below them have used, those that ended and were reaped too."""
    pids = {pid for leader in leaders for pid in (leader, *list_descendants(leader))}
    return sum(_read_process_s(pid) for pid in pids)


def read_own_s() -> float:
    """What this process and its reaped children have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def read_machine_s() -> float:
    """What the whole machine has used, and what its host took from it."""
    fields = (_PROC / "stat").read_text().splitlines()[0].split()[1:]
    return sum(int(fields[index]) for index in _BUSY) / _TICKS_PER_S


def _read_process_s(pid: int) -> float:
    with suppress(OSError):
        text = (_PROC / str(pid) / "stat").read_text(errors="replace")
        # The program's name stands in brackets and may itself hold blanks and brackets.
        fields = text.rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS_PER_S
    return 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Processor seconds since some beginning; subtract two to learn what lies between."""

    server_s: float
    postgres_s: float
    client_s: float
    machine_s: float
    system_s: float
    wall_s: float

    def __sub__(self, earlier: "Usage") -> "Usage":
        names = self.__dataclass_fields__
        return Usage(**{name: getattr(self, name) - getattr(earlier, name) for name in names})

    def __add__(self, other: "Usage") -> "Usage":
        names = self.__dataclass_fields__
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def foreign_share(self) -> float:
        """The part of the machine, 0 to 1, that was busy neither for the system under test nor for
        the bench: other people's processes, and kernel work that belongs to no process.
        """
        foreign_s = self.machine_s - self.system_s - self.client_s
        return max(0.0, foreign_s / (self.wall_s * (os.cpu_count() or 1)))


@dataclass(frozen=True, slots=True)
class Meter:
    """Reads the clocks of one system. The callables name the leaders, which restarts change."""

    server: Callable[[], int]
    postgres: Callable[[], int]
    system: Callable[[], int]

    def read(self) -> Usage:
        """All clocks now."""
        return Usage(
            server_s=read_tree_s([self.server()]),
            postgres_s=read_tree_s([self.postgres()]),
            client_s=read_own_s(),
            machine_s=read_machine_s(),
            system_s=read_tree_s([self.system()]),
            wall_s=time.monotonic(),
        )
