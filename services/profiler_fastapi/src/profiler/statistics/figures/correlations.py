"""Correlation of choosing an option with a score, from whole-number sums."""

import math
from dataclasses import dataclass

from profiler.statistics.figures.proportions import Interval


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over ``n`` people: ``x`` is 1 for who chose the option, ``y`` the score.

    They are whole numbers, so their order cannot change a digit of what follows.
    """

    n: int
    x: int
    y: int
    yy: int
    xy: int


def correlate(sums: Sums) -> float | None:
    """The point-biserial correlation (Pearson's r with one variable of 0 and 1; Tate 1954).

    None where either variable does not vary.
    """
    spread_x = sums.n * sums.x - sums.x * sums.x
    spread_y = sums.n * sums.yy - sums.y * sums.y
    if spread_x <= 0 or spread_y <= 0:
        return None
    return (sums.n * sums.xy - sums.x * sums.y) / (math.sqrt(spread_x) * math.sqrt(spread_y))


def give_correlation_bounds(r: float, n: int, z: float) -> Interval:
    """Fisher's interval: atanh(r) is about normal with variance 1/(n - 3) (Fisher 1921).

    ``n`` is at least 4.
    """
    center = math.atanh(max(-0.999999, min(0.999999, r)))
    half = z / math.sqrt(n - 3)
    return Interval(math.tanh(center - half), math.tanh(center + half))


def give_lead(r: float, share: float) -> float:
    """How far the choosers' mean score lies above everybody's, in standard deviations.

    r sqrt((1 - p)/p), the point-biserial correlation solved for the mean of the choosers.
    """
    return r * math.sqrt((1 - share) / share)
