"""The ranking rules in plain Python: the oracle that the set-based SQL is held against."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """What the ranker looks at."""

    profiling_complete: bool
    foundations_complete: bool
    modules_done: int
    modules_total: int
    assessment_passed: bool
    reflected: bool
    confirmed: bool
    is_undecided: bool
    has_unedited_statement: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """An action with the named parts of its score."""

    type: str
    journey: int
    decision: int
    upkeep: int

    @property
    def total(self) -> int:
        """The rank's sum."""
        return self.journey + self.decision + self.upkeep


def rank_actions(facts: Facts) -> list[Ranked]:
    """All actions that apply, best first; equal totals in the order of their names."""
    return sorted(_applicable(facts), key=lambda action: (-action.total, action.type))


def _applicable(facts: Facts) -> Iterable[Ranked]:
    is_learning = facts.profiling_complete and not facts.foundations_complete
    has_read_all = facts.modules_done >= facts.modules_total
    if not facts.profiling_complete:
        yield Ranked("finish_profiling", 100, 0, 0)
    if is_learning and not has_read_all:
        yield Ranked("continue_foundations", 90, 0, 0)
    if is_learning and has_read_all and not facts.assessment_passed:
        yield Ranked("take_assessment", 85, 0, 0)
    if is_learning and has_read_all and not facts.reflected:
        yield Ranked("write_reflection", 80, 0, 0)
    if is_learning and not facts.confirmed:
        decision = 20 if facts.is_undecided else 0
        yield Ranked("confirm_track", 70 if has_read_all else 30, decision, 0)
    is_ready = has_read_all and facts.assessment_passed and facts.reflected and facts.confirmed
    if is_learning and is_ready:
        yield Ranked("finish_foundations", 95, 0, 0)
    if facts.foundations_complete:
        yield Ranked("begin_track", 60, 0, 0)
    if facts.has_unedited_statement:
        yield Ranked("review_value_statement", 0, 0, 40)
