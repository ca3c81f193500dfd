"""What is measured on one seed's people. Every function is a textbook definition."""

import numpy as np

from profiler.simulation.layout import Bools, Floats, Ints

BINS = 15
CLEAR_GAP = 0.5


def give_calibration_error(confidence: Floats, is_right: Bools) -> float:
    """The expected calibration error over 15 bins of equal mass."""
    bins = list_bins(confidence, is_right)
    total = sum(count for count, _, _ in bins)
    return sum(count * abs(said - seen) for count, said, seen in bins) / total


def list_bins(confidence: Floats, is_right: Bools) -> list[tuple[int, float, float]]:
    """People, mean confidence and share right of each of 15 bins of equal mass."""
    order = np.argsort(confidence, kind="stable")
    parts = np.array_split(order, BINS)
    return [
        (len(part), float(confidence[part].mean()), float(is_right[part].mean())) for part in parts
    ]


def give_brier(p: Floats, truth: Ints) -> float:
    """The mean over people of the sum over classes of (p - outcome)^2 (Brier 1950)."""
    return float(((p - np.eye(p.shape[1])[truth]) ** 2).sum(axis=1).mean())


def list_share_errors(recommended: Ints, truth: Ints) -> Floats:
    """How much more often each of five tracks is recommended than it is true, as shares."""
    shares = [np.bincount(tracks, minlength=5) / len(tracks) for tracks in (recommended, truth)]
    return shares[0] - shares[1]


def give_auc(score: Floats, is_positive: Bools) -> float:
    """The area under the ROC curve by mean ranks (Mann-Whitney)."""
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positives = int(is_positive.sum())
    negatives = len(score) - positives
    surplus = float(ranks[is_positive].sum()) - positives * (positives + 1) / 2
    return surplus / (positives * negatives)


def give_gap(interest: Floats) -> Floats:
    """By how many SD the strongest interest leads the second."""
    ordered = np.sort(interest, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])


def split_in_fifths(values: Floats) -> Ints:
    """0-4: the fifth of the population that each value lies in."""
    return np.searchsorted(np.quantile(values, [0.2, 0.4, 0.6, 0.8]), values, side="right")
