"""Another profiling, and a reset that was a mistake, through both services."""

import pytest

from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.waiting import wait_until
from tests.e2e.aging import let_a_week_pass

pytestmark = pytest.mark.system
WHY = {"reason": "I was ill on that day and guessed a lot."}


def read_session(learner: LearnerJourney) -> tuple[str, str, int]:
    """Id, status and epoch of the session that the profiler shows."""
    found = learner.profiler.get("/status").json()["session"]
    return found["session_id"], found["status"], found["epoch"]


class TestRetake:
    def test_leads_to_a_second_result_beside_the_first(
        self, learner: LearnerJourney, admin: CoreClient, databases: Databases
    ) -> None:
        first = learner.profile_whole()
        learner.wait_for_result()
        let_a_week_pass(databases, learner)
        asked = learner.core.post("/profiler/retake-requests", WHY)
        assert asked.status_code == 201
        path = f"/admin/retake-requests/{asked.json()['id']}/approve"
        assert admin.post(path, {"answer": "Take your time."}).json()["granted_epoch"] == 2
        assert learner.next_step() == "profiling"
        second = learner.profile_whole()
        learner.wait_for_result()
        compared = learner.core.get("/profiler/result/comparison").json()
        assert compared["track"]["earlier"] == first["track"]["primary"]
        assert compared["track"]["later"] == second["track"]["primary"]
        assert compared["ability"]["verdict"] in {"rose", "fell", "no-reliable-change"}


class TestUndoneReset:
    def test_gives_both_services_the_former_result_back(
        self, learner: LearnerJourney, admin: CoreClient
    ) -> None:
        result = learner.profile_whole()
        before = learner.wait_for_result()
        former = learner.session
        admin.reset_profiling(learner.student.id)
        learner.start()
        path = f"/admin/students/{learner.student.id}/undo-reset"
        refused = admin.post(path, {"reason": "wrong student"})
        assert (refused.status_code, refused.json()["code"]) == (409, "session-begun")
        assert admin.post(path, {"reason": "wrong student", "is_sure": True}).status_code == 200
        me = learner.core.me()
        assert (me["track"], me["epoch"]) == (before["track"], 3)
        assert learner.core.get("/profiler/result").json()["result"] == result
        wait_until(
            lambda: read_session(learner) == (former, "completed", 3),
            within_s=10,
            what="the restored session",
        )
