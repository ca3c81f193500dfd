"""From the moment a completion is answered until ``GET /auth/me`` knows it: invariant I5."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.figures import compute_percentile
from bench.people import Doors, make_learners
from tests.clients.journey import LearnerJourney
from tests.clients.waiting import wait_until

BAR_P95_MS = 1000.0
BAR_MAX_MS = 5000.0
_POLL_S = 0.01
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Milliseconds of each learner, in the order of their making, and the bars they must keep."""

    milliseconds: list[float]
    at_once: int
    factor: float
    walked_s: float

    @property
    def p50_ms(self) -> float:
        return compute_percentile(self.milliseconds, 50)

    @property
    def p95_ms(self) -> float:
        return compute_percentile(self.milliseconds, 95)

    @property
    def max_ms(self) -> float:
        return max(self.milliseconds)

    @property
    def is_within_bars(self) -> bool:
        """Whether p95 and maximum keep the bars, times the factor."""
        is_quick = self.p95_ms <= BAR_P95_MS * self.factor
        return is_quick and self.max_ms <= BAR_MAX_MS * self.factor


def measure_arrivals(
    doors: Doors, *, learners: int, at_once: int, factor: float, seed: int
) -> Arrivals:
    """Profile everybody, ``at_once`` at a time; learners are invited and logged in before."""
    walkers = make_learners(doors, count=learners, at_once=at_once, seed=seed)
    started = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        milliseconds = list(pool.map(_walk, walkers))
    return Arrivals(milliseconds, at_once, factor, time.perf_counter() - started)


def _walk(learner: LearnerJourney) -> float:
    """Milliseconds between the answer to ``complete`` and the first flag seen."""
    learner.profile_whole()
    completed = time.perf_counter()
    wait_until(
        lambda: learner.core.me()["profiling_complete"],
        within_s=_PATIENCE_S,
        what="the result in core",
        every_s=_POLL_S,
    )
    return (time.perf_counter() - completed) * 1000
