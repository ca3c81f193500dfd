"""The scorer over many complete sessions at once.

A vectorised twin of ``profiler.scoring``: a test holds both equal on a sample. It exists because
60,000 people take minutes one by one. Everybody has answers to all 51 items; ``asked`` says which
of them the scorer may see.
"""

from dataclasses import dataclass

import numpy as np

from profiler.scoring.grid import GRID, GUESSING, SLOPE, STEP
from profiler.scoring.level import CUTS, MEASURED_MASS, PLAUSIBLE_MASS, STRETCH_MASS
from profiler.scoring.track import compute_temperature
from profiler.simulation.layout import TRACKS, Bools, Floats, Ints, Layout

NODES = np.array(GRID)
ALPHABET = np.array([sorted(TRACKS).index(track) for track in TRACKS])


@dataclass(frozen=True)
class TrackScores:
    """Counts (n, 5), probabilities (n, 5) and tracks in the order of the ranking (n, 5)."""

    counts: Ints
    p: Floats
    ranking: Ints

    @property
    def primary(self) -> Ints:
        """The first of each ranking."""
        return self.ranking[:, 0]


@dataclass(frozen=True)
class AbilityScores:
    """Posterior mean and standard deviation (n,) and P(theta >= cut) at the four cuts (n, 4)."""

    theta: Floats
    standard_error: Floats
    reach: Floats


def score_tracks(
    layout: Layout,
    position: Ints,
    *,
    asked: Bools | None = None,
    temperature: float | None = None,
) -> TrackScores:
    """The track scores; ``asked`` (n, 30) are the preference items that count.

    ``temperature`` replaces T(n), for the mutation check only.
    """
    chosen = choose_tracks(layout, position)
    one_hot = chosen[:, :, None] == np.arange(5)
    if asked is not None:
        one_hot &= asked[:, :, None]
    counts = one_hot.sum(axis=1)
    scenario = one_hot[:, layout.scenario].sum(axis=1)
    work_style = one_hot[:, layout.work_style].sum(axis=1)
    rank = ((counts * 100 + scenario) * 100 + work_style) * 100 - ALPHABET
    return TrackScores(
        counts=counts, p=share_out(counts, temperature), ranking=np.argsort(-rank, axis=1)
    )


def share_out(counts: Ints, temperature: float | None = None) -> Floats:
    """The softmax of the counts (n, 5) over T of each row's answers, or over ``temperature``."""
    known = np.array([compute_temperature(n) for n in range(counts.sum(axis=1).max() + 1)])
    scaled = counts / (temperature or known[counts.sum(axis=1)][:, None])
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def choose_tracks(layout: Layout, position: Ints) -> Ints:
    """The chosen track 0-4 of each preference item, shape (n, 30)."""
    items = np.arange(len(layout.preference))
    return layout.track_at[items, position[:, layout.preference]]


def score_abilities(layout: Layout, position: Ints, *, asked: Bools | None = None) -> AbilityScores:
    """EAP over the keyed items under the standard normal prior; ``asked`` (n, 15) count."""
    is_right = find_right(layout, position)
    counts = np.ones_like(is_right) if asked is None else asked
    p = GUESSING + (1 - GUESSING) / (1 + np.exp(-SLOPE * (NODES - layout.b[:, None])))
    logs = (is_right & counts) @ np.log(p) + (~is_right & counts) @ np.log(1 - p) - NODES**2 / 2
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    posterior = weights / weights.sum(axis=1, keepdims=True)
    theta = posterior @ NODES
    spread = (posterior * (NODES - theta[:, None]) ** 2).sum(axis=1)
    cuts = np.array(list(CUTS.values()))
    above = np.clip((NODES[:, None] + STEP / 2 - cuts) / STEP, 0, 1)
    return AbilityScores(theta, np.sqrt(spread), np.minimum(1.0, posterior @ above))


def find_right(layout: Layout, position: Ints) -> Bools:
    """Which keyed items were answered by their key, shape (n, 15)."""
    return np.asarray(position[:, layout.keyed] == layout.key)


def verify_levels(reach: Floats, selected: Ints) -> Ints:
    """The verified level 0-4 of each, by the rules of ``profiler.scoring.level``."""
    full = np.concatenate([np.ones((len(reach), 1)), reach, np.zeros((len(reach), 1))], axis=1)
    measured = (full[:, :5] >= MEASURED_MASS).sum(axis=1) - 1
    rows = np.arange(len(reach))
    is_plausible = full[rows, selected] >= PLAUSIBLE_MASS
    is_stretch = (selected < measured) & (full[rows, selected + 1] >= STRETCH_MASS)
    above = np.where(is_plausible, selected, measured)
    return np.where(selected > measured, above, selected + is_stretch)
