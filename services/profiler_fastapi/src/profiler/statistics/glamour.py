"""Which preference options are popular for themselves and not for their track."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from profiler.statistics.alarms import CLEAR_Z, PLAIN_Z, Glamour, Pull
from profiler.statistics.figures.correlations import give_correlation_bounds, give_lead
from profiler.statistics.figures.proportions import give_logit, give_share_bounds
from profiler.statistics.gates import GATES
from talent_contracts.vocabulary import Track

NORMAL_MAD: Final = 1.4826
"""The median absolute deviation of a normal variable times this is its standard deviation."""

Place = tuple[str, str]


def compare_pulls(pulls: Mapping[Track, Mapping[Place, Pull]]) -> dict[Place, Glamour]:
    """Each option beside its track's others; empty while the gates hold the figures back.

    The track's median share is what its popularity explains; how far options usually stray from
    it is the bank's own median absolute deviation.
    """
    usual = {track: _find_usual(list(options.values())) for track, options in pulls.items()}
    strayed = [
        abs(_give_logit(pull) - usual[track][0])
        for track, options in pulls.items()
        for pull in options.values()
        if _is_known(pull)
    ]
    spread = NORMAL_MAD * median(strayed) if strayed else 0.0
    if spread == 0:
        return {}
    return {
        place: _compare(pull, *usual[track], spread)
        for track, options in pulls.items()
        for place, pull in options.items()
        if _is_known(pull) and usual[track][1] > 0
    }


def _compare(pull: Pull, usual_logit: float, usual_lead: float, spread: float) -> Glamour:
    low = give_share_bounds(pull.chosen, pull.answered, CLEAR_Z).low
    bounds = give_correlation_bounds(pull.r or 0.0, pull.n, PLAIN_Z)
    lead = give_lead(bounds.high, pull.chosen / pull.answered)
    return Glamour(excess=(give_logit(low) - usual_logit) / spread, lead=lead / usual_lead)


def _find_usual(pulls: Sequence[Pull]) -> tuple[float, float]:
    """The median share of a track's options in logits, and their median lead."""
    known = [pull for pull in pulls if _is_known(pull)]
    if not known:
        return 0.0, 0.0
    leads = (give_lead(pull.r or 0.0, pull.chosen / pull.answered) for pull in known)
    return median(map(_give_logit, known)), median(leads)


def _is_known(pull: Pull) -> bool:
    """Whether both gates are passed and both figures exist."""
    is_gated = pull.answered < GATES.shares or pull.n < GATES.discrimination
    return not is_gated and pull.r is not None and 0 < pull.chosen < pull.answered


def _give_logit(pull: Pull) -> float:
    return give_logit(pull.chosen / pull.answered)
