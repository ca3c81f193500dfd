"""What the person at the terminal sees."""

import sys
import time


class Console:
    """Prints progress lines with the seconds since the start."""

    def __init__(self) -> None:
        self._started = time.monotonic()

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
