"""Asking until there is an answer, as a good client of a service under fire does."""

from collections.abc import Callable
from typing import TypeVar

import httpx

from tests.clients.waiting import wait_until

T = TypeVar("T")
ANSWER_LOST = "idempotency-answer-lost"
"""What a repeated key is told when its first request took effect and its answer was lost."""
_INSIST_S = 45.0
_BUSY = {429, 500, 502, 503, 504}


def insist(call: Callable[[], T]) -> T:
    """Repeat while connections break or the service is busy; every other answer counts."""
    found: list[T] = []

    def attempt() -> bool:
        try:
            found.append(call())
        except httpx.TransportError:
            return False
        except httpx.HTTPStatusError as error:
            if error.response.status_code not in _BUSY:
                raise
            return False
        return True

    wait_until(attempt, within_s=_INSIST_S, what="an answer", every_s=0.1)
    return found[-1]
