"""Shares as percentages that a reader can add up."""

import math
from collections.abc import Mapping, Sequence

from talent_contracts.vocabulary import Track

_TENTHS = 1000
_NOISE_DIGITS = 9
"""Digits after which a difference between two shares is rounding noise of the machine."""


def to_percentages(shares: Mapping[Track, float], order: Sequence[Track]) -> dict[Track, float]:
    """Percentages with one decimal that sum to exactly 100.0, by the largest remainder.

    ``shares`` sum to 1; ``order`` ranks the five tracks and decides between equal remainders. The
    largest-remainder method (Hamilton) rounds every share down to a tenth and hands the tenths that
    are left to the largest remainders. Returned in the order of the vocabulary.
    """
    scaled = {track: round(_TENTHS * shares[track], _NOISE_DIGITS) for track in Track}
    tenths = {track: math.floor(scaled[track]) for track in Track}
    by_remainder = sorted(
        order, key=lambda track: round(tenths[track] - scaled[track], _NOISE_DIGITS)
    )
    for track in by_remainder[: _TENTHS - sum(tenths.values())]:
        tenths[track] += 1
    return {track: tenths[track] / 10 for track in Track}
