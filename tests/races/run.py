"""Many schedules on several processes, with a line every ten seconds."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import TYPE_CHECKING

from infra.local.paths import REPOSITORY
from tests.races.causes import keep_log
from tests.races.outcome import Outcome
from tests.races.schedule import draw_schedule

if TYPE_CHECKING:
    from tests.races.course import Course

VIOLATED = "violated: "
_WAVE = 25
_SAY_EVERY_S = 10.0
# Beside what the environment knows; pytest has it from its settings.
_TESTING = REPOSITORY / "services/core_django/testing"
_courses: list["Course"] = []


def run_races(
    *, seed: int, numbers: Sequence[int], processes: int, say: Callable[[str], None], stops: bool
) -> Outcome:
    """The schedules with these numbers. Needs the engines' addresses in the environment.

    With ``stops`` the first violation ends the run; otherwise each is told and the run goes on.
    """
    outcome, started = Outcome(), time.monotonic()
    said_at = started
    with _open_pool(processes) as pool:
        waves = [
            pool.submit(_run_wave, seed, numbers[at : at + _WAVE])
            for at in range(0, len(numbers), _WAVE)
        ]
        for wave in as_completed(waves):
            found = _read(wave)
            outcome.add(found)
            for sentence in found.violations:
                say(VIOLATED + sentence)
            if stops and outcome.violations:
                break
            if time.monotonic() - said_at > _SAY_EVERY_S:
                said_at = time.monotonic()
                rate = outcome.schedules / (said_at - started)
                say(f"{outcome.schedules} of {len(numbers)} schedules, {rate:.0f} a second")
    return outcome


def _read(wave: Future[Outcome]) -> Outcome:
    """One broken wave must not hide what the others find."""
    try:
        return wave.result()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this wave's failure.
        return Outcome(violations=[f"broken off: {type(error).__name__}: {error}"])


@contextmanager
def _open_pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Each process opens its own core on a database of its own."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_open_course)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _open_course() -> None:
    """Django belongs to the process that races, never to the one that counts."""
    sys.path.append(str(_TESTING))
    keep_log()
    from tests.races.course import Course

    _courses.append(Course())


def _run_wave(seed: int, numbers: Sequence[int]) -> Outcome:
    (course,) = _courses
    return course.run([draw_schedule(seed, number) for number in numbers])
