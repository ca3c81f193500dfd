"""Kill at every named place in turn, then look whether anything was lost or doubled."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from infra.local.identity import find_identity
from infra.local.system import RunningSystem, SystemFailedError
from talent_contracts.failpoints import FAILPOINTS
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.insisting import insist
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import NeverHappened, wait_until
from tests.faults.crash.invariants import await_drained, list_violations
from tests.faults.crash.orders import Orders
from tests.faults.crash.walks import Walk

_AFTER_RESET = ("core.reset.", "profiler.inbox.", "core.relay.")
_AFTER_UNDO = ("core.undo.",)
_WHILE_ERASING = ("core.erasure.", "profiler.erasure.")
_IN_A_BATCH = ("core.batch.",)
_TRIES = 5


@dataclass(frozen=True)
class Scene:
    """A running system that may be shot at."""

    admin: CoreClient
    profiler: ProfilerClient
    databases: Databases
    orders: Orders
    system: RunningSystem

    def run(self, *, seed: int, say: Callable[[str], None] = lambda _: None) -> list[str]:
        """One death at each place, in an order drawn from ``seed``; the violations found."""
        drawn = random.Random(seed)
        names = drawn.sample(sorted(FAILPOINTS), len(FAILPOINTS))
        walks = []
        for number, name in enumerate(names):
            walks += [(name, one) for one in self._walk_through(name, seed * 1000 + number)]
            say(f"{name} hit")
        await_drained(self.databases)
        return [f"{name}: {one}" for name, walk in walks for one in self._judge(walk)]

    def walk(self, *, seed: int) -> Walk:
        """A new learner at the beginning of the way."""
        journey = insist(
            lambda: LearnerJourney.of_new_student(self.admin, self.profiler, seed=seed)
        )
        return Walk(journey, self.admin, seed)

    def _walk_through(self, name: str, seed: int) -> list[Walk]:
        if name.startswith((*_AFTER_RESET, *_AFTER_UNDO)):
            walk = self.walk(seed=seed)
            walk.profile()
            walk.wait_for_result()
            self._reset_through(name, walk)
            return [walk]
        if name.startswith(_WHILE_ERASING):
            walk = self.walk(seed=seed)
            walk.profile()
            walk.deactivate()
            self.orders.arm(name)
            walk.erase()
            self.orders.await_hit(name)
            return [walk]
        return self._profile_through(name, seed)

    def _profile_through(self, name: str, seed: int) -> list[Walk]:
        """Whether results travel together is not ours to say: if they did what passes the place
        by, others walk.
        """
        act = self._walk_together if name.startswith(_IN_A_BATCH) else self._walk_alone
        walks: list[Walk] = []
        self.orders.arm(name)
        for _ in range(_TRIES):
            walks += act(seed + 500 * len(walks))
            with suppress(NeverHappened):
                self.orders.await_hit(name)
                return walks
        raise NeverHappened(f"{name} was passed by")

    def _walk_alone(self, seed: int) -> list[Walk]:
        walk = self.walk(seed=seed)
        walk.profile()
        return [walk]

    def _walk_together(self, seed: int) -> list[Walk]:
        """Two results that have to wait for each other: the relay stands still meanwhile."""
        self._await_relay()
        with self.system.paused("profiler-relay"):
            return [*self._walk_alone(seed), *self._walk_alone(seed + 250)]

    def _await_relay(self) -> None:
        def is_there() -> bool:
            with suppress(SystemFailedError):
                return find_identity(self.system.pid("profiler-relay")) is not None
            return False

        wait_until(is_there, within_s=20, what="the profiler's relay")

    def _reset_through(self, name: str, walk: Walk) -> None:
        if name.startswith(_AFTER_UNDO):
            walk.reset()
            self.orders.arm(name)
            walk.undo()
        else:
            self.orders.arm(name)
            walk.reset()
        self.orders.await_hit(name)

    def _judge(self, walk: Walk) -> Iterator[str]:
        yield from list_violations(self.databases, walk)
