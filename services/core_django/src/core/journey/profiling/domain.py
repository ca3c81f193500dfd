"""Pure rules of retakes."""

from datetime import datetime, timedelta
from typing import Final

COOLDOWN: Final = timedelta(days=7)
"""Between a result, or a declined request, and the next request."""


def allow_retake_from(*, result_received_at: datetime, declined_at: datetime | None) -> datetime:
    """The instant from which a learner may ask to be profiled again."""
    return max(result_received_at, declined_at or result_received_at) + COOLDOWN
