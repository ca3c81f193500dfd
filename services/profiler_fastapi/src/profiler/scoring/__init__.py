"""Scoring: pure functions. No I/O, no clock, no chance; the same answers give the same bytes."""

from profiler.scoring.choices import Choice, UnknownAnswer, list_choices
from profiler.scoring.percent import to_percentages
from profiler.scoring.track import (
    Coverage,
    TrackScore,
    mix_with_uniform,
    score_choices,
    score_track,
)

__all__ = [
    "Choice",
    "Coverage",
    "TrackScore",
    "UnknownAnswer",
    "list_choices",
    "mix_with_uniform",
    "score_choices",
    "score_track",
    "to_percentages",
]
