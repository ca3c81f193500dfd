"""Answers that came too fast to have been read (rapid guessing; Wise and Kong 2005).

A limit belongs to the item, max(2 s, 20 % of its expected time), and is scaled by the learner's own
pace: the median of time over expected time, held between .6 and 1.6. So a fast reader has a lower
limit, and one who clicks through everything cannot lower it below .6.
"""

from collections.abc import Sequence
from statistics import median
from typing import Final

from profiler.quality.responses import Response

FLOOR_S: Final = 2.0
FAST_PART: Final = 0.20
RECALL_PART: Final = 0.35
SLOWEST_SCALE: Final = 1.6
FASTEST_SCALE: Final = 0.6
WINDOW: Final = 15
"""Consecutive answers that are judged together, and the fewest timed answers that say anything."""


def list_timed(responses: Sequence[Response]) -> tuple[Response, ...]:
    """The answers whose time is known and counts, or none when there are fewer than fifteen."""
    timed = tuple(r for r in responses if r.seconds is not None and not r.is_not_sure)
    return timed if len(timed) >= WINDOW else ()


def find_scale(timed: Sequence[Response]) -> float | None:
    """The learner's own pace, clipped to .6-1.6; None without times."""
    if not timed:
        return None
    pace = median((r.seconds or 0.0) / r.item.expected_seconds for r in timed)
    return min(SLOWEST_SCALE, max(FASTEST_SCALE, pace))


def is_fast(response: Response, scale: float) -> bool:
    """Whether the answer came faster than max(2 s, 20 % of the expected time), scaled."""
    limit = max(FLOOR_S, FAST_PART * response.item.expected_seconds) * scale
    return response.seconds is not None and not response.is_not_sure and response.seconds < limit


def give_fast_share(timed: Sequence[Response], scale: float) -> float:
    """The share of fast answers among all timed ones."""
    return sum(is_fast(response, scale) for response in timed) / len(timed)


def give_fast_window(timed: Sequence[Response], scale: float) -> float:
    """The largest share of fast answers in any fifteen consecutive timed ones."""
    fast = [is_fast(response, scale) for response in timed]
    return max(sum(fast[n : n + WINDOW]) for n in range(len(fast) - WINDOW + 1)) / WINDOW


def count_recalled(timed: Sequence[Response], scale: float) -> int:
    """Keyed items answered rightly in under 35 % of the expected time, scaled: pre-knowledge."""
    return sum(
        response.is_right
        and (response.seconds or 0.0) < RECALL_PART * response.item.expected_seconds * scale
        for response in timed
    )
