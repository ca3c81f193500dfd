"""The relay's work inside a test: as the worker role, on a connection of its own."""

import os
import subprocess
import sys

_SCRIPT = """
import django
from core.config import select_settings
select_settings()
django.setup()
from core.platform.outbox.relay import Relay
from core.platform.outbox.sending import SyncSender
Relay(SyncSender.create({url!r}, "talent-profiler:test", {keys})).drain()
"""
_KEYS = """__import__("talent_contracts.keyrings").keyrings.KeyringFile(
    __import__("django.conf").conf.settings.ENV.core_keys_dir / "sync.json"
).get().signing_keys"""


def drain_outbox(profiler_url: str = "http://127.0.0.1:9") -> str:
    """Deliver everything due once, as the relay process does; its log."""
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(url=profiler_url, keys=_KEYS)],
        env={**os.environ, "CORE_DATABASE_ROLE": "worker"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stderr
