"""Stop processes in parallel, politely first, and surely within a few seconds."""

import time
from collections.abc import Callable, Sequence

from infra.local.process import Process

_POLL_S = 0.02


def stop_all(
    processes: Sequence[Process],
    *,
    patience_s: float = 2.0,
    is_urgent: Callable[[], bool] = lambda: False,
) -> None:
    """Stop the groups in order: applications first, then the engines they need.

    Applications have `patience_s`, the engines after them a little less: everything is gone
    within five seconds, and at once as soon as `is_urgent`.
    """
    groups = sorted({process.program.stop_group for process in processes})
    for group in groups:
        members = [process for process in processes if process.program.stop_group == group]
        group_patience_s = patience_s if group == groups[0] else patience_s * 0.7
        _stop_together(members, group_patience_s, is_urgent)


def _stop_together(
    processes: Sequence[Process], patience_s: float, is_urgent: Callable[[], bool]
) -> None:
    for process in processes:
        process.send(process.program.stop_signal)
    _wait(processes, patience_s, is_urgent)
    for process in processes:
        process.send(process.program.harder_signal)
    _wait(processes, 0.5, is_urgent)
    for process in processes:
        process.kill()


def _wait(processes: Sequence[Process], seconds: float, is_urgent: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(process.is_running() for process in processes):
        if is_urgent():
            return
        time.sleep(_POLL_S)
