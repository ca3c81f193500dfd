"""The relay inside a test: as the worker role, in one process of its own per test process."""

import atexit
import os
import subprocess
import sys
from functools import cache

_SETUP = """
import sys
import django
from core.config import select_settings
select_settings()
django.setup()
from django.conf import settings
from talent_contracts.keyrings import KeyringFile
from core.platform.outbox.relay import Relay
from core.platform.outbox.sending import SyncSender
keyring = KeyringFile(settings.ENV.core_keys_dir / "sync.json")
def make_relay(url):
    keys = lambda: keyring.get().signing_keys()
    return Relay(SyncSender.create(url, "talent-profiler:test", keys))
"""
_SCRIPT = f"""{_SETUP}
for line in sys.stdin:
    what, url = line.split()
    relay = make_relay(url)
    relay.watch_receiver() if what == "watch" else relay.drain()
    relay.close()
    print("drained", flush=True)
"""
NOBODY = "http://127.0.0.1:9"


@cache
def _relay() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    atexit.register(_stop, process)
    return process


def _stop(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def drain_outbox(profiler_url: str = NOBODY) -> None:
    """Deliver everything due once, as the relay process does."""
    _command("drain", profiler_url)


def watch_receiver(profiler_url: str) -> None:
    """Look once whether the receiver is back, as the relay process does now and then."""
    _command("watch", profiler_url)


def run_beside_relay(code: str) -> subprocess.CompletedProcess[str]:
    """Python in a relay's process that lives for this call; ``make_relay(url)`` is at hand."""
    return subprocess.run(
        [sys.executable, "-c", _SETUP + code],
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def start_relay() -> subprocess.Popen[bytes]:
    """The command itself, until it is told to stop; the profiler is away."""
    return subprocess.Popen(
        [sys.executable, "-m", "core", "run_relay"],
        env=_environment() | {"PROFILER_INTERNAL_URL": NOBODY},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "CORE_DATABASE_ROLE": "worker"}


def _command(what: str, profiler_url: str) -> None:
    process = _relay()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{what} {profiler_url}\n")
    process.stdin.flush()
    assert process.stdout.readline() == "drained\n"
