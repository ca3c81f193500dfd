"""Pure rules of retakes and of the sweep."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from talent_contracts.events import SweepDifference, SweepRow
from talent_contracts.events.sweep import MAX_UNLISTED

COOLDOWN: Final = timedelta(days=7)
"""Between a result, or a declined request, and the next request."""


def allow_retake_from(*, result_received_at: datetime, declined_at: datetime | None) -> datetime:
    """The instant from which a learner may ask to be profiled again."""
    return max(result_received_at, declined_at or result_received_at) + COOLDOWN


def compare_rows(
    start: UUID, end: UUID | None, listed: Sequence[SweepRow], stored: Sequence[SweepRow]
) -> SweepDifference:
    """How the stored results of a range differ from those the profiler listed.

    ``stored`` may hold more of the listed learners' results, from outside the range.
    """
    known = {row.line() for row in stored}
    places = {(row.learner_id, row.epoch) for row in stored}
    sessions = {row.session_id for row in stored}
    wrong = [row for row in listed if row.line() not in known]
    absent = {
        row.session_id
        for row in wrong
        if (row.learner_id, row.epoch) not in places and row.session_id not in sessions
    }
    named = {row.session_id for row in listed}
    unlisted = [
        row
        for row in stored
        if row.session_id not in named
        and start <= row.session_id
        and (end is None or row.session_id < end)
    ]
    return SweepDifference(
        start=start,
        missing=sorted(absent),
        different=sorted(row.session_id for row in wrong if row.session_id not in absent),
        unlisted=unlisted[:MAX_UNLISTED],
        unlisted_total=len(unlisted),
    )
