"""Clicking by position instead of reading (long strings; Johnson 2005; cyclic steps are ours)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from profiler.quality.responses import Response

LONG_RUN: Final = 8
STEP_WINDOW: Final = 12


def list_runs(responses: Sequence[Response]) -> Iterator[tuple[Response, ...]]:
    """Maximal stretches of answers at one position; "not sure" ends a stretch and is in none."""
    run: list[Response] = []
    for response in responses:
        if run and (response.is_not_sure or response.position != run[-1].position):
            yield tuple(run)
            run = []
        if not response.is_not_sure:
            run.append(response)
    if run:
        yield tuple(run)


def find_longest_run(responses: Sequence[Response]) -> int:
    """How many answers in a row stand at the same position."""
    return max((len(run) for run in list_runs(responses)), default=0)


def list_step_windows(
    responses: Sequence[Response],
) -> Iterator[tuple[float, tuple[Response, ...]]]:
    """Each window of twelve steps: the share of its most common one, and the answers it joins.

    A step is the distance between the positions of neighbouring answers, modulo five: always 0 when
    clicking straight, always the same when cycling. Steps from or to "not sure" do not count.
    """
    steps = [
        (first, second, (second.position - first.position) % len(second.item.options))
        for first, second in pairwise(responses)
        if not first.is_not_sure and not second.is_not_sure
    ]
    for start in range(len(steps) - STEP_WINDOW + 1):
        window = steps[start : start + STEP_WINDOW]
        (_, most), *_ = Counter(step for *_, step in window).most_common(1)
        yield most / STEP_WINDOW, tuple(r for first, second, _ in window for r in (first, second))


def give_step_share(responses: Sequence[Response]) -> float | None:
    """The largest share of one step in any window of twelve; None with fewer than twelve steps."""
    return max((share for share, _ in list_step_windows(responses)), default=None)
