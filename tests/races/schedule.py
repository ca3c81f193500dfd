"""One schedule as data, drawn from a seed: what happened before, and what starts at the same moment.

The first learner is raced about; the others are companions whose results travel in its batches.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

MOST_LATE_MS = 12.0
TICKETED_EPOCHS = 3
"""Learners have tickets of these from the beginning; of later ones only core's door gives any."""


_KINDS = {
    "twice": 3,
    "conflict": 3,
    "echo": 1,
    "older": 2,
    "newer": 2,
    "progress": 1,
    "reset": 3,
    "undo": 3,
    "begin": 3,
    "erase": 2,
}
"""What an operation may be beside the first two, and how often."""
_LETTERS: dict[str, tuple[int, int | None]] = {
    "conflict": (0, 1),
    "echo": (0, 0),
    "older": (-1, 2),
    "newer": (1, 3),
    "progress": (0, None),
}
"""Their letters: how far from the epoch of the race, and which content. An echo is the main result
again as another event."""


class Before(StrEnum):
    """What the learner has behind them when the race begins."""

    NOTHING = "nothing"
    RESULT = "result"
    RESET = "reset"
    RESULT_AND_RESET = "result, reset"
    UNDONE = "result, reset, undo"


@dataclass(frozen=True, slots=True)
class Letter:
    """One event. ``content`` tells results apart; None is a progress report."""

    owner: int
    epoch: int
    content: int | None


@dataclass(frozen=True, slots=True)
class Deliver:
    """Letters by number: one alone, or several as a batch."""

    letters: tuple[int, ...]
    is_batch: bool = False


@dataclass(frozen=True, slots=True)
class Reset:
    owner: int = 0


@dataclass(frozen=True, slots=True)
class Undo:
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Begin:
    """A new ticket, and if ``delivers`` the result of the session that it starts."""

    delivers: bool


@dataclass(frozen=True, slots=True)
class Erase:
    """Deactivate the learner, and erase them for good."""

    owner: int = 0


Operation = Deliver | Reset | Undo | Begin | Erase


@dataclass(frozen=True, slots=True)
class Schedule:
    """``starts`` are the operations with their offsets in ms."""

    seed: int
    number: int
    before: Before
    learners: int
    letters: tuple[Letter, ...]
    starts: tuple[tuple[float, Operation], ...]

    @property
    def name(self) -> str:
        """How to find it again."""
        return f"--seed {self.seed} --first {self.number} --schedules 1"

    def describe(self) -> str:
        """The whole schedule in one line."""
        starts = ", ".join(f"{operation} at {late:.1f} ms" for late, operation in self.starts)
        return f"before: {self.before}; letters: {list(self.letters)}; {starts}"


def draw_schedule(seed: int, number: int) -> Schedule:
    """The schedule of that number: the same whenever it is asked for."""
    drawn = Random(f"{seed}/{number}")
    before = drawn.choices(list(Before), weights=[4, 3, 2, 4, 1])[0]
    draft = _Draft(drawn, epoch=_epoch_after(before))
    if before in {Before.RESULT, Before.RESULT_AND_RESET, Before.UNDONE}:
        draft.add_letter(0, 1, 0)
    operations = list(draft.draw_operations(before))
    drawn.shuffle(operations)
    is_tight = drawn.random() < 0.4
    starts = tuple((0.0 if is_tight else drawn.uniform(0, MOST_LATE_MS), one) for one in operations)
    return Schedule(seed, number, before, draft.learners, tuple(draft.letters), starts)


def _epoch_after(before: Before) -> int:
    return {Before.RESET: 2, Before.RESULT_AND_RESET: 2, Before.UNDONE: 3}.get(before, 1)


class _Draft:
    """The letters and learners of a schedule while it is drawn."""

    def __init__(self, drawn: Random, *, epoch: int) -> None:
        self._drawn = drawn
        self._epoch = epoch
        self.letters: list[Letter] = []
        self.learners = 1

    def add_letter(self, owner: int, epoch: int, content: int | None) -> int:
        """Its number; the same letter is the same event."""
        self.letters.append(Letter(owner, epoch, content))
        return len(self.letters) - 1

    def draw_operations(self, before: Before) -> Iterator[Operation]:
        """Two to five: always one administrative act and one delivery."""
        can_undo = before is Before.RESULT_AND_RESET
        yield Undo() if can_undo and self._drawn.random() < 0.6 else Reset()
        main = 0 if before is Before.RESULT else self.add_letter(0, self._epoch, 0)
        yield self._deliver(main)
        for _ in range(self._drawn.randint(0, 3)):
            yield self._draw_one(main)

    def _draw_one(self, main: int) -> Operation:
        kind = self._drawn.choices(list(_KINDS), weights=list(_KINDS.values()))[0]
        if kind == "twice":
            return self._deliver(main)
        if kind in _LETTERS:
            ahead, content = _LETTERS[kind]
            epoch = min(max(1, self._epoch + ahead), TICKETED_EPOCHS)
            return self._deliver(self.add_letter(0, epoch, content))
        return self._draw_act(kind)

    def _draw_act(self, kind: str) -> Operation:
        if kind == "undo":
            return Undo(is_sure=self._drawn.random() < 0.7)
        if kind == "begin":
            return Begin(delivers=self._drawn.random() < 0.6)
        is_companion = self.learners > 1 and self._drawn.random() < 0.4
        owner = self._drawn.randrange(1, self.learners) if is_companion else 0
        return Erase(owner) if kind == "erase" else Reset(owner)

    def _deliver(self, letter: int) -> Deliver:
        """Alone, or with letters of companions in an order of its own."""
        if self._drawn.random() < 0.55:
            return Deliver((letter,))
        if self.learners == 1:
            self.learners = self._drawn.randint(2, 3)
            for owner in range(1, self.learners):
                self.add_letter(owner, 1, 0)
        others = [at for at, one in enumerate(self.letters) if one.owner or at == letter]
        self._drawn.shuffle(others)
        return Deliver(tuple(others), is_batch=True)
