"""A wrong clock for one process, without a line of production code that knows of it.

The interpreter imports this module when it starts with this folder on PYTHONPATH, which
``infra.local`` sets from FAILPOINT_PYTHONPATH, a name that only fault tests give. FAILPOINT_CLOCKS
is a folder; in a relay, and in nothing else, ``time.time`` is replaced by one that adds the seconds
standing in the folder's file of that relay's name. The file is mapped into memory, so a test moves
the clock back and forth while the process runs, and reading it costs nothing. ``time.time`` stamps
the signature of each attempt; leases, backoffs and logs use other clocks and stay right, so a row
of the matrix shows what the wrong timestamp does and nothing else.
"""

import mmap
import os
import struct
import sys
import time
from pathlib import Path

_NAMES = {"relay": "profiler-relay", "run_relay": "core-relay"}
_NAME = _NAMES.get(sys.orig_argv[-1]) if sys.orig_argv else None
_FOLDER = os.environ.get("FAILPOINT_CLOCKS")


def _shift(path: Path) -> None:
    with path.open("r+b") as file:
        offset = mmap.mmap(file.fileno(), 8)
    right = time.time
    time.time = lambda: right() + float(struct.unpack_from("d", offset)[0])


if _FOLDER and _NAME:
    _shift(Path(_FOLDER) / _NAME)
