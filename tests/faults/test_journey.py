"""Killing what serves a learner: nothing acknowledged is lost, and a result still arrives."""

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until

pytestmark = pytest.mark.system
# Invariant I5: everything has arrived this long after the last fault. A relay or database that is
# killed in the middle of a delivery leaves a lease of 30 s behind, which has to run out first.
HEALED_WITHIN_S = 60
KILLED = ["core", "profiler", "core-relay", "profiler-relay", "celery-worker", "celery-beat"]


def stored_answers(databases: Databases, session_id: str) -> dict[str, int]:
    rows = databases.query(
        "profiler",
        "select question_id, answer_version from answer where session_id = %s",
        session_id,
    )
    return {str(name): int(version) for name, version in rows}


def retry(call: object, *, within_s: float = 15) -> object:
    """Repeat while the service restarts; any answer other than a lost connection counts."""
    assert callable(call)

    def attempt() -> object:
        with contextlib.suppress(httpx.HTTPError):
            return call() or True
        return None

    return wait_until(attempt, within_s=within_s, what="the restarted service", every_s=0.1)


@contextlib.contextmanager
def killing(system: RunningSystem, name: str, *, every_s: float, seed: int) -> Iterator[list[int]]:
    """Kill one worker process of ``name`` again and again; the list holds the killed pids."""
    killed: list[int] = []
    stop = threading.Event()
    drawn = random.Random(seed)

    def strike() -> None:
        while not stop.wait(every_s):
            workers = system.pids(name)[1:]
            if workers:
                victim = drawn.choice(workers)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                    killed.append(victim)

    thread = threading.Thread(target=strike)
    thread.start()
    try:
        yield killed
    finally:
        stop.set()
        thread.join()


class TestKilledProcess:
    @pytest.mark.parametrize("name", KILLED)
    def test_loses_no_answer_and_no_result(
        self,
        system: RunningSystem,
        learner: LearnerJourney,
        databases: Databases,
        name: str,
    ) -> None:
        learner.start()
        learner.answer_all(last=40)
        old = system.kill(name)
        assert system.wait_for_restart(name, old) != old
        retry(lambda: learner.answer_all(first=40))
        assert stored_answers(databases, learner.session).keys() >= learner.versions.keys()
        retry(learner.complete)
        found = retry(lambda: learner.wait_for_result(within_s=HEALED_WITHIN_S), within_s=90)
        assert isinstance(found, dict)
        assert found["next"]["step"] == "foundations"


class TestCompletion:
    def test_arrives_when_core_was_down_and_returns(
        self, system: RunningSystem, learner: LearnerJourney, databases: Databases
    ) -> None:
        learner.start()
        learner.answer_all()
        leader = system.pid("core")
        with system.paused("core"):
            result = learner.complete()
            with pytest.raises(httpx.HTTPError):
                httpx.get(f"{system.core_url}/livez", timeout=0.5)
            assert not databases.query(
                "core", "select 1 from results_result where learner_id = %s", learner.student.id
            )
        assert system.pid("core") == leader
        me = learner.wait_for_result(within_s=HEALED_WITHIN_S)
        assert me["track"] == result["track"]["primary"]

    def test_survives_the_profiler_being_killed_after_it_returned(
        self, system: RunningSystem, learner: LearnerJourney, databases: Databases
    ) -> None:
        learner.start()
        learner.answer_all()
        relay = system.pid("profiler-relay")
        os.kill(relay, signal.SIGSTOP)  # So that the delivery cannot have happened yet.
        answered = learner.profiler.complete(learner.session)
        killed = system.kill("profiler")
        killed_relay = system.kill("profiler-relay")
        assert killed_relay == relay
        assert not databases.query(
            "core", "select 1 from results_result where learner_id = %s", learner.student.id
        )
        assert system.wait_for_restart("profiler", killed) != killed
        assert system.wait_for_restart("profiler-relay", relay) != relay
        learner.wait_for_result(within_s=HEALED_WITHIN_S)
        again = retry(lambda: learner.profiler.results(learner.session))
        assert isinstance(again, httpx.Response)
        assert again.content == answered.content


class TestKilledWorkers:
    def test_lose_no_acknowledged_answer_in_twenty_seconds(
        self,
        system: RunningSystem,
        admin: CoreClient,
        profiler: ProfilerClient,
        databases: Databases,
    ) -> None:
        learners = [LearnerJourney.of_new_student(admin, profiler, seed=seed) for seed in range(4)]
        for one in learners:
            one.start()
        questions = learners[0].questions()
        deadline = time.monotonic() + 20
        acknowledged: list[dict[str, int]] = [{} for _ in learners]

        def answer_on(index: int) -> None:
            one, drawn = learners[index], random.Random(index)
            device = ProfilerClient(
                httpx.Client(base_url=system.profiler_url, timeout=5), one.profiler.token
            )
            while time.monotonic() < deadline:
                question = drawn.choice(questions)
                with contextlib.suppress(httpx.TransportError):
                    stored = device.respond(one.session, question.id, drawn.choice(question.keys))
                    acknowledged[index][question.id] = stored["answer_version"]
            device.http.close()

        with killing(system, "profiler", every_s=1.0, seed=11) as killed:
            threads = [threading.Thread(target=answer_on, args=(i,)) for i in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert len(killed) >= 10
        assert sum(len(one) for one in acknowledged) >= 100
        for one, known in zip(learners, acknowledged, strict=True):
            stored = stored_answers(databases, one.session)
            lost = {name: v for name, v in known.items() if stored.get(name, 0) < v}
            assert lost == {}


class TestKilledEngine:
    @pytest.mark.parametrize("name", ["postgres", "valkey"])
    def test_loses_no_answer_and_no_result(
        self, system: RunningSystem, learner: LearnerJourney, databases: Databases, name: str
    ) -> None:
        learner.profile_whole()
        stored = stored_answers(databases, learner.session)
        system.kill(name)
        assert system.supervisor.wait(20) == 1
        system.start()
        retry(lambda: learner.profiler.get("/status"))
        assert stored_answers(databases, learner.session) == stored
        found = retry(lambda: learner.wait_for_result(within_s=HEALED_WITHIN_S), within_s=90)
        assert isinstance(found, dict)
        assert found["profiling_complete"] is True
