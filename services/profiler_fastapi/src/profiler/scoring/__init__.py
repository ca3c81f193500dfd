"""Scoring: pure functions. No I/O, no clock, no chance; the same answers give the same bytes."""

from profiler.scoring.ability import Ability, CategoryAbility, Label, score_ability
from profiler.scoring.choices import Choice, UnknownAnswer, list_choices
from profiler.scoring.exposure import Exposure, OverClaimHint, find_over_claim, read_exposure
from profiler.scoring.level import LevelCheck, LevelStatus, verify_level
from profiler.scoring.percent import to_percentages
from profiler.scoring.track import (
    Coverage,
    TrackScore,
    mix_with_uniform,
    score_choices,
    score_track,
)

__all__ = [
    "Ability",
    "CategoryAbility",
    "Choice",
    "Coverage",
    "Exposure",
    "Label",
    "LevelCheck",
    "LevelStatus",
    "OverClaimHint",
    "TrackScore",
    "UnknownAnswer",
    "find_over_claim",
    "list_choices",
    "mix_with_uniform",
    "read_exposure",
    "score_ability",
    "score_choices",
    "score_track",
    "to_percentages",
    "verify_level",
]
