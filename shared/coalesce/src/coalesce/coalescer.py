"""The queue and the tasks that empty it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from itertools import islice
from typing import Generic, TypeAlias, TypeVar, cast

from coalesce.errors import Closed, Overloaded, RunBroken

Item = TypeVar("Item")
Result = TypeVar("Result")
RunBatch: TypeAlias = Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]]


class Coalescer(Generic[Item, Result]):
    """Runs items in batches and gives each waiter the result of its own item.

    ``run`` gets at least one item and returns one entry per item, in their order: a result, or an
    exception for this item alone. It must be all or nothing: when it raises, no item of the batch
    took effect, because a failed batch is run again item by item. It runs in an empty context, for
    a batch belongs to no single request.

    ``batch_size`` bounds one batch, ``queue_size`` the items that wait for one, ``in_flight`` the
    batches that run at the same time. ``turns`` are turns of the event loop between two batches, in
    which those who have already knocked come in; an idle loop makes them in no time. One event
    loop, no threads.
    """

    def __init__(
        self,
        run: RunBatch[Item, Result],
        *,
        batch_size: int = 64,
        queue_size: int = 1024,
        in_flight: int = 1,
        turns: int = 0,
    ) -> None:
        if min(batch_size, queue_size, in_flight) < 1 or turns < 0:
            raise ValueError("batch_size, queue_size and in_flight are 1 or more, turns 0 or more")
        self._run = run
        self._batch_size = batch_size
        self._queue_size = queue_size
        self._in_flight = in_flight
        self._turns = turns
        self._waiting: dict[asyncio.Future[Result | Exception], Item] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._is_closed = False

    @property
    def waiting(self) -> int:
        """How many items wait for a batch."""
        return len(self._waiting)

    async def submit(self, item: Item) -> Result:
        """The result of ``item``, or the exception that it alone caused.

        Raises :class:`Overloaded` before the item is run, :class:`Closed` likewise unless the
        event loop itself ends during the batch, and :class:`RunBroken`. Cancelled while it waits,
        the item is never run and its place is free at once; cancelled later, it takes its effect
        and nobody hears of it.
        """
        if self._is_closed:
            raise Closed("shut down, takes no more items")
        if len(self._waiting) >= self._queue_size:
            raise Overloaded(f"{self._queue_size} items wait already")
        future = asyncio.get_running_loop().create_future()
        self._waiting[future] = item
        self._start_worker()
        try:
            outcome: Result | Exception = await future
        finally:
            self._waiting.pop(future, None)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def close(self, *, drain: bool = True) -> None:
        """Take no more items and return when the last batch is over.

        What waits is run first, or refused with :class:`Closed` when ``drain`` is false. Batches in
        flight always end by themselves.
        """
        self._is_closed = True
        if not drain:
            self._refuse_waiting()
        if self._workers:
            await asyncio.wait(self._workers)

    def _start_worker(self) -> None:
        """The new task takes its batch when it begins, so all who come in this turn are in it."""
        if len(self._workers) < self._in_flight:
            worker = asyncio.get_running_loop().create_task(self._work(), context=Context())
            self._workers.add(worker)
            worker.add_done_callback(self._forget_worker)

    async def _work(self) -> None:
        """Run batches until nobody waits."""
        while batch := self._take_batch():
            await self._serve(batch)
            for _ in range(self._turns):
                await asyncio.sleep(0)
        # At once, not in the callback: whoever comes in between must start a new worker.
        self._workers.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    def _forget_worker(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        if worker.cancelled():  # The loop ends: nobody would ever answer those who wait.
            self._is_closed = True
            self._refuse_waiting()

    def _take_batch(self) -> dict[asyncio.Future[Result | Exception], Item]:
        still_there = (future for future in self._waiting if not future.done())
        taken = list(islice(still_there, self._batch_size))
        return {future: self._waiting.pop(future) for future in taken}

    async def _serve(self, batch: dict[asyncio.Future[Result | Exception], Item]) -> None:
        try:
            outcomes = await self._call(list(batch.values()))
        except asyncio.CancelledError:
            for future in batch:
                _settle(future, Closed("shut down while the item was run"))
            raise
        except RunBroken as error:  # Nobody knows what took effect: never run these again.
            for future in batch:
                _settle(future, error)
            return
        except Exception as error:  # noqa: BLE001 - It belongs to the waiters.
            await self._serve_one_by_one(batch, error)
            return
        for future, outcome in zip(batch, outcomes, strict=True):
            _settle(future, outcome)

    async def _serve_one_by_one(
        self, batch: dict[asyncio.Future[Result | Exception], Item], error: Exception
    ) -> None:
        """Find out whose fault it was; a batch of one needs no search."""
        if len(batch) == 1:
            _settle(next(iter(batch)), error)
            return
        left = dict(batch)
        try:
            for future, item in batch.items():
                if not future.done():
                    await self._serve({future: item})
                del left[future]
        finally:
            for future in left:  # Only when cancelled.
                _settle(future, Closed("shut down before the item was run again"))

    async def _call(self, items: list[Item]) -> Sequence[Result | Exception]:
        try:
            outcomes = await self._run(items)
        except asyncio.CancelledError as error:
            if cast("asyncio.Task[None]", asyncio.current_task()).cancelling():
                raise
            raise RunBroken("the batch function cancelled itself") from error
        if len(outcomes) != len(items):
            raise RunBroken(f"{len(outcomes)} results for {len(items)} items")
        return outcomes

    def _refuse_waiting(self) -> None:
        for future in self._waiting:
            _settle(future, Closed("shut down before the item was run"))
        self._waiting.clear()


def _settle(future: asyncio.Future[Result | Exception], outcome: Result | Exception) -> None:
    """Nobody waits behind a future that is done: its waiter was cancelled."""
    if not future.done():
        future.set_result(outcome)
