"""Imported by every interpreter that starts with this folder on PYTHONPATH: arms its failpoints.

FAILPOINT_DIR holds at most one order, a file named after the point. The process that passes the
point first takes the order by renaming it, and dies there and then.
"""

import os
import signal
from pathlib import Path

_FOLDER = Path(os.environ.get("FAILPOINT_DIR", ""))


def _strike(name: str) -> None:
    order = _FOLDER / name
    try:
        order.rename(_FOLDER / f"hit.{name}.{os.getpid()}")
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


if "FAILPOINT_DIR" in os.environ:
    try:
        from talent_contracts import failpoints
    except ImportError:  # A process of the engines or of the tools: it has no such places.
        pass
    else:
        failpoints.install(_strike)
