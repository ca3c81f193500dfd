"""Medians and percentiles of many times in little memory."""

from collections import Counter
from typing import Final

LONGEST: Final = 36_000
"""Longer values count as this: an hour in tenths of seconds, beyond which nobody was reading."""


class Histogram:
    """How often each whole value occurred; at most ``LONGEST`` + 1 different ones."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self.total = 0

    def add(self, value: int) -> None:
        """Count one value of at least 0."""
        self._counts[min(value, LONGEST)] += 1
        self.total += 1

    def give_quantile(self, p: float) -> float | None:
        """The p-quantile by linear interpolation of the order statistics; None without values.

        Definition 7 of Hyndman and Fan (1996), under which the .5-quantile is the usual median.
        """
        if not self.total:
            return None
        place = (self.total - 1) * p
        low = self._find_ranked(int(place))
        high = self._find_ranked(min(int(place) + 1, self.total - 1))
        return low + (high - low) * (place - int(place))

    def _find_ranked(self, rank: int) -> int:
        """The value of that rank, counted from 0."""
        passed = 0
        for value in sorted(self._counts):
            passed += self._counts[value]
            if passed > rank:
                return value
        raise IndexError(rank)
