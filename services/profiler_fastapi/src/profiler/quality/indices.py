"""All indices of one session, and the probability of careless answering that they imply."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from profiler.bank.models import CarelessModel, CarelessWeights
from profiler.quality import patterns, preferences, timing
from profiler.quality.responses import Response
from profiler.quality.timing import list_timed

LONGEST_COUNTED_RUN: Final = 12.0
MISFIT_LIMIT: Final = 10.0


@dataclass(frozen=True, slots=True)
class Indices:
    """What the answers' timing and pattern say; None where it cannot be said.

    ``timed`` answers have a time that counts. ``scale`` is the learner's pace (.6-1.6),
    ``fast_share`` and ``fast_window`` are shares of fast answers, over all and in the worst fifteen
    in a row; ``recalled`` counts keyed items that were answered rightly and very fast. These four
    are None with fewer than fifteen timed answers. ``longest_run`` counts answers in a row at one
    position, ``step_share`` is the share of the most common step in the worst twelve; ``misfit`` is
    in nats, ``consistency`` a correlation.
    """

    timed: int
    scale: float | None
    fast_share: float | None
    fast_window: float | None
    recalled: int | None
    longest_run: int
    step_share: float | None
    misfit: float | None
    consistency: float | None


def compute_indices(responses: Sequence[Response]) -> Indices:
    """The indices of responses in bank order."""
    timed = list_timed(responses)
    scale = timing.find_scale(timed)
    choices = preferences.list_choices(responses)
    return Indices(
        timed=len(timed),
        scale=scale,
        fast_share=None if scale is None else timing.give_fast_share(timed, scale),
        fast_window=None if scale is None else timing.give_fast_window(timed, scale),
        recalled=None if scale is None else timing.count_recalled(timed, scale),
        longest_run=patterns.find_longest_run(responses),
        step_share=patterns.give_step_share(responses),
        misfit=preferences.give_misfit(choices),
        consistency=preferences.give_consistency(choices),
    )


def give_careless_log_odds(indices: Indices, model: CarelessModel) -> float | None:
    """The log-odds of careless answering, or None when the pattern indices cannot be formed.

    No index of ability or knowledge enters. Runs count up to 12 and misfit between -10 and 10;
    halves that cannot be correlated count as unrelated (0). Without times the second set of
    coefficients is used, which was fitted without them.
    """
    if indices.misfit is None or indices.step_share is None:
        return None
    weights = model.without_times if indices.fast_share is None else model.with_times
    return (
        weights.intercept
        + weights.longest_run * min(float(indices.longest_run), LONGEST_COUNTED_RUN)
        + weights.step_share * indices.step_share
        + weights.misfit * min(MISFIT_LIMIT, max(-MISFIT_LIMIT, indices.misfit))
        + weights.consistency * (indices.consistency or 0.0)
        + _weigh_times(indices, weights)
    )


def _weigh_times(indices: Indices, weights: CarelessWeights) -> float:
    return weights.fast_share * (indices.fast_share or 0.0) + weights.fast_window * (
        indices.fast_window or 0.0
    )
