"""What a person should look at. Every rule is about bounds, so that chance does not cry wolf.

A figure that its gate holds back raises nothing. One cause gives one warning: an item whose key is
suspect is not called weak as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from profiler.statistics.figures.correlations import give_correlation_bounds
from profiler.statistics.figures.proportions import give_family_bound, give_share_bounds
from profiler.statistics.gates import GATES
from talent_contracts.statistics import Drift, ItemWarning

CLEAR_Z: Final = 3.29
"""Each side .0005: among the bank's 45 distractors one false alarm in fifty runs at the very most;
two bounds that must not overlap make it far rarer."""
SINGLE_Z: Final = 3.72
"""Each side .0001, where a single bound decides about each of 45 distractors: one false alarm in
two hundred runs."""
PLAIN_Z: Final = 1.645
"""Each side .05, where a false alarm costs one look at one item."""
WEAK_CORRELATION: Final = 0.15
"""Below it an item hardly tells the able from others (Ebel's .20 for longer tests, less the part
that fourteen other items cannot carry)."""
UNUSED_SHARE: Final = 0.02
"""One in fifty: an option that nobody takes costs reading time and measures nothing."""
GLAMOROUS_SPREADS: Final = 4.0
"""In robust standard deviations. The customary 3.5 for outliers (Iglewicz and Hoaglin 1993) would
be passed by the most popular of 150 honest options in about one bank of thirty."""
GLAMOROUS_LEAD: Final = 0.5
"""Choosing it tells less than half of what choosing the track's other options tells."""
DRIFT_ERROR: Final = 0.01
"""The chance of one false drift per run over all options together; .01, because runs are daily."""
DRIFT_SHARE: Final = 0.05
"""Less than five points does not change what an item measures."""
STOP_RATIO: Final = 3.0
"""Three times as many leave as at the bank's median item."""
STOP_SHARE: Final = 0.02
"""And at least one in fifty: below that three times the median is still hardly anybody."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One option: how many of how many chose it; ``r`` is its rest correlation over ``n`` sessions.

    ``is_distractor`` is false for "not sure", which nobody is meant to avoid.
    """

    option: str
    chosen: int
    answered: int
    r: float | None
    n: int
    is_key: bool = False
    is_distractor: bool = False


@dataclass(frozen=True, slots=True)
class Glamour:
    """A preference option beside the others of its track and of the bank.

    ``excess`` is the lower bound of its share in logits less its track's median, in robust standard
    deviations of all options; ``lead`` the upper bound of what choosing it tells, as a part of what
    choosing the track's median option tells.
    """

    excess: float
    lead: float

    @property
    def is_glamorous(self) -> bool:
        """Chosen far more than its track explains, by people whom the choice says little about.

        A track that is popular has popular options everywhere, so none of them stands out; an
        option that is popular because it fits its track well still tells much, and has the lead.
        """
        return self.excess >= GLAMOROUS_SPREADS and self.lead < GLAMOROUS_LEAD


def warn_of_key(pulls: Sequence[Pull]) -> list[ItemWarning]:
    """Whether the able prefer another option to the key, or at least something in it."""
    known = [pull for pull in pulls if pull.n >= GATES.discrimination]
    key = next((pull for pull in known if pull.is_key), None)
    if key is None:
        return []
    lows = [_bound(pull, CLEAR_Z)[0] for pull in known if pull.is_distractor]
    if max(lows, default=-1.0) > _bound(key, CLEAR_Z)[1]:
        return [ItemWarning.KEY_SUSPECT]
    attracts = any(_bound(pull, SINGLE_Z)[0] > 0 for pull in known if pull.is_distractor)
    found = [ItemWarning.DISTRACTOR_ATTRACTS] if attracts else []
    is_weak = _bound(key, PLAIN_Z)[1] < WEAK_CORRELATION
    return [*found, *([ItemWarning.WEAK_DISCRIMINATION] if is_weak else [])]


def warn_of_unused(pulls: Sequence[Pull]) -> list[ItemWarning]:
    """Whether an option is surely taken by fewer than one in fifty."""
    is_unused = any(
        pull.answered >= GATES.shares
        and give_share_bounds(pull.chosen, pull.answered, PLAIN_Z).high < UNUSED_SHARE
        for pull in pulls
    )
    return [ItemWarning.OPTION_UNUSED] if is_unused else []


def warn_of_drift(drift: Drift | None, comparisons: int) -> list[ItemWarning]:
    """Whether a share moved by more than chance and by more than a trifle."""
    if drift is None or abs(drift.share_recent - drift.share_before) < DRIFT_SHARE:
        return []
    is_clear = abs(drift.z) >= give_family_bound(comparisons, DRIFT_ERROR)
    return [ItemWarning.DRIFTED] if is_clear else []


def warn_of_stops(stopped: int, came: int, usual_share: float) -> list[ItemWarning]:
    """Whether clearly more leave at the item than at the median item."""
    if came < GATES.shares:
        return []
    low = give_share_bounds(stopped, came, CLEAR_Z).low
    limit = max(STOP_SHARE, STOP_RATIO * usual_share)
    return [ItemWarning.LEARNERS_STOP_HERE] if low > limit else []


def _bound(pull: Pull, z: float) -> tuple[float, float]:
    """An option that everybody or nobody chose has no correlation and bounds that say nothing."""
    if pull.r is None:
        return -1.0, 1.0
    bounds = give_correlation_bounds(pull.r, pull.n, z)
    return bounds.low, bounds.high
