"""Counting sessions, one after the other: whole numbers only, and as few as the formulas need.

The memory it takes depends on the bank and not on the number of sessions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from profiler.bank import Bank
from profiler.quality import TimedAnswer, Verdict, judge_quality
from profiler.statistics.figures.histogram import Histogram
from profiler.statistics.gates import RECENT
from profiler.statistics.records import TakenSession
from profiler.statistics.scores import ChoiceScores, KeyedScores
from profiler.statistics.walk import find_first_open, find_furthest, is_abandoned


class ItemTally:
    """The counts of one item. ``before`` and ``recent`` are options by window; times in tenths of
    a second. ``left`` counts sessions whose learner did not come back, ``came`` all that got here
    and either went on or are among them.
    """

    def __init__(self) -> None:
        self.reached = 0
        self.stopped = 0
        self.came = 0
        self.before: Counter[str] = Counter()
        self.recent: Counter[str] = Counter()
        self.times = Histogram()

    @property
    def answered(self) -> int:
        """How many sessions answered the item."""
        return self.before.total() + self.recent.total()

    def count_option(self, option: str) -> int:
        """How many sessions chose the option."""
        return self.before[option] + self.recent[option]


class BankTally:
    """All counts of one bank as of ``now``."""

    def __init__(self, bank: Bank, now: datetime) -> None:
        self.bank = bank
        self.now = now
        self.recent_from = now - RECENT
        self.started = 0
        self.completed = 0
        self.abandoned = 0
        self.careless = 0
        self.minutes = Histogram()
        self.items = {item.id: ItemTally() for item in bank.items}
        self.keyed = KeyedScores(bank)
        self.choices = ChoiceScores(bank)

    def add_all(self, sessions: Iterable[TakenSession]) -> None:
        """Count several sessions."""
        for session in sessions:
            self.add(session)

    def add(self, session: TakenSession) -> None:
        """Count one session; of a careless one only that it was there."""
        self.started += 1
        self.completed += session.completed_at is not None
        self.abandoned += is_abandoned(session, self.now)
        if _is_careless(self.bank, session):
            self.careless += 1
            return
        self._add_figures(session)

    def _add_figures(self, session: TakenSession) -> None:
        if session.completed_at is not None:
            self.minutes.add(_count_tenths(session))
        self._add_answers(session)
        answers = {answer.item_id: answer.option for answer in session.answers}
        furthest = find_furthest(self.bank, answers)
        self._add_walk(session, answers, furthest)
        self.keyed.add(answers, furthest, is_focal=session.is_focal)
        self.choices.add(answers, furthest)

    def _add_answers(self, session: TakenSession) -> None:
        for answer in session.answers:
            item = self.items[answer.item_id]
            is_recent = answer.answered_at >= self.recent_from
            (item.recent if is_recent else item.before)[answer.option] += 1
            if answer.response_time_ms is not None:
                item.times.add(round(answer.response_time_ms / 100))

    def _add_walk(self, session: TakenSession, answers: Mapping[str, str], furthest: int) -> None:
        for item_id in self.bank.order[: furthest + 1]:
            self.items[item_id].reached += 1
            self.items[item_id].came += 1
        first_open = find_first_open(self.bank, answers)
        if first_open is not None and is_abandoned(session, self.now):
            item = self.items[first_open]
            item.stopped += 1
            item.came += self.bank.order.index(first_open) > furthest


def _is_careless(bank: Bank, session: TakenSession) -> bool:
    answers = [TimedAnswer(a.item_id, a.option, a.response_time_ms) for a in session.answers]
    return judge_quality(bank, answers).verdict is Verdict.STRONG


def _count_tenths(session: TakenSession) -> int:
    """Tenths of a minute from start to completion."""
    if session.completed_at is None:
        return 0
    return max(0, round((session.completed_at - session.started_at).total_seconds() / 6))
