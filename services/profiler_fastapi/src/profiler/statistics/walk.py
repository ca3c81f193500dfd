"""How far a session went through the bank, and whether its learner came back."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from profiler.bank import Bank
from profiler.sessions.domain import is_idle
from profiler.statistics.records import TakenSession
from talent_contracts.vocabulary import SessionStatus

NOWHERE: Final = -1


def find_furthest(bank: Bank, answered: Collection[str]) -> int:
    """The place of the furthest answered item in the order asked; -1 without answers.

    What stands before it was seen, as in ``profiler.scoring.ability``.
    """
    return max((n for n, item_id in enumerate(bank.order) if item_id in answered), default=NOWHERE)


def find_first_open(bank: Bank, answered: Collection[str]) -> str | None:
    """The first item without an answer; None when all are answered."""
    return next((item_id for item_id in bank.order if item_id not in answered), None)


def is_abandoned(session: TakenSession, now: datetime) -> bool:
    """Whether the learner left for good: expired, or open without an answer for seven days.

    A session that a reset superseded was taken away from its learner and does not count.
    """
    if session.status is SessionStatus.EXPIRED:
        return True
    return session.status is SessionStatus.IN_PROGRESS and is_idle(session.last_active_at, now)
