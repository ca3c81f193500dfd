"""Pure rules of foundations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

PASS_SHARE = 0.7
DRAWN = 10
ATTEMPTS_PER_ROUND = 3
RETRY_DELAY = timedelta(hours=24)
READ_TO_END = 0.98


def credit_active_time(*, claimed_s: float, elapsed_s: float) -> float:
    """Seconds to credit: what the client claims, never more than the server saw pass."""
    return max(0.0, min(claimed_s, elapsed_s))


def is_read(*, active_s: float, position: float, min_active_s: float, pace: float) -> bool:
    """A reading or video is complete at its end, after its minimum time scaled by ``pace``."""
    return position >= READ_TO_END and active_s >= min_active_s * pace


def draw_questions(bank: Sequence[str], *, random: Random) -> list[str]:
    """Ten different question ids."""
    return random.sample(list(bank), DRAWN)


@dataclass(frozen=True, slots=True)
class Grade:
    """``score`` 0 to 1 and which questions were right."""

    score: float
    passed: bool
    right: frozenset[str]


def grade(drawn: Sequence[str], answers: Mapping[str, str], keys: Mapping[str, str]) -> Grade:
    """Compare with the keys; an unanswered question is wrong."""
    right = frozenset(q for q in drawn if answers.get(q) == keys[q])
    score = len(right) / len(drawn)
    return Grade(score=score, passed=score >= PASS_SHARE, right=right)


def attempts_left(submitted: int) -> int:
    """Attempts before the next pause, after ``submitted`` failed ones."""
    return ATTEMPTS_PER_ROUND - submitted % ATTEMPTS_PER_ROUND


def retry_at(*, failed: int, at: datetime) -> datetime | None:
    """When the next attempt opens after the ``failed``-th failure; None for at once."""
    return at + RETRY_DELAY if failed % ATTEMPTS_PER_ROUND == 0 else None


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing between the learner and their track."""

    code: str
    module_id: str | None = None


def list_missing(
    *,
    course_ids: Sequence[str],
    completed: Collection[str],
    has_passed: bool,
    has_reflected: bool,
    has_confirmed: bool,
) -> list[Missing]:
    """What ``complete`` asks for, in the order of the course."""
    missing = [Missing("module-open", one) for one in course_ids if one not in completed]
    if not has_passed:
        missing.append(Missing("assessment-open"))
    if not has_reflected:
        missing.append(Missing("reflection-open"))
    if not has_confirmed:
        missing.append(Missing("track-not-confirmed"))
    return missing
