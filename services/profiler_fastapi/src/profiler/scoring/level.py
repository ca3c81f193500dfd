"""At which level a learner starts: the own choice, checked against ability (spec 10, section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from profiler.scoring.ability import Ability
from profiler.scoring.grid import give_mass_above
from talent_contracts.vocabulary import Level

CUTS: Final[Mapping[Level, float]] = MappingProxyType(
    {Level.BEGINNER: -1.0, Level.INTERMEDIATE: -0.3, Level.ADVANCED: 0.5, Level.ELITE: 1.3}
)
"""Ability in logits from which a level begins; novice begins nowhere."""
MEASURED_MASS: Final = 0.50
STRETCH_MASS: Final = 0.80
PLAUSIBLE_MASS: Final = 0.35
MISSION_DIFFICULTY: Final[Mapping[Level, int]] = MappingProxyType(
    {
        Level.NOVICE: 1,
        Level.BEGINNER: 1,
        Level.INTERMEDIATE: 2,
        Level.ADVANCED: 3,
        Level.ELITE: 4,
    }
)
"""The hardest mission that a level opens; 5 opens by mission evidence only."""

_RISING: Final = tuple(Level)


class LevelStatus(StrEnum):
    """How the verified level came about."""

    CONFIRMED = "confirmed"
    STRETCH = "stretch"
    PLAUSIBLE = "plausible"
    START_LOWER = "start-lower"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class LevelCheck:
    """The verified level and where it comes from.

    ``reach`` is P(theta >= cut) for each level, novice 1, and empty when no keyed item was
    answered; ``measured`` is None below eight keyed answers; ``selected`` None when not chosen.
    """

    selected: Level | None
    measured: Level | None
    verified: Level
    status: LevelStatus
    reach: Mapping[Level, float]


def verify_level(selected: Level | None, ability: Ability | None) -> LevelCheck:
    """The level to start at.

    With s selected, m measured and A the reach: s <= m keeps s, and moves one up when A of the next
    is at least .80; s > m keeps s when its A is at least .35 and else takes m. Below eight keyed
    answers the choice stands, at most intermediate. Nothing selected starts at m, or at novice when
    there is no m.
    """
    reach = give_reach(ability)
    measured = find_measured(reach) if ability and not ability.is_provisional else None
    verified, status = _decide(selected, measured, reach)
    return LevelCheck(selected, measured, verified, status, reach)


def give_reach(ability: Ability | None) -> dict[Level, float]:
    """P(theta >= cut) for each level in rising order; empty when ability is not measured."""
    if ability is None:
        return {}
    above = {level: give_mass_above(ability.posterior, cut) for level, cut in CUTS.items()}
    return {Level.NOVICE: 1.0} | above


def find_measured(reach: Mapping[Level, float]) -> Level:
    """The highest level that is reached with a probability of at least one half."""
    return max((level for level in _RISING if reach[level] >= MEASURED_MASS), key=_RISING.index)


def _decide(
    selected: Level | None, measured: Level | None, reach: Mapping[Level, float]
) -> tuple[Level, LevelStatus]:
    if selected is None:
        return measured or Level.NOVICE, LevelStatus.UNVERIFIED
    if measured is None:
        return min(selected, Level.INTERMEDIATE, key=_RISING.index), LevelStatus.UNVERIFIED
    if _RISING.index(selected) > _RISING.index(measured):
        if reach[selected] >= PLAUSIBLE_MASS:
            return selected, LevelStatus.PLAUSIBLE
        return measured, LevelStatus.START_LOWER
    following = _RISING[min(_RISING.index(selected) + 1, len(_RISING) - 1)]
    if selected is not measured and reach[following] >= STRETCH_MASS:
        return following, LevelStatus.STRETCH
    return selected, LevelStatus.CONFIRMED
