"""When a dead application process is started again, and when we give up."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RestartPolicy:
    """At most `most` restarts of one process within `within_s` seconds, each waiting longer."""

    first_delay_s: float = 0.2
    most: int = 5
    within_s: float = 60.0

    def find_delay(self, restarts: Sequence[float], now: float) -> float | None:
        """Return the seconds to wait before the next restart, or None: there have been too many.

        `restarts` holds the instants of earlier restarts on the same clock as `now`.
        """
        recent = sum(1 for at in restarts if now - at < self.within_s)
        return None if recent >= self.most else self.first_delay_s * 2**recent
