"""One process' core on a database of its own, and running schedules there, a wave at a time."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.model.core_side import CoreSide
from tests.races.doors import Doors
from tests.races.facts import WATCH, Facts, read_facts
from tests.races.judge import judge
from tests.races.learners import Learner, make_learners
from tests.races.letters import Event, describe, write_letter
from tests.races.outcome import Outcome
from tests.races.schedule import (
    Before,
    Begin,
    Deliver,
    Erase,
    Operation,
    Reset,
    Schedule,
    Undo,
)
from tests.races.story import Story

_LANES = 5
"""As many as a schedule has operations at most."""
_PATIENCE_S = 30.0


class Course:
    """Core in this process. Threads keep their database connections from race to race."""

    def __init__(self) -> None:
        self._core = CoreSide()
        self._core.owner.execute(WATCH)
        self._lanes = ThreadPoolExecutor(_LANES)

    def run(self, schedules: Sequence[Schedule]) -> Outcome:
        """Race after race; the learners are made, and everything is judged, for all at once."""
        made = iter(make_learners(self._core.owner, sum(one.learners for one in schedules)))
        races = [self._prepare(one, [next(made) for _ in range(one.learners)]) for one in schedules]
        for race in races:
            race.run(self._lanes)
        ids = [learner.id for race in races for learner in race.learners]
        facts = read_facts(self._core.owner, ids)
        outcome = Outcome(len(races))
        for race in races:
            outcome.seen += race.count()
            outcome.violations += list(race.judge([facts[one.id] for one in race.learners]))
        return outcome

    def _prepare(self, schedule: Schedule, learners: list[Learner]) -> "Race":
        stories = {learner.id: Story() for learner in learners}
        doors = Doors(self._core.anonymous, self._core.admin, stories)
        return Race(schedule, learners, doors)


class Race:
    """One schedule with its learners."""

    def __init__(self, schedule: Schedule, learners: list[Learner], doors: Doors) -> None:
        self.schedule, self.learners, self._doors = schedule, learners, doors
        self._events = [write_letter(one, learners[one.owner]) for one in schedule.letters]
        for letter, event in zip(schedule.letters, self._events, strict=True):
            doors.stories[learners[letter.owner].id].sent.append(describe(event))

    def run(self, lanes: ThreadPoolExecutor) -> None:
        """What happened before, then all at once, then every event once more."""
        for operation in _BEFORE[self.schedule.before]:
            self._perform(operation)
        barrier = threading.Barrier(len(self.schedule.starts))
        calls = [lanes.submit(self._start, barrier, *start) for start in self.schedule.starts]
        begun = [call.result(_PATIENCE_S) for call in calls]
        events = [*self._events, *(event for event in begun if event is not None)]
        self._doors.deliver_batch(events, is_last=True)

    def judge(self, facts: Sequence[Facts]) -> Iterator[str]:
        """A sentence per violation, with how to see it again."""
        for learner, found in zip(self.learners, facts, strict=True):
            for sentence in judge(self._doors.stories[learner.id], found):
                yield f"{sentence} [{self.schedule.name}; {self.schedule.describe()}]"

    def count(self) -> Counter[str]:
        """How often each answer was given."""
        seen = Counter[str]()
        for story in self._doors.stories.values():
            seen.update(f"event {told.word}" for told in story.told if not told.is_last)
            seen.update(f"{act.kind} {act.code or 'accepted'}" for act in story.acts)
        return seen

    def _start(self, barrier: threading.Barrier, late_ms: float, operation: Operation) -> Any:
        barrier.wait(_PATIENCE_S)
        time.sleep(late_ms / 1000)
        return self._perform(operation)

    def _perform(self, operation: Operation) -> Event | None:
        main = self.learners[0]
        match operation:
            case Deliver(letters, is_batch=True):
                self._doors.deliver_batch([self._events[letter] for letter in letters])
            case Deliver(letters):
                self._doors.deliver(self._events[letters[0]])
            case Reset(owner):
                self._doors.reset(self.learners[owner])
            case Undo(is_sure):
                self._doors.undo(main, is_sure=is_sure)
            case Erase(owner):
                self._doors.erase(self.learners[owner])
            case Begin(delivers):
                return self._doors.begin(main, delivers=delivers)
        return None


_FIRST = Deliver((0,))
_BEFORE: dict[Before, tuple[Operation, ...]] = {
    Before.NOTHING: (),
    Before.RESULT: (_FIRST,),
    Before.RESET: (Reset(),),
    Before.RESULT_AND_RESET: (_FIRST, Reset()),
    Before.UNDONE: (_FIRST, Reset(), Undo()),
}
