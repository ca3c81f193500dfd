"""When to claim next."""

from core.platform.outbox.domain import GATHER_S

_BURST = 3


class Pace:
    """Spaces the claims of one kind: under load, what comes one by one gathers meanwhile.

    A few claims in a row are free, so that whoever comes after a rest is taken at once.
    """

    def __init__(self) -> None:
        self._next_at_s = 0.0

    def remaining_s(self, now_s: float) -> float:
        """Seconds until the next claim; 0 when it is due."""
        return max(0.0, self._next_at_s - now_s)

    def note(self, now_s: float, *, is_full: bool) -> None:
        """A claim was made. One that filled its room is followed at once: more may wait."""
        if not is_full:
            self._next_at_s = max(self._next_at_s, now_s - _BURST * GATHER_S) + GATHER_S
