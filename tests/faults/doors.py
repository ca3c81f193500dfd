"""What a row's learners see at the services' doors when all has healed."""

from collections.abc import Iterator, Sequence

from tests.clients.insisting import insist
from tests.clients.waiting import wait_until
from tests.faults.invariants import HEALED_WITHIN_S
from tests.faults.traffic import Part, Walker


def judge_doors(walkers: Sequence[Walker]) -> Iterator[str]:
    """I6: two looks give the same place, and the right one; who was deactivated or erased
    gets nowhere.
    """
    for walker in walkers:
        if walker.part in {Part.DEACTIVATED, Part.ERASED}:
            yield from _judge_closed(walker)
            continue
        first, second = (insist(walker.journey.core.me) for _ in range(2))
        expected = "foundations" if first["profiling_complete"] else "profiling"
        if first["next"] != second["next"] or first["next"]["step"] != expected:
            yield f"I6: {walker.part.name} rests nowhere: {first['next']}, {second['next']}"


def _judge_closed(walker: Walker) -> Iterator[str]:
    core, profiler = walker.journey.core, walker.journey.profiler
    if insist(lambda: core.get("/auth/me")).status_code not in {401, 403}:
        yield f"{walker.part.name} still reads /auth/me"
    wait_until(
        lambda: insist(lambda: profiler.get("/status")).status_code == 401,
        within_s=HEALED_WITHIN_S,
        what=f"the profiler refuses {walker.part.name}",
    )
