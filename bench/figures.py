"""The arithmetic: percentiles, medians with their spread, ratios."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


def compute_percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least ``percent`` of all do not exceed (nearest rank)."""
    if not values:
        raise ValueError("no values, no percentile")
    if not 0 < percent <= 100:
        raise ValueError(f"{percent} is no percentage above 0")
    return sorted(values)[math.ceil(percent / 100 * len(values)) - 1]


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some rounds, with the lowest and the highest."""

    median: float
    low: float
    high: float

    @classmethod
    def over(cls, values: Sequence[float]) -> "Spread":
        """Of at least one value."""
        return cls(statistics.median(values), min(values), max(values))

    def format(self, digits: int = 0) -> str:
        """``median (low-high)``."""
        return f"{self.median:,.{digits}f} ({self.low:,.{digits}f}-{self.high:,.{digits}f})"


def compute_ratios(ours: Sequence[float], limit: Sequence[float]) -> list[float]:
    """Ours over the limit, round by round: neighbours in time share the machine's mood."""
    return [mine / theirs for mine, theirs in zip(ours, limit, strict=True)]


@dataclass(frozen=True, slots=True)
class Sample:
    """One contender's measurement in one round.

    ``per_second`` are requests; latencies are milliseconds as the client saw them; the rest is
    processor time per request, in microseconds. ``foreign_share`` is the part of the machine, 0 to
    1, that neither system nor bench used: strangers, and kernel work that belongs to no process.
    """

    requests: int
    per_second: float
    p50_ms: float
    p99_ms: float
    server_us: float
    postgres_us: float
    client_us: float
    foreign_share: float

    @property
    def capacity(self) -> float:
        """Requests per second that two cores could pay for: 2e6 over the microseconds of all."""
        return 2e6 / (self.server_us + self.postgres_us + self.client_us)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rounds of ours beside pgbench; ``script`` is what pgbench ran."""

    name: str
    ours: list[Sample]
    limit: list[Sample]
    script: str

    def spread(self, side: str, figure: str) -> Spread:
        """Of ``ours`` or ``limit``: the figure over the rounds."""
        samples: list[Sample] = getattr(self, side)
        return Spread.over([float(getattr(sample, figure)) for sample in samples])

    def ratio(self, figure: str) -> Spread:
        """Ours over pgbench's, over the rounds."""
        ours, limit = ([getattr(one, figure) for one in side] for side in (self.ours, self.limit))
        return Spread.over(compute_ratios(ours, limit))
