"""The learner's way through the real processes."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until
from tests.e2e.journey import Story

pytestmark = pytest.mark.system


def find_delivery(databases: Databases, learner: LearnerJourney) -> tuple[str, str]:
    """What core remembers of the learner's result: the event's id and outcome."""
    rows = databases.query(
        "core",
        "select i.event_id, i.outcome from inbox_row i join results_result r"
        " on r.event_id = i.event_id where i.source = 'profiler' and i.learner_id = %s",
        learner.student.id,
    )
    ((event_id, outcome),) = rows
    return str(event_id), str(outcome)


class TestStory:
    def test_is_told_whole(self, admin: CoreClient, profiler: ProfilerClient) -> None:
        told: list[str] = []
        Story(admin, profiler, told.append).tell()
        assert len(told) >= 20

    def test_takes_at_most_twenty_seconds(
        self, admin: CoreClient, profiler: ProfilerClient
    ) -> None:
        started = time.monotonic()
        Story(admin, profiler, lambda _: None).tell()
        assert time.monotonic() - started <= 20


class TestReset:
    def test_wins_over_a_session_at_question_thirty(
        self, learner: LearnerJourney, admin: CoreClient
    ) -> None:
        learner.start()
        learner.answer_all(last=30)
        admin.reset_profiling(learner.student.id)
        fresh = learner.start()
        assert (fresh["status"], fresh["progress"]["answered"]) == ("in_progress", 0)

    def test_closes_the_old_session_to_late_answers(
        self, learner: LearnerJourney, admin: CoreClient, databases: Databases
    ) -> None:
        learner.start()
        learner.answer_all(last=30)
        old = learner.session
        admin.reset_profiling(learner.student.id)
        wait_until(
            lambda: databases.query(
                "profiler",
                "select status from profiling_session where id = %s and status = 'superseded'",
                old,
            ),
            within_s=10,
            what="the reset in the profiler",
        )
        late = learner.profiler.post(
            f"/session/{old}/respond", {"question_id": "identity_1", "selected_option": "A"}
        )
        assert (late.status_code, late.json()["code"]) == (409, "session-superseded")
        completed = learner.profiler.post(f"/session/{old}/complete")
        assert completed.status_code == 409

    @pytest.mark.parametrize("turn", range(6))
    def test_wins_over_a_completion_at_the_same_moment(
        self, learner: LearnerJourney, admin: CoreClient, databases: Databases, turn: int
    ) -> None:
        learner.start()
        learner.answer_all()
        with ThreadPoolExecutor(2) as pool:
            completing = pool.submit(learner.profiler.post, f"/session/{learner.session}/complete")
            time.sleep(turn * 0.01)
            pool.submit(admin.reset_profiling, learner.student.id).result()
            completing.result()
        wait_until(
            lambda: (
                not databases.query(
                    "profiler",
                    "select 1 from outbox_event where state = 'pending' and learner_id = %s",
                    learner.student.id,
                )
            ),
            within_s=15,
            what="the delivery's end",
        )
        me = learner.core.me()
        assert (me["epoch"], me["profiling_complete"], me["next"]["step"]) == (
            2,
            False,
            "profiling",
        )


class TestForgery:
    def test_of_a_result_is_refused(self, learner: LearnerJourney, system: RunningSystem) -> None:
        answer = httpx.post(
            f"{system.core_url}/api/v1/profiler/sync-fastapi",
            content=b'{"type": "profiling.completed"}',
            headers={
                "Content-Type": "application/json",
                "webhook-id": "evt_01a1f842-e53c-76b6-9a9c-d8ceae9ba4e4",
                "webhook-timestamp": str(int(time.time())),
                "content-digest": "sha-256=:" + "A" * 43 + "=:",
                "x-psp-kid": "sync-0123456789",
                "webhook-signature": "v1a," + "A" * 86 + "==",
            },
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "unknown-kid")
        assert learner.core.me()["profiling_complete"] is False

    def test_with_the_ticket_of_another_is_refused(
        self, learner: LearnerJourney, admin: CoreClient, profiler: ProfilerClient
    ) -> None:
        other = LearnerJourney.of_new_student(admin, profiler)
        answer = learner.profiler.post("/session/start", {"ticket": other.ticket()})
        assert (answer.status_code, answer.json()["code"]) == (403, "ticket-not-yours")

    def test_of_a_session_id_finds_nothing(
        self, learner: LearnerJourney, admin: CoreClient, profiler: ProfilerClient
    ) -> None:
        other = LearnerJourney.of_new_student(admin, profiler)
        other.start()
        for method, path, body in (
            ("POST", "respond", {"question_id": "identity_1", "selected_option": "A"}),
            ("POST", "complete", {}),
            ("GET", "progress", None),
            ("GET", "results", None),
            ("GET", "modules", None),
            ("GET", "explanation", None),
        ):
            answer = learner.profiler.request(method, f"/session/{other.session}/{path}", json=body)
            assert answer.status_code == 404, path


class TestTwoDevices:
    def test_answering_at_once_lose_no_answer(
        self, learner: LearnerJourney, databases: Databases
    ) -> None:
        learner.start()
        questions = learner.questions()
        phone = learner.profiler
        laptop = ProfilerClient(
            httpx.Client(base_url=phone.http.base_url, transport=httpx.HTTPTransport()),
            phone.token,
        )
        acknowledged: dict[str, int] = {}

        def answer(device: ProfilerClient, name: str, option: str) -> tuple[str, int]:
            stored = device.respond(learner.session, name, option)
            return name, stored["answer_version"]

        with ThreadPoolExecutor(4) as pool:
            sent = [
                pool.submit(answer, device, question.id, question.keys[index])
                for question in questions
                for index, device in enumerate((phone, laptop))
            ]
            for future in sent:
                name, version = future.result()
                acknowledged[name] = max(acknowledged.get(name, 0), version)
        laptop.http.close()
        stored: dict[str, int] = dict(
            databases.query(
                "profiler",
                "select question_id, answer_version from answer where session_id = %s",
                learner.session,
            )
        )
        assert stored == acknowledged
        assert set(stored.values()) == {2}


class TestDelivery:
    def test_is_remembered_once_and_replayed_with_the_same_outcome(
        self, learner: LearnerJourney, databases: Databases
    ) -> None:
        learner.profile_whole()
        learner.wait_for_result()
        event_id, outcome = find_delivery(databases, learner)
        assert outcome == "applied"
        with databases.connect("profiler") as connection:  # As if the answer had been lost.
            connection.execute(
                "update outbox_event set state = 'pending', finished_at = null,"
                " next_attempt_at = now(), leased_until = null where learner_id = %s",
                [learner.student.id],
            )
        wait_until(
            lambda: (
                not databases.query(
                    "profiler",
                    "select 1 from outbox_event where state = 'pending' and learner_id = %s",
                    learner.student.id,
                )
            ),
            within_s=10,
            what="the second delivery",
        )
        assert find_delivery(databases, learner) == (event_id, "applied")
        (count,) = databases.query(
            "core", "select count(*) from portfolio_item where learner_id = %s", learner.student.id
        )
        assert count == (1,)


class TestRevocation:
    @pytest.mark.parametrize("everywhere", [False, True])
    def test_reaches_the_profiler_after_logout(
        self, learner: LearnerJourney, *, everywhere: bool
    ) -> None:
        learner.start()
        learner.core.post("/auth/logout", {"everywhere": everywhere}).raise_for_status()
        wait_until(
            lambda: learner.profiler.get("/status").status_code == 401,
            within_s=20,
            what="the revoked token in the profiler",
        )

    def test_reaches_the_profiler_after_deactivation(
        self, learner: LearnerJourney, admin: CoreClient
    ) -> None:
        learner.start()
        path = f"/admin/students/{learner.student.id}/deactivate"
        admin.post(path, {"reason": "left"}).raise_for_status()
        wait_until(
            lambda: learner.profiler.get("/status").status_code == 401,
            within_s=20,
            what="the revoked token in the profiler",
        )
