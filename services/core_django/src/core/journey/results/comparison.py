"""What two results of one learner say about change (pure).

A difference is told as a change only where the uncertainty of both results leaves little else.
"""

import math
from typing import Annotated, Final, Literal

from pydantic import Field

from talent_contracts.model import StrictModel
from talent_contracts.results import Probability
from talent_contracts.results_v2 import AnyProfilingResult, AptitudeResultV2
from talent_contracts.vocabulary import Level, Reason, Track

RELIABLE: Final = 1.96
"""Beyond it, 5 of 100 unchanged people would be called changed."""
TELLING: Final = 3.0
"""Bayes factors from 1/3 to 3 are "barely worth mentioning" (Jeffreys)."""


class AbilityChange(StrictModel):
    """``index`` is the difference over its standard error (Jacobson & Truax 1991), both in logits.

    ``rose`` and ``fell`` only beyond 1.96.
    """

    earlier: float
    later: float
    standard_error: Annotated[float, Field(gt=0)]
    index: float
    verdict: Literal["rose", "fell", "no-reliable-change"]


class TrackChange(StrictModel):
    """``bayes_factor_same`` holds one best fit behind both results against two unrelated ones: five
    times the sum over the tracks of the product of both probabilities.

    ``same`` from 3, ``changed`` up to 1/3, else ``open``: both readings fit.
    """

    earlier: Track
    later: Track
    p_earlier: dict[Track, Probability]
    p_later: dict[Track, Probability]
    bayes_factor_same: Annotated[float, Field(ge=0)]
    verdict: Literal["same", "changed", "open"]


class LevelChange(StrictModel):
    """The verified level then and now; null where a result has none."""

    earlier: Level | None
    later: Level | None


class Comparison(StrictModel):
    """Two results of one learner. ``reasons`` maps the pointer of a null to why it is unknown."""

    ability: AbilityChange | None
    track: TrackChange
    level: LevelChange
    same_questions: bool
    statements: Annotated[list[str], Field(min_length=2, max_length=5)]
    reasons: dict[str, Reason]


def compare_results(earlier: AnyProfilingResult, later: AnyProfilingResult) -> Comparison:
    """What changed between the two, in figures and in words."""
    ability = _compare_ability(earlier, later)
    track = _compare_track(earlier, later)
    level = LevelChange(earlier=earlier.level.verified, later=later.level.verified)
    same_questions = earlier.bank.hashes.text == later.bank.hashes.text
    statements = [_tell_track(track), _tell_ability(ability), *_tell_level(level, ability)]
    if not same_questions:
        statements.append("The questions were revised in between, which may explain a difference.")
    return Comparison(
        ability=ability,
        track=track,
        level=level,
        same_questions=same_questions,
        statements=statements,
        reasons={} if ability else {"/ability": Reason.NOT_MEASURED},
    )


def _compare_ability(
    earlier: AnyProfilingResult, later: AnyProfilingResult
) -> AbilityChange | None:
    before, now = earlier.aptitude, later.aptitude
    if not isinstance(before, AptitudeResultV2) or not isinstance(now, AptitudeResultV2):
        return None
    error = math.hypot(before.standard_error, now.standard_error)
    index = (now.theta - before.theta) / error
    return AbilityChange(
        earlier=before.theta,
        later=now.theta,
        standard_error=round(error, 6),
        index=round(index, 6),
        verdict=_judge_index(index),
    )


def _judge_index(index: float) -> Literal["rose", "fell", "no-reliable-change"]:
    if abs(index) < RELIABLE:
        return "no-reliable-change"
    return "rose" if index > 0 else "fell"


def _compare_track(earlier: AnyProfilingResult, later: AnyProfilingResult) -> TrackChange:
    before, now = _adjust(earlier), _adjust(later)
    factor = len(Track) * sum(before[track] * now[track] for track in Track)
    return TrackChange(
        earlier=earlier.track.primary,
        later=later.track.primary,
        p_earlier=before,
        p_later=now,
        bayes_factor_same=round(factor, 6),
        verdict=_judge_factor(factor),
    )


def _judge_factor(factor: float) -> Literal["same", "changed", "open"]:
    if factor >= TELLING:
        return "same"
    return "changed" if factor <= 1 / TELLING else "open"


def _adjust(result: AnyProfilingResult) -> dict[Track, float]:
    """p* of every track: p mixed with chance by the probability of careless answering."""
    q = (result.quality.q if result.quality else None) or 0.0
    return {track: round((1 - q) * result.track.p[track] + q / len(Track), 6) for track in Track}


def _tell_track(change: TrackChange) -> str:
    names = f"{_name(change.earlier)} then, {_name(change.later)} now"
    match change.verdict:
        case "same":
            return f"Best fit: {names}. Both results point to the same track."
        case "changed":
            return f"Best fit: {names}. The two results hardly fit one and the same preference."
        case _:
            return (
                f"Best fit: {names}. The results are too uncertain to tell a change from chance: "
                "look at both tracks."
            )


def _tell_ability(change: AbilityChange | None) -> str:
    if change is None:
        return "Ability was not measured in both results, so it cannot be compared."
    figures = f"from {change.earlier:.2f} to {change.later:.2f}"
    if change.verdict == "no-reliable-change":
        return (
            f"The estimate of ability went {figures}. A difference of this size is expected "
            "without any change."
        )
    return (
        f"The estimate of ability {change.verdict} {figures}, by {abs(change.index):.1f} standard "
        "errors: more than chance explains."
    )


def _tell_level(level: LevelChange, ability: AbilityChange | None) -> list[str]:
    if level.earlier is None or level.later is None or level.earlier is level.later:
        return []
    told = f"Level: {level.earlier.value} then, {level.later.value} now."
    if ability is None or ability.verdict == "no-reliable-change":
        told += " The level moved although ability did not reliably change; treat it as a trial."
    return [told]


def _name(track: Track) -> str:
    return "GRC" if track is Track.GRC else track.value.capitalize()
