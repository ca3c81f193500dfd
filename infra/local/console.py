"""What the person at the terminal sees."""

import os
import sys
import time


class Console:
    """Prints progress lines with the seconds since the start."""

    def __init__(self) -> None:
        # run.py tells when it began, so that the installation counts.
        began = float(os.environ.pop("STARTED_AT", time.time()))
        self._started = time.monotonic() - (time.time() - began)

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self._started

    def say(self, line: str) -> None:
        """Print one progress line."""
        print(f"[{self.elapsed_s:5.1f} s] {line}", flush=True)

    def show(self, text: str) -> None:
        """Print text as it is."""
        print(text, flush=True)

    def fail(self, line: str) -> None:
        """Print the one line that says what went wrong."""
        print(f"error: {line}", file=sys.stderr, flush=True)
