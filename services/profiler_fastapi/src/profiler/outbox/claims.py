"""Which of the due events are claimed at once. Pure: what is due is given.

A request takes a *place*. An event that travels alone takes a whole one; of those that may share a
request a place takes several.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from profiler.outbox.domain import ADVISORY, Delivery, State, Verdict
from talent_contracts.batches import MAX_BYTES, MAX_EVENTS
from talent_contracts.delivery import AWAY_REASONS, forget_patience
from talent_contracts.signing import MAX_BYTES as MAX_EVENT_BYTES

TRUSTED_FAILURES = 5
"""Attempts that may have found the receiver away before the event itself is suspected."""
NEWEST_SHARE = 8
"""One of so many goes to whoever came last while others wait: a backlog holds up nobody new."""
_USUAL_BYTES = MAX_BYTES // MAX_EVENTS


@dataclass(frozen=True, slots=True)
class Claim:
    """An event this relay may send until its lease ends. ``fence`` proves whose turn it is.

    ``attempts`` counts the present one; ``trouble`` is the kind of the last failure. ``is_old``: a
    failure may end it for its age.
    """

    event_id: str
    type: str
    learner_id: UUID | None
    body: bytes
    waits_since: datetime
    attempts: int
    bad_signatures: int
    fence: int
    trouble: str | None = None
    is_old: bool = False

    @property
    def delivery(self) -> Delivery:
        """What the verdict needs to know."""
        return Delivery(self.event_id, self.attempts, self.bad_signatures, self.waits_since)

    @property
    def is_advisory(self) -> bool:
        """Whether nothing depends on the event."""
        return self.type in ADVISORY

    @property
    def can_share(self) -> bool:
        """Whether it may travel with others: nothing is known that speaks against it.

        Whatever failed for another reason than an absent receiver or a wrong clock may be what
        fails, and an attempt that nobody knows the end of may have ended because of it. It
        travels alone, so that it harms each companion at most a few times.
        """
        failures = self.attempts - 1
        cause = forget_patience(self.trouble or "")
        is_trusted = cause == "clock-skew" or (
            cause in AWAY_REASONS and failures < TRUSTED_FAILURES
        )
        return (
            (failures == 0 or is_trusted)
            and self.bad_signatures == 0
            and not self.is_old
            and 0 < len(self.body) <= MAX_EVENT_BYTES
            and b"\n" not in self.body
        )


@dataclass(frozen=True, slots=True)
class Ended:
    """How one delivery ended."""

    claim: Claim
    verdict: Verdict
    status: int | None

    @property
    def is_cure(self) -> bool:
        """Whether an event got through that had failed before."""
        return self.verdict.trouble is None and self.claim.attempts > 1

    @property
    def erased_learner(self) -> UUID | None:
        """Who was erased, by core's word; None for everybody else and for events about nobody."""
        return self.claim.learner_id if self.verdict.state is State.ERASED else None


def count_newest(places: int, together: int) -> int:
    """How many of the newest are looked at; with a single place for a single event none."""
    return max(places * together // NEWEST_SHARE, int(places > 1))


def choose_newest(newest: Sequence[Claim], *, places: int, together: int) -> list[Claim]:
    """Those of the newest that go first: their share of the room, or one that travels alone.

    ``together`` is how many that may share a request fit in a place. Those that are untried come
    before others that only fell due last: it is they who must not wait.
    """
    untried_first = sorted(newest, key=lambda claim: not claim.can_share)
    alone = together if places > 1 else 0
    return fill(untried_first, max(count_newest(places, together), alone), together)


def fill(claims: Sequence[Claim], room: int, together: int) -> list[Claim]:
    """Those that fit in ``room``, first come first served; a place has room for ``together``."""
    chosen = []
    for claim in claims:
        needed = _count_room(claim, together)
        if needed <= room:
            chosen.append(claim)
            room -= needed
    return chosen


def count_room(claims: Sequence[Claim], together: int) -> int:
    """How much room they take."""
    return sum(_count_room(claim, together) for claim in claims)


def _count_room(claim: Claim, together: int) -> int:
    """A large body takes the room of several, so that what fits by number fits by size."""
    return min(1 + len(claim.body) // _USUAL_BYTES, together) if claim.can_share else together
