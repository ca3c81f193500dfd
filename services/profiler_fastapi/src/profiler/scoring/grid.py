"""Ability on a grid: prior, likelihood, posterior and what may be read off it (spec 10, section 3).

The three-parameter logistic model with equal slopes, estimated by the mean of the posterior (EAP;
Bock and Mislevy 1982) on 61 nodes from -4 to 4 logits. ``P_i(theta) = c + (1 - c) / (1 + exp(-a
(theta - b_i)))`` with a = 1 and c = .20: four options besides "not sure", guessed a little worse
than evenly.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import Final

NODES: Final = 61
LOWEST: Final = -4.0
HIGHEST: Final = 4.0
STEP: Final = (HIGHEST - LOWEST) / (NODES - 1)
GRID: Final[tuple[float, ...]] = tuple(LOWEST + STEP * place for place in range(NODES))
SLOPE: Final = 1.0
GUESSING: Final = 0.20


@dataclass(frozen=True, slots=True)
class Estimate:
    """Ability in logits: the posterior's mean ``theta`` and standard deviation, and its weights.

    ``posterior`` has one weight per node of ``GRID``; the weights sum to 1.
    """

    theta: float
    standard_error: float
    posterior: tuple[float, ...]


def logistic(logit: float) -> float:
    """1 / (1 + exp(-logit)), for any finite logit."""
    if logit >= 0:
        return 1 / (1 + math.exp(-logit))
    grown = math.exp(logit)
    return grown / (1 + grown)


def give_chance(theta: float, b: float) -> float:
    """The probability of a right answer at ability ``theta`` to an item of difficulty ``b``."""
    return GUESSING + (1 - GUESSING) * logistic(SLOPE * (theta - b))


def estimate(
    answers: Iterable[tuple[float, bool]], *, mean: float = 0.0, variance: float = 1.0
) -> Estimate:
    """The EAP of answers given as (difficulty, is right) under a normal prior.

    No answers give the prior back. Raises ``ValueError`` unless ``variance`` is positive.
    """
    if variance <= 0:
        raise ValueError(f"a variance is positive, not {variance}")
    known = [_list_log_chances(b, is_right) for b, is_right in answers]
    by_node = zip(*known, strict=True) if known else [()] * NODES
    logs = [
        math.fsum(chances) - (node - mean) ** 2 / (2 * variance)
        for chances, node in zip(by_node, GRID, strict=True)
    ]
    return read_moments(logs)


def read_moments(logs: Sequence[float]) -> Estimate:
    """The estimate behind the logarithm of an unnormalised posterior at each node."""
    top = max(logs)
    weights = [math.exp(value - top) for value in logs]
    total = math.fsum(weights)
    posterior = tuple(weight / total for weight in weights)
    theta = math.fsum(map(mul, posterior, GRID))
    spread = math.fsum(map(mul, posterior, [(node - theta) ** 2 for node in GRID]))
    return Estimate(theta, math.sqrt(spread), posterior)


def give_mass_above(posterior: Sequence[float], cut: float) -> float:
    """P(theta >= cut): each node owns the cell of half a step to both sides.

    The cell that holds the cut counts in proportion to its part above the cut.
    """
    above = math.fsum(
        weight * min(1.0, max(0.0, (node + STEP / 2 - cut) / STEP))
        for weight, node in zip(posterior, GRID, strict=True)
    )
    return min(1.0, above)


@lru_cache(maxsize=256)
def _list_log_chances(b: float, is_right: bool) -> tuple[float, ...]:
    """The logarithm of the chance of one answer at each node: the same for every learner."""
    chances = (give_chance(node, b) for node in GRID)
    return tuple(math.log(chance if is_right else 1 - chance) for chance in chances)
