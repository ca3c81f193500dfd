"""Whether the preference answers look like those of somebody who prefers something."""

import math
from collections.abc import Sequence
from typing import Final

from profiler.quality.responses import Response
from talent_contracts.vocabulary import Track

CONCENTRATION: Final = 1.2
LEAST_CHOICES: Final = 12
"""Preference answers below which neither index is formed."""


def list_choices(responses: Sequence[Response]) -> list[Track]:
    """The chosen tracks in bank order."""
    return [response.track for response in responses if response.track is not None]


def give_misfit(choices: Sequence[Track]) -> float | None:
    """Ln p(uniform) - ln p(Dirichlet-multinomial with alpha = 1.2); None below twelve choices.

    Above 0 the counts are more even than those of people with preferences. Both are probabilities
    of the sequence: 5^-n against Gamma(5 alpha)/Gamma(n + 5 alpha) prod Gamma(c_t + alpha)/
    Gamma(alpha) (Minka 2000, Estimating a Dirichlet distribution).
    """
    if len(choices) < LEAST_CHOICES:
        return None
    size = len(Track)
    uniform = -len(choices) * math.log(size)
    mixed = math.lgamma(size * CONCENTRATION) - math.lgamma(len(choices) + size * CONCENTRATION)
    mixed += math.fsum(
        math.lgamma(choices.count(track) + CONCENTRATION) - math.lgamma(CONCENTRATION)
        for track in Track
    )
    return uniform - mixed


def give_consistency(choices: Sequence[Track]) -> float | None:
    """The correlation over tracks of the counts in odd and in even places (Jackson 1976).

    None below twelve choices, and where one half is spread evenly and so has no correlation.
    """
    if len(choices) < LEAST_CHOICES:
        return None
    odd, even = (_center(choices[start::2]) for start in (0, 1))
    scale = math.sqrt(math.fsum(x * x for x in odd) * math.fsum(y * y for y in even))
    if scale == 0:
        return None
    return math.fsum(x * y for x, y in zip(odd, even, strict=True)) / scale


def _center(choices: Sequence[Track]) -> list[float]:
    mean = len(choices) / len(Track)
    deviations = [choices.count(track) - mean for track in Track]
    return deviations if any(abs(value) > 1e-9 for value in deviations) else [0.0] * len(Track)
