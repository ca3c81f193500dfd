"""What each answer of core means for a delivery: spec 20's table as one pure function."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MAX_BACKOFF_S = 3600.0
BAD_SIGNATURE_TRIES = 3
UNKNOWN_LEARNER_FOR = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=7)


class State(StrEnum):
    """Where a delivery stands; all but pending are final."""

    PENDING = "pending"
    APPLIED = "applied"
    SUPERSEDED = "superseded"
    ERASED = "erased"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Reply:
    """What core answered. ``status`` None: no answer at all, ``code`` then says why.

    ``outcome`` stands only when a 200 carried this event's id and a known outcome; ``code`` is the
    problem's code; ``retry_after_s`` is what core asked for.
    """

    status: int | None
    code: str | None = None
    outcome: State | None = None
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is known of a delivery before this answer. ``attempts`` counts the present one."""

    attempts: int
    bad_signatures: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do now; ``alert`` when a person should look."""

    state: State
    trouble: str | None = None
    retry_in_s: float = 0.0
    alert: bool = False
    bad_signatures: int = 0


_DEAD_AT_ONCE = {400, 413, 415, 422}
_AWAY_STATUSES = {502, 503, 504}
AWAY_TROUBLES = ("timeout", "unreachable", *(f"http-{status}" for status in _AWAY_STATUSES))
"""Troubles for which neither we nor the event are at fault: they end when core is back."""


def decide(reply: Reply, delivery: Delivery, now: datetime, *, jitter: random.Random) -> Decision:
    """Act on an answer. A 200 without event id and outcome is not accepted."""
    if reply.status == 200 and reply.outcome is not None:
        return Decision(reply.outcome)
    if reply.status == 410:
        return Decision(State.ERASED)
    if reply.status == 409 and reply.code == "stale-epoch":
        return Decision(State.SUPERSEDED)
    trouble = _name_trouble(reply)
    if _is_final(reply, delivery, now):
        return Decision(State.DEAD, trouble, alert=True)
    return Decision(
        State.PENDING,
        trouble,
        retry_in_s=max(back_off(delivery.attempts, jitter), _asked_delay(reply)),
        alert=_needs_attention(reply),
        bad_signatures=delivery.bad_signatures + _is_bad_signature(reply),
    )


def back_off(attempts: int, jitter: random.Random) -> float:
    """Seconds until the next attempt: rand(0, min(3600, 2^n))."""
    return jitter.uniform(0, min(MAX_BACKOFF_S, 2.0 ** min(attempts, 12)))


def _is_final(reply: Reply, delivery: Delivery, now: datetime) -> bool:
    age = now - delivery.created_at
    if age >= GIVE_UP_AFTER:
        return True
    if reply.status == 422 and reply.code == "unknown-schema":
        return False
    if reply.status in _DEAD_AT_ONCE:
        return True
    if reply.status == 409 and reply.code != "epoch-ahead":
        return True
    if reply.status == 404:
        return age >= UNKNOWN_LEARNER_FOR
    return _is_bad_signature(reply) and delivery.bad_signatures + 1 >= BAD_SIGNATURE_TRIES


def _name_trouble(reply: Reply) -> str:
    if reply.code is None or reply.status in _AWAY_STATUSES:
        return f"http-{reply.status}"
    return reply.code


def _is_bad_signature(reply: Reply) -> bool:
    return reply.status == 401 and reply.code != "clock-skew"


def _needs_attention(reply: Reply) -> bool:
    if reply.status is None:
        return False
    return reply.status in {200, 401, 403, 409, 422} or 300 <= reply.status < 400


def _asked_delay(reply: Reply) -> float:
    return min(MAX_BACKOFF_S, reply.retry_after_s or 0.0)
