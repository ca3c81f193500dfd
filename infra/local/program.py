"""One row of the process table."""

import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from infra.local.account import Account
from infra.local.paths import REPOSITORY


class Kind(Enum):
    """What it means when the process ends."""

    ENGINE = "engine"  # Everything stops.
    ONE_SHOT = "one-shot"  # The start goes on, or fails with its exit code.
    SERVICE = "service"  # It is started again.
    BACKGROUND = "background"  # Runs once after everything is ready; a failure is a warning.


def is_alive() -> bool:
    """Readiness of a process about which nothing more can be asked."""
    return True


def do_nothing() -> None:
    """Stand in where a program needs no preparation."""


@dataclass(frozen=True)
class Program:
    """A process to run: programs of one stage start together, the next stage waits for them.

    A program is ready when it has lived for `settle_s` and `is_ready` agrees.
    `prepare` runs before each start, `finish` after a one-shot succeeded. To stop it, the leader
    gets `stop_signal`, when patience ends `harder_signal`, and then its group is killed. Programs
    with a lower `stop_group` are stopped first. `territory` is a directory in which nothing else
    works: whatever works there is a child, even when it opened a session of its own.
    """

    name: str
    argv: Sequence[str]
    kind: Kind
    stage: int
    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    cwd: Path = REPOSITORY
    account: Account | None = None
    is_ready: Callable[[], bool] = is_alive
    settle_s: float = 0.0
    prepare: Callable[[], None] = do_nothing
    finish: Callable[[], None] = do_nothing
    timeout_s: float = 60.0
    stop_signal: signal.Signals = signal.SIGTERM
    harder_signal: signal.Signals = signal.SIGKILL
    stop_group: int = 0
    territory: Path | None = None
