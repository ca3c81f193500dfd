"""The additive scorer that this profiler replaces, for comparison on the same people.

Letters A to E stand for fixed tracks on every item, an answer gives 3 points to its track and 1 to
the next one, and each module's points are weighted. Everything feeds the track, also puzzles,
ratings and the level. Shares of points are shown as the match.
"""

from typing import Final

import numpy as np

from profiler.bank.models import Bank, ItemFormat
from profiler.simulation.layout import Floats, Ints
from talent_contracts.vocabulary import Module

FIRST_POINTS: Final = 3.0
SECOND_POINTS: Final = 1.0
MODULE_WEIGHTS: Final = {
    Module.IDENTITY_VALUE: 1.0,
    Module.CYBER_APTITUDE: 1.3,
    Module.TECHNICAL_EXPOSURE: 1.2,
    Module.SCENARIO_PREFERENCE: 1.2,
    Module.WORK_STYLE: 1.1,
    Module.DIFFICULTY_SELECTION: 0.8,
}


def score_additively(bank: Bank, letter: Ints, *, preferences_only: bool = False) -> Floats:
    """The share of points of each track, shape (n, 5), from letters 0-4 of shape (n, 51).

    ``preferences_only`` is a kinder version that leaves puzzles, ratings and the level out.
    """
    counts = [not preferences_only or i.format is ItemFormat.PREFERENCE for i in bank.items]
    weights = np.array([MODULE_WEIGHTS[item.module] for item in bank.items]) * np.array(counts)
    chosen = (letter[:, :, None] == np.arange(5)).astype(np.float64)
    firsts = np.einsum("njt,j->nt", chosen, weights)
    points = FIRST_POINTS * firsts + SECOND_POINTS * np.roll(firsts, 1, axis=1)
    return np.asarray(points / points.sum(axis=1, keepdims=True))
