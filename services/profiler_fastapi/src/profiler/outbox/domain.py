"""What becomes of a delivery: the table of PSP/1, told in the words of the outbox."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random

from talent_contracts.delivery import (
    Action,
    Answer,
    backoff_s,
    decide,
    forget_patience,
    note_patience,
)
from talent_contracts.events import ProfilingProgressV1, ProfilingStatisticsV1

ADVISORY = (ProfilingProgressV1.TYPE, ProfilingStatisticsV1.TYPE)
"""Events that nothing depends on: they yield to results, and nobody is woken for them."""


class State(StrEnum):
    """Where a delivery stands; all but pending are final, and a dead letter may be revived."""

    PENDING = "pending"
    APPLIED = "applied"
    SUPERSEDED = "superseded"
    ERASED = "erased"
    DEAD = "dead"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery before the answer at hand. ``attempts`` counts the present one,
    ``bad_signatures`` only those that core refused as badly signed; ``waits_since`` is publication,
    or the last time it was revived.
    """

    event_id: str
    attempts: int
    bad_signatures: int
    waits_since: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to write. ``trouble`` names the row of the table when nothing was accepted, and whether
    core asked for patience; ``alert`` when a person should look.
    """

    state: State
    trouble: str | None = None
    retry_in_s: float = 0.0
    alert: bool = False
    bad_signatures: int = 0

    @property
    def cause(self) -> str | None:
        """The row of the table alone."""
        return None if self.trouble is None else forget_patience(self.trouble)


def judge(answer: Answer, delivery: Delivery, now: datetime, *, jitter: Random) -> Verdict:
    """Act on core's answer.

    Three refused signatures end a delivery; other failures before or between them do not count.
    """
    decision = decide(
        answer,
        event_id=delivery.event_id,
        bad_signatures=delivery.bad_signatures,
        age_s=(now - delivery.waits_since).total_seconds(),
    )
    if decision.action is Action.DONE and decision.outcome is not None:
        return Verdict(State(decision.outcome.value), bad_signatures=delivery.bad_signatures)
    return Verdict(
        State.DEAD if decision.action is Action.DEAD else State.PENDING,
        note_patience(decision, answer.retry_after_s).reason,
        retry_in_s=backoff_s(delivery.attempts, random=jitter, retry_after_s=answer.retry_after_s),
        alert=decision.alert,
        bad_signatures=delivery.bad_signatures + (decision.reason == "bad-signature"),
    )
