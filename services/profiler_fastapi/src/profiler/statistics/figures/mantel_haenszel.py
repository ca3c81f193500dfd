"""Differential item functioning: do groups of equal ability answer an item equally well?"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

DELTA_SCALE: Final = -2.35
"""Log-odds to ETS's delta scale (Holland and Thayer 1988)."""
MODERATE: Final = 1.0
LARGE: Final = 1.5
CHI_SQUARE_95: Final = 3.841
"""The 95 % point with one degree of freedom."""
ONE_SIDED_95: Final = 1.645


@dataclass(frozen=True, slots=True)
class Stratum:
    """The people of one rest score, by group and by whether they answered rightly."""

    reference_right: int
    reference_wrong: int
    focal_right: int
    focal_wrong: int

    @property
    def total(self) -> int:
        """How many people there are."""
        return self.reference_right + self.reference_wrong + self.focal_right + self.focal_wrong


@dataclass(frozen=True, slots=True)
class Comparison:
    """``delta`` below 0: harder for the focal group. ``chi_square`` is continuity-corrected."""

    delta: float
    standard_error: float
    chi_square: float

    @property
    def category(self) -> Literal["A", "B", "C"]:
        """ETS's rule (Zieky 1993; Dorans and Holland 1993).

        A: below 1 in size or not different from 0; C: at least 1.5 and clearly above 1; else B.
        """
        size = abs(self.delta)
        if size < MODERATE or self.chi_square < CHI_SQUARE_95:
            return "A"
        is_clear = size - ONE_SIDED_95 * self.standard_error > MODERATE
        return "C" if size >= LARGE and is_clear else "B"


def compare_groups(strata: Iterable[Stratum]) -> Comparison | None:
    """Delta = -2.35 ln(alpha) with alpha the common odds ratio (Mantel and Haenszel 1959).

    The standard error is that of Robins, Breslow and Greenland (1986). Strata in which one group
    is missing say nothing. None where alpha or its test is undefined.
    """
    known = [stratum for stratum in strata if stratum.total > 1]
    agree = math.fsum(s.reference_right * s.focal_wrong / s.total for s in known)
    differ = math.fsum(s.reference_wrong * s.focal_right / s.total for s in known)
    chi_square = give_chi_square(known)
    if agree == 0 or differ == 0 or chi_square is None:
        return None
    return Comparison(
        delta=DELTA_SCALE * math.log(agree / differ),
        standard_error=-DELTA_SCALE * math.sqrt(_give_variance(known, agree, differ)),
        chi_square=chi_square,
    )


def give_chi_square(strata: Iterable[Stratum]) -> float | None:
    """Mantel and Haenszel's chi-square with continuity correction; None where nothing varies."""
    excess, variance = 0.0, 0.0
    for s in strata:
        reference, right = s.reference_right + s.reference_wrong, s.reference_right + s.focal_right
        excess += s.reference_right - reference * right / s.total
        rest = (s.total - reference) * (s.total - right)
        variance += reference * right * rest / (s.total**2 * (s.total - 1))
    if variance == 0:
        return None
    return float(max(0.0, abs(excess) - 0.5) ** 2 / variance)


def _give_variance(strata: Iterable[Stratum], agree: float, differ: float) -> float:
    """The variance of ln(alpha)."""
    return math.fsum(_weigh(stratum, agree, differ) for stratum in strata)


def _weigh(s: Stratum, agree: float, differ: float) -> float:
    p = (s.reference_right + s.focal_wrong) / s.total
    q = (s.reference_wrong + s.focal_right) / s.total
    r = s.reference_right * s.focal_wrong / s.total
    t = s.reference_wrong * s.focal_right / s.total
    return p * r / (2 * agree**2) + (p * t + q * r) / (2 * agree * differ) + q * t / (2 * differ**2)
