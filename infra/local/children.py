"""Start a child process that cannot outlive us, and end it with everything below it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from infra.local.account import Account

_PR_SET_PDEATHSIG = 1


def start_child(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    output: IO[bytes] | int,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start the program as leader of its own session and group.

    A Ctrl-C in the terminal therefore reaches only us. On Linux the kernel sends `death_signal`
    to the child when the calling thread ends: call this from the main thread.
    """
    return subprocess.Popen(
        list(argv),
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        umask=0o077,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=_make_death_bond(death_signal),  # noqa: PLW1509 - we have one thread; prctl has no other place
    )


def _make_death_bond(number: signal.Signals) -> Callable[[], None] | None:
    """Return what a Linux child runs before its program: die when the parent dies."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)  # The parent died before the bond was made.

    return bind


def signal_child(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send the signal to the leader only; a child that is gone already is fine."""
    with suppress(ProcessLookupError):
        child.send_signal(number)


def kill_group(leader: int) -> None:
    """Kill every process of the leader's group, whether the leader still lives or not."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def stop_child(child: subprocess.Popen[bytes], number: signal.Signals, timeout_s: float) -> None:
    """Ask the leader to stop, wait, then kill what is left of its group."""
    signal_child(child, number)
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout_s)
    kill_group(child.pid)
    child.wait()
