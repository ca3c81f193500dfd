"""Shares of a whole, how sure they are, and whether two of them differ."""

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure's confidence bounds."""

    low: float
    high: float


def give_share_bounds(count: int, total: int, z: float) -> Interval:
    """Wilson's score interval (Wilson 1927): within 0-1 and sound for rare options.

    ``z`` is the normal quantile of each side; ``total`` is at least 1.
    """
    share, square = count / total, z * z / total
    center = share + square / 2
    half = z * math.sqrt(share * (1 - share) / total + square / (4 * total))
    return Interval((center - half) / (1 + square), (center + half) / (1 + square))


def compare_shares(before: int, total_before: int, recent: int, total_recent: int) -> float:
    """The two-proportion z statistic with pooled variance (Fleiss 1981); 0 where nothing varies.

    Positive when the recent share is the greater one. Both totals are at least 1.
    """
    pooled = (before + recent) / (total_before + total_recent)
    variance = pooled * (1 - pooled) * (1 / total_before + 1 / total_recent)
    if variance == 0:
        return 0.0
    return (recent / total_recent - before / total_before) / math.sqrt(variance)


def give_family_bound(comparisons: int, error: float) -> float:
    """The |z| that one of so many two-sided comparisons passes by chance with at most ``error``.

    Bonferroni's inequality (Dunn 1961): each comparison gets an equal part of the error.
    """
    return NormalDist().inv_cdf(1 - error / (2 * comparisons))


def give_logit(share: float) -> float:
    """The log-odds of a share strictly between 0 and 1."""
    return math.log(share / (1 - share))
