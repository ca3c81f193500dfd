"""What can go wrong between a relay and its receiver, as values."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the proxy does to a request that it picked."""

    DELAY = "delay"
    CUT = "cut"
    REQUEST_LOST = "request lost"
    ANSWER_LOST = "answer lost"
    HANG = "hang"
    TWICE_FIRST = "twice, first answer"
    TWICE_SECOND = "twice, second answer"
    REORDER = "reorder"
    ECHO = "echo"
    SHORT_REQUEST = "short request"
    ALTERED_REQUEST = "altered request"
    SHORT_ANSWER = "short answer"
    SLOW_REQUEST = "slow request"
    SLOW_ANSWER = "slow answer"
    NONSENSE = "nonsense 200"
    EMPTY = "empty 200"
    ANOTHER_EVENT = "another event's 200"
    RESET = "RST"
    STATUS = "status"
    REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class Fault:
    """How often, and for how long.

    ``times`` None: until the proxy is healed. ``share``: the part of the requests that is picked,
    drawn from the proxy's seed. ``seconds``: of a delay, of holding a request back at most, or
    between the pieces of ``piece_bytes`` of a slow message. Only signed events are picked, of
    ``event_type`` if given, with ``one_learner`` only of the first learner seen; CUT and RESET with
    ``everything`` also end probes and key requests.
    """

    kind: Kind
    times: int | None = None
    share: float = 1.0
    seconds: float = 1.0
    piece_bytes: int = 64
    status: int = 503
    retry_after: str | None = None
    event_type: str | None = None
    one_learner: bool = False
    everything: bool = False

    def describe(self) -> str:
        """A few words for a table."""
        words = [self.kind.value if self.kind is not Kind.STATUS else f"status {self.status}"]
        words += [f"Retry-After {self.retry_after}"] if self.retry_after is not None else []
        words += [f"{self.seconds:g} s"] if self.kind in _TIMED else []
        words += [f"x {self.times}"] if self.times is not None else []
        words += [f"{self.share:.0%}"] if self.share < 1 else []
        words += ["of one learner"] if self.one_learner else []
        return " ".join(words)


_TIMED = {Kind.DELAY, Kind.SLOW_ANSWER, Kind.SLOW_REQUEST}
