"""Waiting for what arrives by itself."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

HELD_UP = "select 1 from pg_stat_activity where %s = any(pg_blocking_pids(pid))"
"""Whether anybody in PostgreSQL waits for what the backend with this pid holds."""


class NeverHappened(AssertionError):
    """What was waited for did not come in time."""


def wait_until(look: Callable[[], T], *, within_s: float, what: str, every_s: float = 0.02) -> T:
    """The first truthy value of ``look``; NeverHappened after ``within_s`` seconds."""
    deadline = time.monotonic() + within_s
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise NeverHappened(f"{what}: not within {within_s} s")
        time.sleep(every_s)
