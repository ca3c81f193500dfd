"""Clicking by position instead of reading (long strings; Johnson 2005; cyclic steps are ours)."""

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
    joined = _list_joined(responses)
    for start, share in enumerate(_list_step_shares(joined)):
        yield share, tuple(r for pair in joined[start : start + STEP_WINDOW] for r in pair)


def give_step_share(responses: Sequence[Response]) -> float | None:
    """The largest share of one step in any window of twelve; None with fewer than twelve steps."""
    return max(_list_step_shares(_list_joined(responses)), default=None)


def _list_joined(responses: Sequence[Response]) -> list[tuple[Response, Response]]:
    return [
        (first, second)
        for first, second in pairwise(responses)
        if not first.is_not_sure and not second.is_not_sure
    ]


def _list_step_shares(joined: Sequence[tuple[Response, Response]]) -> Iterator[float]:
    steps = [(b.position - a.position) % len(b.item.options) for a, b in joined]
    for start in range(len(steps) - STEP_WINDOW + 1):
        window = steps[start : start + STEP_WINDOW]
        yield max(map(window.count, set(window))) / STEP_WINDOW
