"""What every rule stands on: one learner, both services, the model, and the comparison."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.model.couriers import Courier, Taken
from tests.model.describe import describe
from tests.model.facts import Facts, count_unticketed
from tests.model.invariants import check_promises
from tests.model.model import Core, Message, Profiler
from tests.model.world import World

T = TypeVar("T")
BACK = st.integers(0, 3)
"""How far back from the newest something is chosen."""


def pick(found: list[T], back: int) -> T:
    return found[-1 - back % len(found)]


def tell_code(answer: httpx.Response) -> str:
    """The code of a problem, or ``ok``."""
    return "ok" if answer.is_success else str(answer.json()["code"])


@dataclass(frozen=True)
class Asleep:
    """A sender that never noted what came of its delivery: it may wake up at any time."""

    courier: Courier
    taken: Taken
    answer: Any
    message: Message
    fence: int
    state: str


class Stage(RuleBasedStateMachine):
    """Each rule does the same to the services and to the model, and compares the answers.

    ``names`` are all sessions that ever began, in their order; ``bytes`` the results that were
    answered. ``tally`` counts what was played, over all examples.
    """

    world: ClassVar[World]
    tally: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.learner = self.world.make_learner()
        self.core, self.profiler = Core(), Profiler()
        self.tickets: list[tuple[str, int]] = []
        self.names: list[str] = []
        self.bytes: dict[str, bytes] = {}
        self.asleep: list[Asleep] = []
        self.requests: list[str] = []
        self.seen: Facts | None = None

    @invariant()
    def agree(self) -> None:
        """Both databases keep the promises, and hold what the model holds."""
        before, self.seen = self.seen, self.world.read_facts(self.learner)
        check_promises(self.seen, before)
        unticketed = count_unticketed(self.world.core.owner, self.learner.id)
        assert unticketed == 0, "I9: a result without a ticket"
        differences = self.seen.list_differences(describe(self.core, self.profiler))
        assert not differences, "\n".join(differences)
