"""How figures are stored, so that the same input gives the same bytes on every machine."""

from typing import Final

STORED_DIGITS: Final = 6
"""Decimals of a stored probability or logit: more would differ between maths libraries."""
SCORE_DIGITS: Final = 1
"""Decimals of a score on 0 to 100."""


def round_stored(value: float) -> float:
    """A probability or logit as it is stored; never a negative zero."""
    return round(value, STORED_DIGITS) + 0.0


def round_score(value: float) -> float:
    """A score on 0 to 100 as it is stored."""
    return round(value, SCORE_DIGITS) + 0.0
