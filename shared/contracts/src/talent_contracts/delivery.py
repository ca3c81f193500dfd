"""What a sender of signed events does with each answer: the table of PSP/1 as a pure function."""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from pydantic import ValidationError

from talent_contracts.events import SyncAnswer
from talent_contracts.vocabulary import SyncOutcome

MAX_BACKOFF_S = 3600.0
MAX_AGE_S = 7 * 24 * 3600.0
MAX_SIGNATURE_ATTEMPTS = 3
LEARNER_UNKNOWN_FOR_S = 3600.0
AWAY_REASONS = ("no-answer", "status-502", "status-503", "status-504")
"""Reasons for which neither sender nor event is at fault: they end when the receiver is back."""
CURABLE_REASONS = (
    *(f"status-{status}" for status in (500, 501, *range(505, 600))),
    "clock-skew",
    "unknown-kid",
    "unknown-schema",
    "redirect",
    "unreadable-200",
    "another-event-200",
)
"""Reasons for which the receiver answers, and which may end for all events at once: only an event
can find out. Whoever asked for patience (408, 425, 429) is given it."""
SHARED_REASONS = (*AWAY_REASONS, *CURABLE_REASONS)
"""Once one event gets through, others that met any of these are tried soon."""
_TOLD_TO_WAIT = ", told to wait"
CONNECT_TIMEOUT_S = 2.0
TOTAL_TIMEOUT_S = 10.0


class Action(StrEnum):
    """What becomes of the delivery."""

    DONE = "done"
    RETRY = "retry"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``status`` None: no answer (timeout, reset, refused, DNS).

    ``code`` is the problem's code, ``body`` the raw bytes of a 200, ``retry_after_s`` the header.
    """

    status: int | None
    code: str | None = None
    body: bytes = b""
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """``outcome`` is known for DONE; ``alert`` asks for a person; ``reason`` names the row."""

    action: Action
    reason: str
    outcome: SyncOutcome | None = None
    alert: bool = False


def decide(answer: Answer, *, event_id: str, bad_signatures: int, age_s: float) -> Decision:
    """The sender's next move, ``age_s`` seconds after publication.

    ``bad_signatures`` counts earlier attempts that were refused as badly signed: an event that
    only waited for its receiver must not die at the first of them.

    After seven days nothing is retried any more: the delivery becomes a dead letter.
    """
    decision = _decide(answer, event_id=event_id, bad_signatures=bad_signatures, age_s=age_s)
    if decision.action is Action.RETRY and age_s >= MAX_AGE_S:
        return Decision(Action.DEAD, f"{decision.reason}, too old", alert=True)
    return decision


def _decide(  # noqa: C901, PLR0911, PLR0912 - one arm per row of the table.
    answer: Answer, *, event_id: str, bad_signatures: int, age_s: float
) -> Decision:
    match answer.status, answer.code:
        case None, _:
            return Decision(Action.RETRY, "no-answer")
        case 200, _:
            return _read_outcome(answer.body, event_id)
        case 409, "stale-epoch":
            return Decision(Action.DONE, "stale-epoch", SyncOutcome.SUPERSEDED)
        case 410, _:
            return Decision(Action.DONE, "erased", SyncOutcome.ERASED)
        case 409, "epoch-ahead":
            return Decision(Action.RETRY, "epoch-ahead", alert=True)
        case 422, "unknown-schema":
            return Decision(Action.RETRY, "unknown-schema", alert=True)
        case 401, "clock-skew":
            return Decision(Action.RETRY, "clock-skew", alert=True)
        case 401, _:
            dead = bad_signatures + 1 >= MAX_SIGNATURE_ATTEMPTS
            return Decision(Action.DEAD if dead else Action.RETRY, "bad-signature", alert=dead)
        case 403, _:
            return Decision(Action.RETRY, "unknown-kid", alert=True)
        case 404, _:
            dead = age_s >= LEARNER_UNKNOWN_FOR_S
            return Decision(Action.DEAD if dead else Action.RETRY, "not-found", alert=dead)
        case ((409 | 400 | 413 | 415 | 422), code):
            return Decision(Action.DEAD, code or f"status-{answer.status}", alert=True)
        case int(status), _ if 300 <= status < 400:
            return Decision(Action.RETRY, "redirect", alert=True)
        case status, _:
            return Decision(Action.RETRY, f"status-{status}")


def _read_outcome(body: bytes, event_id: str) -> Decision:
    try:
        answer = SyncAnswer.model_validate_json(body)
    except ValidationError:
        return Decision(Action.RETRY, "unreadable-200", alert=True)
    if answer.event_id != event_id:
        return Decision(Action.RETRY, "another-event-200", alert=True)
    return Decision(Action.DONE, answer.outcome.value, answer.outcome)


def note_patience(decision: Decision, retry_after_s: float | None) -> Decision:
    """What is written of a delivery whose receiver named a time: until then nobody hurries it."""
    if decision.action is not Action.RETRY or not retry_after_s:
        return decision
    return replace(decision, reason=decision.reason + _TOLD_TO_WAIT)


def forget_patience(reason: str) -> str:
    """The row of the table that a written reason names."""
    return reason.removesuffix(_TOLD_TO_WAIT)


def backoff_s(attempts: int, *, random: Random, retry_after_s: float | None = None) -> float:
    """Seconds to wait: uniform between 0 and min(3600, 2^attempts), never below Retry-After."""
    ceiling = min(MAX_BACKOFF_S, 2.0 ** min(attempts, 12))
    drawn = random.uniform(0, ceiling)
    return max(drawn, min(retry_after_s or 0.0, MAX_BACKOFF_S))
