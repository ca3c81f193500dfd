"""A circuit breaker for a receiver of signed events. Pure: told what happened, and when.

While it is open nothing is sent, so that an outage costs the waiting events neither attempts nor
longer backoffs; a probe of the receiver closes it.
"""

from talent_contracts.delivery import AWAY_REASONS

OPENS_AFTER = 3
"""Deliveries in a row that found the receiver away."""
PROBE_OPEN_S = 2.0
SCOUT_EVERY_S = 15.0
MOST_SCOUTED = 60
"""Attempts after which an event is no scout any more: the retries of each stay bounded."""
PROBE_CLOSED_S = 10.0
"""While closed: somebody else's long backoffs, from before a restart, still have to be found."""


class Breaker:
    """Of one sender towards one receiver. It only saves work: losing it loses nothing."""

    def __init__(self) -> None:
        self._failures = 0
        self._next_probe_at = 0.0
        self._next_scout_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether sending would be in vain."""
        return self._failures >= OPENS_AFTER

    def record(self, reason: str) -> bool:
        """Note how a delivery ended (``Decision.reason``); True when this opened the breaker."""
        was_open = self.is_open
        self._failures = self._failures + 1 if reason in AWAY_REASONS else 0
        has_opened = self.is_open and not was_open
        if has_opened:
            self._next_probe_at = 0.0
        return has_opened

    def take_probe(self, now_s: float) -> bool:
        """Whether to probe the receiver now; True at most once per interval."""
        if now_s < self._next_probe_at:
            return False
        self._next_probe_at = now_s + (PROBE_OPEN_S if self.is_open else PROBE_CLOSED_S)
        return True

    def take_scout(self, now_s: float) -> bool:
        """Whether to try one event that waits for a cure; True at most once per interval.

        A receiver that answers, but wrongly, cannot be probed: only an event can tell that it is
        cured. Never while the breaker is open.
        """
        if self.is_open or now_s < self._next_scout_at:
            return False
        self._next_scout_at = now_s + SCOUT_EVERY_S
        return True

    def close(self) -> None:
        """A probe found the receiver alive."""
        self._failures = 0
