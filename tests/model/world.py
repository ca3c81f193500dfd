"""Both real services with real databases in one process; nothing moves unless it is told to."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from uuid import UUID

from tests.clients.core_client import CoreClient
from tests.clients.profiler_client import ProfilerClient
from tests.model.core_relay import worker_role
from tests.model.core_side import CoreSide
from tests.model.couriers import FromCore, FromProfiler
from tests.model.facts import Facts, read_facts
from tests.model.profiler_side import ProfilerSide
from tests.model.wire import Fate, Loop


@dataclass(frozen=True)
class Learner:
    """A logged-in learner with both services in hand."""

    id: UUID
    core: CoreClient
    profiler: ProfilerClient


@dataclass(frozen=True)
class World:
    """The services and the couriers between them."""

    core: CoreSide
    profiler: ProfilerSide
    from_profiler: FromProfiler
    from_core: FromCore

    def make_learner(self) -> Learner:
        """A fresh one, before profiling. What an earlier example left unsent is put away."""
        self.profiler.owner.execute(
            "update outbox_event set state = 'discarded', finished_at = now()"
            " where state = 'pending'"
        )
        student = self.core.admin.create_active_student()
        self._deliver_revocations(student.id)
        client = self.core.anonymous.log_in(student.email, student.password)
        return Learner(student.id, client, self.profiler.anonymous.acting_as(client.token))

    def _deliver_revocations(self, learner_id: UUID) -> None:
        """Choosing a password tells the profiler to end older logins: before what is played."""
        self.from_core.let_time_pass(learner_id)
        while (taken := self.from_core.claim()) is not None:
            assert self.from_core.finish(taken, self.from_core.send(taken, Fate.ARRIVES))
        for courier in (self.from_profiler, self.from_core):
            courier.wire.sent.clear()

    def read_facts(self, learner: Learner) -> Facts:
        """What both databases hold about the learner."""
        return read_facts(self.core.owner, self.profiler.owner, learner.id)


@contextmanager
def open_world() -> Iterator[World]:
    """Needs the engines' addresses in the environment, as the test runner gives them."""
    with ExitStack() as open_things:
        core = CoreSide()
        open_things.callback(core.close)
        loop = Loop()
        open_things.callback(loop.close)
        profiler = ProfilerSide(loop, core.url)
        open_things.callback(profiler.close)
        from_profiler = FromProfiler(loop, profiler, core.url)
        open_things.callback(from_profiler.close)
        orders = open_things.enter_context(worker_role())
        from_core = FromCore(loop, core, profiler, orders)
        open_things.callback(from_core.close)
        yield World(core, profiler, from_profiler, from_core)
