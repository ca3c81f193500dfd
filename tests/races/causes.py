"""Why core answered 5xx: the exception in this process' own log."""

import json
import sys
import tempfile
from typing import IO

_log: list[IO[str]] = []


def keep_log() -> None:
    """Turn standard error into a file without a name. Call it before core configures its log."""
    _log.append(tempfile.TemporaryFile("w+", encoding="utf-8", buffering=1))  # noqa: SIM115 - it lives as long as the process.
    sys.stderr = _log[0]


def find_cause(request_id: str) -> str:
    """What was raised at last, of the first exception that was logged for the request."""
    text = ""
    if _log:
        _log[0].seek(0)
        text = _log[0].read()  # Which leaves the end as the place to go on writing.
    for line in text.splitlines():
        if request_id in line and '"exception"' in line:
            lines = str(json.loads(line)["exception"]).splitlines()
            return next((one for one in reversed(lines) if "Error: " in one), lines[-1])
    return "no exception logged"
