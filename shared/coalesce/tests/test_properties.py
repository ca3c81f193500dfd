"""Whatever happens in whatever order, each waiter gets exactly what belongs to its own item."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from coalesce import Closed, Coalescer, Overloaded

Fate = Literal["result", "exception", "poison"]


@dataclass(frozen=True)
class Item:
    """``poison`` fails every batch that it is in; ``exception`` only its own place."""

    number: int
    fate: Fate


@dataclass(frozen=True)
class Submit:
    fate: Fate


@dataclass(frozen=True)
class Cancel:
    """The waiter with this number, counted from the last."""

    back: int


@dataclass(frozen=True)
class Release:
    """Lets one of the batches in flight end."""

    which: int


@dataclass(frozen=True)
class Close:
    drain: bool


@dataclass(frozen=True)
class Rest:
    """Lets everybody who can act, act: what came before is in a queue or in a batch."""


STEPS = st.lists(
    st.one_of(
        st.builds(Submit, st.sampled_from(["result", "result", "result", "exception", "poison"])),
        st.builds(Submit, st.just("result")),
        st.builds(Cancel, st.integers(0, 6)),
        st.builds(Release, st.integers(0, 3)),
        st.just(Rest()),
    ),
    max_size=40,
)
CLOSING = st.sampled_from([None, Close(True), Close(False)])


@dataclass
class World:
    """Runs the steps and keeps what the batch function and the waiters saw."""

    batch_size: int
    queue_size: int
    in_flight: int
    turns: int
    waiters: dict[Item, asyncio.Task[str]] = field(default_factory=dict)
    cancelled: set[Item] = field(default_factory=set)
    cancelled_in_queue: set[Item] = field(default_factory=set)
    seen_full: set[Item] = field(default_factory=set)
    runs: list[tuple[Item, ...]] = field(default_factory=list)
    effects: list[Item] = field(default_factory=list)
    gates: list[asyncio.Event] = field(default_factory=list)
    is_open: bool = False

    def __post_init__(self) -> None:
        self.coalescer: Coalescer[Item, str] = Coalescer(
            self.run,
            batch_size=self.batch_size,
            queue_size=self.queue_size,
            in_flight=self.in_flight,
            turns=self.turns,
        )

    async def run(self, items: Sequence[Item]) -> list[str | Exception]:
        self.runs.append(tuple(items))
        gate = asyncio.Event()
        self.gates.append(gate)
        assert 1 <= len(items) <= self.batch_size
        assert len(self.gates) <= self.in_flight
        if self.is_open:
            gate.set()
        await gate.wait()
        self.gates.remove(gate)
        if any(item.fate == "poison" for item in items):
            raise LookupError(f"poison in a batch of {len(items)}")
        self.effects += items
        return [
            KeyError(item.number) if item.fate == "exception" else f"result {item.number}"
            for item in items
        ]

    async def take(self, step: object) -> None:
        match step:
            case Submit(fate):
                item = Item(len(self.waiters), fate)
                self.waiters[item] = asyncio.create_task(self.submit(item))
            case Cancel(back) if back < len(self.waiters):
                item = list(self.waiters)[-1 - back]
                self.cancel(item)
            case Release(which) if self.gates:
                self.gates[which % len(self.gates)].set()
            case Close(drain):
                await self.close(drain=drain)
            case Rest():
                await turn()

    async def submit(self, item: Item) -> str:
        if self.coalescer.waiting >= self.queue_size:
            self.seen_full.add(item)
        return await self.coalescer.submit(item)

    def cancel(self, item: Item) -> None:
        if not self.waiters[item].done():
            self.cancelled.add(item)
            if not any(item in batch for batch in self.runs):
                self.cancelled_in_queue.add(item)
            self.waiters[item].cancel()

    async def close(self, *, drain: bool) -> None:
        closing = asyncio.create_task(self.coalescer.close(drain=drain))
        await turn()
        await self.let_all_through()
        await closing
        late = await asyncio.gather(
            self.coalescer.submit(Item(-1, "result")), return_exceptions=True
        )
        assert isinstance(late[0], Closed)

    async def let_all_through(self) -> None:
        self.is_open = True
        for gate in self.gates:
            gate.set()
        await asyncio.wait_for(
            asyncio.gather(*self.waiters.values(), return_exceptions=True), timeout=5
        )


async def turn() -> None:
    for _ in range(12):
        await asyncio.sleep(0)


def check_waiter(world: World, item: Item, task: asyncio.Task[str], *, refused: bool) -> None:
    if task.cancelled():
        assert item in world.cancelled
        return
    error = task.exception()
    if isinstance(error, Overloaded):
        assert item in world.seen_full
        assert item not in world.effects
    elif isinstance(error, Closed):
        assert refused
        assert not any(item in batch for batch in world.runs)
    elif item.fate == "result":
        assert task.result() == f"result {item.number}"
        assert world.effects.count(item) == 1
    elif item.fate == "exception":
        assert isinstance(error, KeyError)
        assert error.args == (item.number,)
    else:
        assert isinstance(error, LookupError)
        assert error.args == ("poison in a batch of 1",)


class TestEveryWaiter:
    @settings(max_examples=400, deadline=None)
    @given(
        steps=STEPS,
        closing=CLOSING,
        batch_size=st.integers(1, 5),
        queue_size=st.integers(1, 6),
        in_flight=st.integers(1, 3),
        turns=st.integers(0, 3),
    )
    def test_gets_exactly_what_belongs_to_its_own_item(  # noqa: PLR0917 - hypothesis fills them.
        self,
        steps: list[object],
        closing: Close | None,
        batch_size: int,
        queue_size: int,
        in_flight: int,
        turns: int,
    ) -> None:
        async def play() -> None:
            world = World(batch_size, queue_size, in_flight, turns)
            for step in [*steps, closing]:
                await world.take(step)
            await turn()
            await world.let_all_through()
            await turn()
            check_world(world, refused=closing == Close(False))

        asyncio.run(play())


def check_world(world: World, *, refused: bool) -> None:
    for item, task in world.waiters.items():
        check_waiter(world, item, task, refused=refused)
    ran = {item for batch in world.runs for item in batch}
    first_tries = list(dict.fromkeys(item.number for batch in world.runs for item in batch))
    assert first_tries == sorted(first_tries), "first come, first served"
    assert not ran & world.cancelled_in_queue, "cancelled before it began, yet run"
    assert len(world.effects) == len(set(world.effects)), "an item took effect twice"
    assert world.coalescer.waiting == 0
    assert not world.coalescer._workers
    assert not world.gates
