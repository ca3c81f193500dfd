"""The indices of ``profiler.quality`` over many complete, timed sessions at once.

Held equal to the real functions by a test on a sample.
"""

from dataclasses import dataclass
from math import lgamma, log

import numpy as np

from profiler.bank.models import CarelessWeights
from profiler.quality import patterns, timing, verdict
from profiler.quality.indices import LONGEST_COUNTED_RUN, MISFIT_LIMIT
from profiler.quality.preferences import CONCENTRATION
from profiler.simulation.layout import Bools, Floats, Ints, Layout
from profiler.simulation.twin import choose_tracks

FEATURES = ("longest_run", "step_share", "misfit", "consistency", "fast_share", "fast_window")


@dataclass(frozen=True)
class QualityIndices:
    """One row per person, as in ``profiler.quality.Indices``; consistency is 0 where undefined."""

    fast_share: Floats
    fast_window: Floats
    longest_run: Ints
    step_share: Floats
    misfit: Floats
    consistency: Floats

    @property
    def is_strong(self) -> Bools:
        """Who is flagged strong."""
        return np.asarray(
            (self.fast_share >= verdict.FAST_SHARE)
            | (self.fast_window >= verdict.FAST_WINDOW_SHARE)
            | (self.longest_run >= patterns.LONG_RUN)
            | (self.step_share >= verdict.STEP_SHARE)
        )

    @property
    def features(self) -> Floats:
        """What the logistic weighs, shape (n, 6), in the order of ``FEATURES``."""
        columns = (
            np.minimum(self.longest_run, LONGEST_COUNTED_RUN),
            self.step_share,
            np.clip(self.misfit, -MISFIT_LIMIT, MISFIT_LIMIT),
            self.consistency,
            self.fast_share,
            self.fast_window,
        )
        return np.stack(columns, axis=1).astype(np.float64)

    def give_q(self, weights: CarelessWeights) -> Floats:
        """The probability of careless answering."""
        slopes = np.array([getattr(weights, name) for name in FEATURES])
        return np.asarray(1 / (1 + np.exp(-(weights.intercept + self.features @ slopes))))


def compute_indices(layout: Layout, position: Ints, millis: Ints) -> QualityIndices:
    """The indices of complete sessions; ``millis`` (n, 51) are known for every answer."""
    counts = np.ones(position.shape, dtype=np.bool_)
    counts[:, layout.keyed] = position[:, layout.keyed] != 4
    fast_share, fast_window = _time(layout, millis / 1000, counts)
    chosen = choose_tracks(layout, position)
    return QualityIndices(
        fast_share=fast_share,
        fast_window=fast_window,
        longest_run=_find_longest_run(position, counts),
        step_share=_give_step_share(position, counts),
        misfit=_give_misfit(chosen),
        consistency=_give_consistency(chosen),
    )


def _time(layout: Layout, seconds: Floats, counts: Bools) -> tuple[Floats, Floats]:
    total = counts.sum(axis=1)
    paces = np.sort(np.where(counts, seconds / layout.expected, np.inf), axis=1)
    rows = np.arange(len(paces))
    middle = (paces[rows, (total - 1) // 2] + paces[rows, total // 2]) / 2
    scale = np.clip(middle, timing.FASTEST_SCALE, timing.SLOWEST_SCALE)
    limit = np.maximum(timing.FLOOR_S, timing.FAST_PART * layout.expected) * scale[:, None]
    fast = counts & (seconds < limit)
    return fast.sum(axis=1) / total, _give_worst(_pack(fast, counts), timing.WINDOW)


def _find_longest_run(position: Ints, counts: Bools) -> Ints:
    run = counts[:, 0].astype(np.int64)
    longest = run.copy()
    for column in range(1, position.shape[1]):
        goes_on = counts[:, column - 1] & (position[:, column] == position[:, column - 1])
        run = np.where(counts[:, column], np.where(goes_on, run + 1, 1), 0)
        longest = np.maximum(longest, run)
    return longest


def _give_step_share(position: Ints, counts: Bools) -> Floats:
    step = np.diff(position, axis=1) % 5
    is_valid = counts[:, 1:] & counts[:, :-1]
    shares = [
        _give_worst(_pack(is_valid & (step == size), is_valid), patterns.STEP_WINDOW)
        for size in range(5)
    ]
    return np.asarray(np.max(shares, axis=0))


def _give_misfit(chosen: Ints) -> Floats:
    counts = (chosen[:, :, None] == np.arange(5)).sum(axis=1)
    answers = chosen.shape[1]
    table = np.array(
        [lgamma(count + CONCENTRATION) - lgamma(CONCENTRATION) for count in range(answers + 1)]
    )
    constant = lgamma(5 * CONCENTRATION) - lgamma(answers + 5 * CONCENTRATION)
    return np.asarray(-answers * log(5) - constant - table[counts].sum(axis=1))


def _give_consistency(chosen: Ints) -> Floats:
    one_hot = chosen[:, :, None] == np.arange(5)
    odd, even = (one_hot[:, start::2].sum(axis=1) for start in (0, 1))
    odd, even = odd - odd.mean(axis=1, keepdims=True), even - even.mean(axis=1, keepdims=True)
    scale = np.sqrt((odd**2).sum(axis=1) * (even**2).sum(axis=1))
    together = (odd * even).sum(axis=1)
    return np.asarray(np.divide(together, scale, out=np.zeros_like(scale), where=scale > 1e-9))


def _pack(marks: Bools, counts: Bools) -> Bools:
    """The marks of what counts, moved to the front in their order; the rest is unmarked.

    A window that reaches into the rest holds no more than the last full one, so the worst window
    stays the worst.
    """
    order = np.argsort(~counts, axis=1, kind="stable")
    return np.take_along_axis(marks & counts, order, axis=1)


def _give_worst(marks: Bools, width: int) -> Floats:
    """The largest share of marks in any ``width`` neighbouring columns."""
    sums = np.cumsum(np.pad(marks.astype(np.int64), ((0, 0), (1, 0))), axis=1)
    return np.asarray((sums[:, width:] - sums[:, :-width]).max(axis=1) / width)
