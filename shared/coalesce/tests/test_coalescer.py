"""One case per promise, each with a gate that holds the batch in flight."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar

import pytest

from coalesce import Closed, Coalescer, Overloaded, RunBroken

Outcomes = Sequence[str | Exception]
REQUEST: ContextVar[str] = ContextVar("REQUEST", default="nobody")


class Gate:
    """A batch function that waits to be let through; remembers what it was asked."""

    def __init__(self, answer: Callable[[Sequence[int]], Outcomes] | None = None) -> None:
        self.batches: list[list[int]] = []
        self.contexts: list[str] = []
        self.open = asyncio.Event()
        self._answer = answer or (lambda items: [f"got {item}" for item in items])

    async def __call__(self, items: Sequence[int]) -> Outcomes:
        self.batches.append(list(items))
        self.contexts.append(REQUEST.get())
        await self.open.wait()
        return self._answer(items)


async def turn() -> None:
    """Let everybody who can act, act."""
    for _ in range(10):
        await asyncio.sleep(0)


async def submit_all(
    coalescer: Coalescer[int, str], items: Sequence[int]
) -> list[asyncio.Task[str]]:
    tasks = [asyncio.create_task(coalescer.submit(item)) for item in items]
    await turn()
    return tasks


async def end(tasks: Sequence[Awaitable[str]]) -> list[str | BaseException]:
    return await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 5)


class TestBatches:
    async def test_a_lone_item_runs_at_once(self) -> None:
        gate = Gate()
        (task,) = await submit_all(Coalescer(gate), [1])
        assert gate.batches == [[1]]
        gate.open.set()
        assert await end([task]) == ["got 1"]

    async def test_all_of_one_turn_share_a_batch(self) -> None:
        gate = Gate()
        tasks = await submit_all(Coalescer(gate), [1, 2, 3])
        assert gate.batches == [[1, 2, 3]]
        gate.open.set()
        await end(tasks)

    async def test_the_next_batch_takes_all_who_queued_in_order(self) -> None:
        gate = Gate()
        coalescer: Coalescer[int, str] = Coalescer(gate)
        first = await submit_all(coalescer, [1])
        rest = await submit_all(coalescer, [2, 3, 4])
        assert (gate.batches, coalescer.waiting) == ([[1]], 3)
        gate.open.set()
        assert await end(first + rest) == ["got 1", "got 2", "got 3", "got 4"]
        assert gate.batches == [[1], [2, 3, 4]]

    async def test_a_batch_is_no_larger_than_allowed(self) -> None:
        gate = Gate()
        tasks = await submit_all(Coalescer(gate, batch_size=2), [1, 2, 3, 4, 5])
        gate.open.set()
        await end(tasks)
        assert gate.batches == [[1, 2], [3, 4], [5]]

    @pytest.mark.parametrize(("turns", "batches"), [(0, [[1], [2], [3]]), (3, [[1], [2, 3]])])
    async def test_those_who_have_knocked_come_in_when_it_waits_some_turns(
        self, turns: int, batches: list[list[int]]
    ) -> None:
        gate = Gate()
        coalescer: Coalescer[int, str] = Coalescer(gate, turns=turns)
        tasks = [*await submit_all(coalescer, [1]), *await submit_all(coalescer, [2])]
        loop = asyncio.get_running_loop()
        gate.open.set()
        loop.call_soon(lambda: tasks.append(loop.create_task(coalescer.submit(3))))
        await turn()
        assert await end(tasks) == ["got 1", "got 2", "got 3"]
        assert gate.batches == batches

    async def test_several_batches_are_in_flight_when_allowed(self) -> None:
        gate = Gate()
        coalescer: Coalescer[int, str] = Coalescer(gate, in_flight=2)
        tasks = [*await submit_all(coalescer, [1]), *await submit_all(coalescer, [2])]
        tasks += await submit_all(coalescer, [3])
        assert gate.batches == [[1], [2]]
        gate.open.set()
        assert await end(tasks) == ["got 1", "got 2", "got 3"]

    async def test_works_again_after_it_was_idle(self) -> None:
        gate = Gate()
        gate.open.set()
        coalescer: Coalescer[int, str] = Coalescer(gate)
        assert await coalescer.submit(1) == "got 1"
        assert await coalescer.submit(2) == "got 2"

    async def test_a_batch_belongs_to_no_request(self) -> None:
        gate = Gate()
        gate.open.set()
        REQUEST.set("mine")
        await Coalescer(gate).submit(1)
        assert gate.contexts == ["nobody"]

    @pytest.mark.parametrize(
        "wrong", [{"batch_size": 0}, {"queue_size": 0}, {"in_flight": 0}, {"turns": -1}], ids=str
    )
    def test_no_bound_may_be_nothing(self, wrong: dict[str, int]) -> None:
        with pytest.raises(ValueError, match="or more"):
            Coalescer(Gate(), **wrong)


class TestOverload:
    async def test_refuses_when_the_queue_is_full_and_takes_again_later(self) -> None:
        gate = Gate()
        coalescer: Coalescer[int, str] = Coalescer(gate, queue_size=1)
        tasks = [*await submit_all(coalescer, [1]), *await submit_all(coalescer, [2])]
        with pytest.raises(Overloaded):
            await coalescer.submit(3)
        gate.open.set()
        assert await end(tasks) == ["got 1", "got 2"]
        assert await coalescer.submit(4) == "got 4"

    async def test_a_cancelled_waiter_leaves_its_place_at_once(self) -> None:
        gate = Gate()
        coalescer: Coalescer[int, str] = Coalescer(gate, queue_size=1)
        (first,) = await submit_all(coalescer, [1])
        (gone,) = await submit_all(coalescer, [2])
        gone.cancel()
        await turn()
        (third,) = await submit_all(coalescer, [3])
        gate.open.set()
        assert await end([first, third]) == ["got 1", "got 3"]
        assert gate.batches == [[1], [3]]


class TestFailures:
    async def test_an_exception_among_the_results_is_its_items_alone(self) -> None:
        gate = Gate(lambda items: [KeyError(i) if i == 2 else f"got {i}" for i in items])
        gate.open.set()
        found = await end(await submit_all(Coalescer(gate), [1, 2, 3]))
        assert [str(outcome) for outcome in found] == ["got 1", "2", "got 3"]
        assert gate.batches == [[1, 2, 3]]

    async def test_a_failing_batch_is_run_again_item_by_item(self) -> None:
        def answer(items: Sequence[int]) -> Outcomes:
            if 2 in items:
                raise LookupError(str(items))
            return [f"got {item}" for item in items]

        gate = Gate(answer)
        gate.open.set()
        found = await end(await submit_all(Coalescer(gate), [1, 2, 3]))
        assert [str(outcome) for outcome in found] == ["got 1", "[2]", "got 3"]
        assert gate.batches == [[1, 2, 3], [1], [2], [3]]

    async def test_whoever_left_meanwhile_is_not_run_again(self) -> None:
        def answer(items: Sequence[int]) -> Outcomes:
            if len(items) > 1:
                raise LookupError
            return [f"got {item}" for item in items]

        gate = Gate(answer)
        tasks = await submit_all(Coalescer(gate), [1, 2, 3])
        tasks[1].cancel()
        gate.open.set()
        await end(tasks)
        assert gate.batches == [[1, 2, 3], [1], [3]]

    @pytest.mark.parametrize("count", [0, 1, 3])
    async def test_a_wrong_number_of_results_is_nobodys_result(self, count: int) -> None:
        gate = Gate(lambda _: ["x"] * count)
        gate.open.set()
        found = await end(await submit_all(Coalescer(gate), [1, 2]))
        assert [type(outcome) for outcome in found] == [RunBroken, RunBroken]
        assert gate.batches == [[1, 2]]

    async def test_a_batch_that_cancels_itself_fails_alone(self) -> None:
        def answer(items: Sequence[int]) -> Outcomes:
            if items == [1]:
                raise asyncio.CancelledError
            return ["fine"]

        gate = Gate(answer)
        gate.open.set()
        coalescer: Coalescer[int, str] = Coalescer(gate)
        with pytest.raises(RunBroken):
            await coalescer.submit(1)
        assert await coalescer.submit(2) == "fine"


class TestClose:
    async def test_drains_what_was_taken_and_refuses_what_comes(self) -> None:
        gate = Gate()
        coalescer: Coalescer[int, str] = Coalescer(gate)
        tasks = [*await submit_all(coalescer, [1]), *await submit_all(coalescer, [2])]
        closing = asyncio.create_task(coalescer.close())
        await turn()
        with pytest.raises(Closed):
            await coalescer.submit(3)
        assert not closing.done()
        gate.open.set()
        await closing
        assert [task.result() for task in tasks if task.done()] == ["got 1", "got 2"]

    async def test_refuses_what_waits_when_told_not_to_drain(self) -> None:
        gate = Gate()
        coalescer: Coalescer[int, str] = Coalescer(gate)
        tasks = [*await submit_all(coalescer, [1]), *await submit_all(coalescer, [2])]
        closing = asyncio.create_task(coalescer.close(drain=False))
        await turn()
        gate.open.set()
        found = await end(tasks)
        await closing
        assert found[0] == "got 1"
        assert isinstance(found[1], Closed)
        assert gate.batches == [[1]]

    async def test_is_done_at_once_when_idle_and_may_be_repeated(self) -> None:
        coalescer: Coalescer[int, str] = Coalescer(Gate())
        await coalescer.close()
        await coalescer.close()
        with pytest.raises(Closed):
            await coalescer.submit(1)

    @pytest.mark.parametrize("begun", [True, False])
    async def test_nobody_waits_for_ever_when_the_worker_is_cancelled(self, begun: bool) -> None:
        gate = Gate()
        coalescer: Coalescer[int, str] = Coalescer(gate, batch_size=1)
        tasks = [asyncio.create_task(coalescer.submit(item)) for item in (1, 2)]
        await asyncio.sleep(0)
        await (turn() if begun else asyncio.sleep(-1))
        for worker in list(coalescer._workers):
            worker.cancel()
        assert [type(outcome) for outcome in await end(tasks)] == [Closed, Closed]

    async def test_nobody_waits_for_ever_when_cancelled_between_two_tries(self) -> None:
        async def run(items: Sequence[int]) -> Outcomes:
            if len(items) > 1:
                raise LookupError
            await asyncio.Event().wait()
            return []

        coalescer: Coalescer[int, str] = Coalescer(run)
        tasks = await submit_all(coalescer, [1, 2, 3])
        for worker in list(coalescer._workers):
            worker.cancel()
        assert [type(outcome) for outcome in await end(tasks)] == [Closed] * 3
