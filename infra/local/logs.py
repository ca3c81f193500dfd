"""One log file per process."""

from pathlib import Path
from typing import IO

_LARGEST_BYTES = 5_000_000


class ProgramLog:
    """Appends to `logs/NAME.log`; a file that has grown large is set aside at the start."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.log"
        self._offset = 0

    def open(self) -> IO[bytes]:
        """Open for one run of the process. What was written before is not part of read()."""
        if self._size() > _LARGEST_BYTES:
            self.path.replace(self.path.with_suffix(".log.1"))
        self._offset = self._size()
        return self.path.open("ab")

    def read(self) -> str:
        """Return what the process has written since its start."""
        with self.path.open("rb") as file:
            file.seek(self._offset)
            return file.read().decode(errors="replace")

    def tail(self, lines: int = 20) -> str:
        """Return the last lines of read()."""
        return "\n".join(self.read().splitlines()[-lines:])

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0
