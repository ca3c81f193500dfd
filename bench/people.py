"""Learners made through the API, so that what is measured is what a person would meet."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until

_PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Doors:
    """Both services and the first admin. The clients do not validate answers: that costs more
    processor time than the servers take, and the tests do it.
    """

    admin: CoreClient
    profiler: ProfilerClient


@contextmanager
def open_doors(system: RunningSystem) -> Iterator[Doors]:
    """Connections to the system; any number of threads may share them."""
    with (
        httpx.Client(base_url=system.core_url, timeout=30) as core,
        httpx.Client(base_url=system.profiler_url, timeout=30) as profiler,
    ):
        found = system.credentials
        admin = CoreClient(core).log_in(found["admin_email"], found["admin_password"])
        yield Doors(admin, ProfilerClient(profiler))


def make_learners(doors: Doors, *, count: int, at_once: int, seed: int) -> list[LearnerJourney]:
    """Invited, accepted and logged in. Each draws choices from a seed of its own."""

    def make(number: int) -> LearnerJourney:
        return LearnerJourney.of_new_student(doors.admin, doors.profiler, seed=seed + number)

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(make, range(count)))


def renew_logins(learners: list[LearnerJourney], *, at_once: int) -> None:
    """Fresh access tokens: they live 15 minutes, and a bench may last longer."""

    def renew(learner: LearnerJourney) -> None:
        learner.core = learner.core.log_in(learner.student.email, learner.student.password)
        learner.profiler = learner.profiler.acting_as(learner.core.token)

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(renew, learners))


def start_sessions(learners: list[LearnerJourney], *, at_once: int) -> None:
    """Everybody has a profiling session."""
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(LearnerJourney.start, learners))


def answer_everything(learners: list[LearnerJourney], *, at_once: int) -> None:
    """Everybody has answered all questions."""
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(LearnerJourney.answer_all, learners))


def finish_profiling(learners: list[LearnerJourney], *, at_once: int) -> None:
    """Answer what is open, complete, and wait until core shows the result."""
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(_finish, learners))


def _finish(learner: LearnerJourney) -> None:
    shown = learner.profiler.get(f"/session/{learner.session}/modules").json()
    states = [state for module in shown["modules"] for state in module["questions"]]
    is_open = {state["question_id"]: state["selected_option"] is None for state in states}
    for question in learner.questions():
        if is_open[question.id]:
            learner.answer(question)
    learner.complete()
    learner.wait_for_result(within_s=_PATIENCE_S)


def find_dashboard_mark(learner: LearnerJourney) -> bytes:
    """What only this learner's dashboard holds: the id of the own value statement."""

    def look() -> str | None:
        answer = learner.core.get("/student/dashboard")
        answer.raise_for_status()
        items = (action["evidence"]["item_id"] for action in answer.json()["next_actions"])
        return next((item for item in items if item), None)

    found = wait_until(look, within_s=_PATIENCE_S, what="the value statement on the dashboard")
    assert found is not None
    return found.encode()
