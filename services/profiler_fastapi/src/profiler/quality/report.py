"""The verdict in plain words, by who reads it. Nothing here is an accusation.

Learners read what they can do about it; mentors and admins read the indices; enterprises read
nothing about a single person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from profiler.bank.models import Bank
from profiler.quality.indices import Indices
from profiler.quality.verdict import Quality, Sign, Verdict
from talent_contracts.vocabulary import Module


class Audience(StrEnum):
    """Who reads a report."""

    LEARNER = "learner"
    MENTOR = "mentor"
    ADMIN = "admin"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class QualityReport:
    """A headline, further sentences, and the modules that may be repeated, by id."""

    verdict: Verdict
    headline: str
    notes: tuple[str, ...]
    redo: tuple[Module, ...]


_LEARNER: Final[Mapping[Verdict, str]] = {
    Verdict.OK: "Your answers fit together well.",
    Verdict.SOFT: (
        "Some of your answers point in different directions. That is common, and it makes the "
        "result a little less certain."
    ),
    Verdict.STRONG: (
        "Part of the questions went by quickly or in a regular pattern. The result would tell you "
        "more if you took your time there."
    ),
}
_STAFF: Final[Mapping[Verdict, str]] = {
    Verdict.OK: "Nothing in the timing or pattern of the answers stands out.",
    Verdict.SOFT: "The answers do not fully agree with each other; read the result with care.",
    Verdict.STRONG: (
        "Timing or position of the answers suggests that part of them was not read. The learner "
        "was offered to repeat it; the result stands meanwhile."
    ),
}
_SIGNS: Final[Mapping[Sign, Callable[[Indices], str]]] = {
    Sign.FAST: lambda found: (
        f"{_percent(found.fast_share)} of {found.timed} timed answers came faster than the "
        "question can be read at this learner's own pace; 20 % is the limit."
    ),
    Sign.FAST_STRETCH: lambda found: (
        f"In one stretch of 15 answers {_percent(found.fast_window)} came that fast; 40 % is the "
        "limit."
    ),
    Sign.SAME_POSITION: lambda found: (
        f"{found.longest_run} answers in a row stand at the same position; 8 is the limit."
    ),
    Sign.REGULAR_STEPS: lambda found: (
        f"In one stretch {_percent(found.step_share)} of the moves from answer to answer were the "
        "same step; 80 % is the limit."
    ),
    Sign.EVEN_SPREAD: lambda _: (
        "The preferences are spread over the five tracks more evenly than people usually spread "
        "them."
    ),
    Sign.INCONSISTENT: lambda found: (
        "Two halves of the preference answers point to different tracks (correlation "
        f"{found.consistency or 0.0:.2f})."
    ),
    Sign.RECALLED: lambda found: (
        f"{found.recalled} puzzles were solved much faster than they are usually read: the learner "
        "may have seen them before."
    ),
}


def report_quality(quality: Quality, audience: Audience, bank: Bank) -> QualityReport | None:
    """What ``audience`` may read, or None for enterprises, who see no individual flags."""
    if audience is Audience.ENTERPRISE:
        return None
    if audience is Audience.LEARNER:
        notes = _invite(quality, bank)
        return QualityReport(quality.verdict, _LEARNER[quality.verdict], notes, quality.redo)
    signs = (_SIGNS[sign](quality.indices) for sign in quality.signs)
    notes = (*signs, *_tell_probability(quality), *_tell_gaps(quality.indices))
    return QualityReport(quality.verdict, _STAFF[quality.verdict], notes, quality.redo)


def _invite(quality: Quality, bank: Bank) -> tuple[str, ...]:
    titles = {info.id: info.title for info in bank.modules}
    return tuple(f'Would you like to redo "{titles[module]}"?' for module in quality.redo)


def _tell_probability(quality: Quality) -> tuple[str, ...]:
    if quality.q is None:
        return ("Too few answers to say how likely careless answering is.",)
    return (f"Probability of careless answering, all signs together: {_percent(quality.q)}.",)


def _tell_gaps(found: Indices) -> tuple[str, ...]:
    if found.fast_share is not None:
        return ()
    return ("Fewer than 15 usable response times are known, so speed was not judged.",)


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0.0):.0f} %"
