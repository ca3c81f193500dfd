"""Kill at every named place in turn, then look whether anything was lost or doubled."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from infra.local.system import RunningSystem, SystemFailedError
from talent_contracts.failpoints import FAILPOINTS
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.insisting import insist
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until
from tests.faults.crash.invariants import await_drained, list_violations
from tests.faults.crash.orders import Orders
from tests.faults.crash.walks import Walk

_AFTER_RESET = ("core.reset.", "profiler.inbox.", "core.relay.")
_AFTER_UNDO = ("core.undo.",)
_IN_A_BATCH = ("core.batch.",)
_TRIES = 5
_WAITING = """
    select count(*)::int from outbox_event where session_id = any(%s::uuid[])
    and type = 'profiling.completed' and state = 'pending' and attempts = 0
"""


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
        if name.startswith(_IN_A_BATCH):
            return self._walk_together(name, seed)
        walk = self.walk(seed=seed)
        if name.startswith((*_AFTER_RESET, *_AFTER_UNDO)):
            walk.profile()
            walk.wait_for_result()
            self._reset_through(name, walk)
        else:
            self.orders.arm(name)
            walk.profile()
            self.orders.await_hit(name)
        return [walk]

    def _walk_together(self, name: str, seed: int) -> list[Walk]:
        """Results that had to wait for each other: the relay stands still until all are there.

        One that has just been killed elsewhere may come back running: then others try.
        """
        walks: list[Walk] = []
        for _ in range(_TRIES):
            self._await_relay()
            with self.system.paused("profiler-relay"):
                pair = [self.walk(seed=seed + 500 * (len(walks) + n)) for n in range(2)]
                walks += pair
                for walk in pair:
                    walk.profile()
                if self._are_waiting(pair):
                    self.orders.arm(name)
                    break
        self.orders.await_hit(name)
        return walks

    def _await_relay(self) -> None:
        def is_there() -> bool:
            with suppress(SystemFailedError):
                return self.system.pid("profiler-relay") > 0
            return False

        wait_until(is_there, within_s=20, what="the profiler's relay")

    def _are_waiting(self, walks: list[Walk]) -> bool:
        sessions = [walk.journey.session for walk in walks]
        return self.databases.query("profiler", _WAITING, sessions) == [(len(walks),)]

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
