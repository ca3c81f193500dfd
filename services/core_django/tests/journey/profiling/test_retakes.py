"""Retakes: asked for by the learner, decided by an admin, granted by a reset."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest

from core_testing import raw, sync
from core_testing.passing import let_days_pass
from core_testing.queries import count_queries
from core_testing.races import run_at_once
from tests.clients.core_client import CoreClient

OWN = "/profiler/retake-requests"
REVIEWS = "/admin/retake-requests"
REASON = {"reason": "I answered while the train was loud and did not read."}


class Profiled:
    """A learner with a result of epoch 1."""

    def __init__(self, core: CoreClient, admin: CoreClient) -> None:
        student = admin.create_active_student()
        self.id = student.id
        self.client = core.log_in(student.email, student.password)
        self.finish(1)

    def finish(self, epoch: int) -> None:
        ticket = self.client.post("/profiler/tickets").json()["ticket"]
        event = sync.event_body(self.id, epoch, ticket, schema=2)
        sync.send(self.client, event).raise_for_status()

    def ask(self) -> str:
        answer = self.client.post(OWN, REASON)
        assert answer.status_code == 201, answer.text
        request_id: str = answer.json()["id"]
        return request_id

    def list_own(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = self.client.get(OWN).json()["results"]
        return found


@pytest.fixture
def profiled(core: CoreClient, admin: CoreClient) -> Profiled:
    return Profiled(core, admin)


@pytest.fixture
def rested(profiled: Profiled) -> Profiled:
    let_days_pass(profiled.id, 7)
    return profiled


class TestRequest:
    def test_is_kept_and_changes_nothing_else(self, rested: Profiled) -> None:
        before = rested.client.me()
        made = rested.client.post(OWN, REASON).json()
        assert (made["state"], made["reason"]) == ("pending", REASON["reason"])
        assert rested.client.me() == before
        page = rested.client.get(OWN).json()
        assert (page["results"], page["allowed_from"]) == ([made], None)

    def test_tells_when_it_is_too_early(self, profiled: Profiled) -> None:
        answer = profiled.client.post(OWN, REASON)
        assert (answer.status_code, answer.json()["code"]) == (409, "retake-too-early")
        assert 0 < int(answer.headers["Retry-After"]) - 7 * 86_400 + 60 < 62
        allowed_from = profiled.client.get(OWN).json()["allowed_from"]
        assert allowed_from[:16].replace("T", " ") in answer.json()["detail"]

    def test_waits_seven_days_after_a_refusal(self, rested: Profiled, admin: CoreClient) -> None:
        request_id = rested.ask()
        admin.post(f"{REVIEWS}/{request_id}/decline", {"answer": "Wait for your first mission."})
        assert rested.client.post(OWN, REASON).json()["code"] == "retake-too-early"
        let_days_pass(rested.id, 7)
        assert rested.client.post(OWN, REASON).status_code == 201

    def test_is_refused_without_a_result(self, learner: CoreClient) -> None:
        answer = learner.post(OWN, REASON)
        assert (answer.status_code, answer.json()["code"]) == (403, "profiling-incomplete")
        assert learner.get(OWN).json() == {
            "results": [],
            "next": None,
            "previous": None,
            "allowed_from": None,
        }

    def test_is_one_when_many_are_sent_at_once(self, rested: Profiled) -> None:
        answers = run_at_once(*[lambda: rested.client.post(OWN, REASON)] * 5)
        assert sorted(one.status_code for one in answers) == [201, 409, 409, 409, 409]
        codes = {one.json()["code"] for one in answers if one.status_code == 409}
        assert codes == {"retake-pending"}

    @pytest.mark.parametrize("reason", ["", "too short", " " * 20, "x" * 1001])
    def test_needs_words(self, rested: Profiled, reason: str) -> None:
        answer = rested.client.post(OWN, {"reason": reason})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")

    def test_is_for_students(self, core: CoreClient, admin: CoreClient) -> None:
        assert core.post(OWN, REASON).status_code == 401
        assert admin.post(OWN, REASON).status_code == 403


class TestWithdraw:
    def test_takes_it_back_and_may_be_repeated(self, rested: Profiled) -> None:
        request_id = rested.ask()
        path = f"{OWN}/{request_id}/withdraw"
        first, second = rested.client.post(path, {}), rested.client.post(path, {})
        assert first.json()["state"] == "withdrawn"
        assert first.json() == second.json()
        assert rested.client.post(OWN, REASON).status_code == 201

    def test_is_too_late_after_a_decision(self, rested: Profiled, admin: CoreClient) -> None:
        request_id = rested.ask()
        admin.post(f"{REVIEWS}/{request_id}/approve", {})
        answer = rested.client.post(f"{OWN}/{request_id}/withdraw", {})
        assert (answer.status_code, answer.json()["code"]) == (409, "retake-decided")

    def test_shows_nobody_elses(self, rested: Profiled, learner: CoreClient) -> None:
        request_id = rested.ask()
        foreign = learner.post(f"{OWN}/{request_id}/withdraw", {})
        missing = learner.post(f"{OWN}/{uuid4()}/withdraw", {})
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert learner.get(OWN).json()["results"] == []
        assert rested.list_own()[0]["state"] == "pending"


class TestReview:
    def test_lists_who_asks_and_why(self, rested: Profiled, admin: CoreClient) -> None:
        request_id = rested.ask()
        found = admin.get(f"{REVIEWS}?state=pending&limit=100").json()["results"]
        mine = next(one for one in found if one["id"] == request_id)
        assert (mine["learner"]["id"], mine["epoch"]) == (str(rested.id), 1)
        assert mine["reason"] == REASON["reason"]
        approved = admin.get(f"{REVIEWS}?state=approved&limit=100").json()["results"]
        assert request_id not in {one["id"] for one in approved}

    def test_costs_the_same_for_one_and_for_many(self, core: CoreClient, admin: CoreClient) -> None:
        def make() -> None:
            profiled = Profiled(core, admin)
            let_days_pass(profiled.id, 8)
            profiled.ask()

        make()
        with count_queries() as one:
            admin.get(f"{REVIEWS}?limit=1")
        make()
        make()
        with count_queries() as three:
            admin.get(f"{REVIEWS}?limit=3")
        assert len(three) == len(one)

    def test_approval_resets(self, rested: Profiled, admin: CoreClient) -> None:
        request_id = rested.ask()
        answer = admin.post(f"{REVIEWS}/{request_id}/approve", {"answer": "Good luck!"})
        approved = answer.json()
        assert (approved["state"], approved["granted_epoch"]) == ("approved", 2)
        me = rested.client.me()
        assert (me["epoch"], me["profiling_complete"], me["next"]["step"]) == (
            2,
            False,
            "profiling",
        )
        own = rested.list_own()[0]
        assert (own["answer"], own["granted_epoch"]) == ("Good luck!", 2)

    def test_approval_may_be_repeated_without_a_second_reset(
        self, rested: Profiled, admin: CoreClient
    ) -> None:
        path = f"{REVIEWS}/{rested.ask()}/approve"
        answers = run_at_once(*[lambda: admin.post(path, {})] * 4)
        assert {one.status_code for one in answers} == {200}
        assert rested.client.me()["epoch"] == 2

    def test_refusal_leaves_the_result(self, rested: Profiled, admin: CoreClient) -> None:
        path = f"{REVIEWS}/{rested.ask()}"
        first = admin.post(f"{path}/decline", {"answer": "Your result is clear."})
        again = admin.post(f"{path}/decline", {"answer": "Another word."})
        assert (first.json()["state"], first.json()) == ("declined", again.json())
        assert rested.client.me()["profiling_complete"]
        approval = admin.post(f"{path}/approve", {})
        assert (approval.status_code, approval.json()["code"]) == (409, "retake-decided")
        assert rested.client.me()["epoch"] == 1

    def test_ends_in_one_decision_when_two_race(self, rested: Profiled, admin: CoreClient) -> None:
        path = f"{REVIEWS}/{rested.ask()}"

        def approve() -> int:
            return admin.post(f"{path}/approve", {}).status_code

        def decline() -> int:
            return admin.post(f"{path}/decline", {"answer": "not now"}).status_code

        def withdraw() -> int:
            own = path.replace(REVIEWS, OWN)
            return rested.client.post(f"{own}/withdraw", {}).status_code

        attempts: list[Callable[[], int]] = [approve, decline, withdraw]
        assert sorted(run_at_once(*attempts)) == [200, 409, 409]
        (state,) = raw.run_as_owner(
            "select r.state, j.epoch from profiling_retake_request r"
            " join journey_journey j using (learner_id) where r.learner_id = %s",
            rested.id,
        )
        assert state in {("approved", 2), ("declined", 1), ("withdrawn", 1)}

    def test_does_not_lock_up_when_a_reset_races(self, rested: Profiled, admin: CoreClient) -> None:
        reset = f"/admin/students/{rested.id}/reset-profiling"
        for epoch in range(1, 7):
            approve = f"{REVIEWS}/{rested.ask()}/approve"
            bodies: dict[str, dict[str, str]] = {approve: {}, reset: {"reason": "asked for"}}
            attempts = [partial(admin.post, path, body) for path, body in bodies.items()]
            codes = [answer.status_code for answer in run_at_once(*attempts)]
            assert set(codes) <= {200, 409}
            rested.finish(rested.client.me()["epoch"])
            let_days_pass(rested.id, 7)
            assert rested.client.me()["epoch"] > epoch

    def test_lapses_when_a_reset_comes_first(self, rested: Profiled, admin: CoreClient) -> None:
        request_id = rested.ask()
        admin.reset_profiling(rested.id)
        assert rested.list_own()[0]["state"] == "lapsed"
        answer = admin.post(f"{REVIEWS}/{request_id}/approve", {})
        assert (answer.status_code, answer.json()["code"]) == (409, "retake-decided")
        assert rested.client.me()["epoch"] == 2

    def test_is_audited(self, rested: Profiled, admin: CoreClient) -> None:
        admin.post(f"{REVIEWS}/{rested.ask()}/approve", {"answer": "Good luck!"})
        found = raw.run_as_owner(
            "select action, reason from audit_entry where subject_id = %s and action like %s"
            " order by id",
            rested.id,
            "retake.%",
        )
        assert found == [
            ("retake.requested", REASON["reason"]),
            ("retake.approved", "Good luck!"),
        ]

    def test_is_for_admins(self, rested: Profiled) -> None:
        path = f"{REVIEWS}/{rested.ask()}"
        assert rested.client.get(REVIEWS).status_code == 403
        assert rested.client.post(f"{path}/approve", {}).status_code == 403
        assert rested.client.post(f"{path}/decline", {"answer": "no way"}).status_code == 403


class TestRowSecurity:
    def test_a_learner_cannot_approve_behind_the_services_back(self, rested: Profiled) -> None:
        request_id = UUID(rested.ask())
        with (
            raw.connect("app", as_user=rested.id) as connection,
            pytest.raises(Exception, match="row-level security"),
        ):
            connection.execute(
                "update profiling_retake_request set state = 'approved', decided_at = now(),"
                " granted_epoch = 2 where id = %s",
                [request_id],
            )


class TestComparison:
    def test_is_between_this_result_and_the_one_before(
        self, rested: Profiled, admin: CoreClient
    ) -> None:
        assert rested.client.get("/profiler/result/comparison").json()["code"] == (
            "no-earlier-result"
        )
        admin.post(f"{REVIEWS}/{rested.ask()}/approve", {})
        assert rested.client.get("/profiler/result/comparison").json()["code"] == "no-result"
        rested.finish(2)
        compared = rested.client.get("/profiler/result/comparison").json()
        assert compared["ability"]["verdict"] == "no-reliable-change"
        assert compared["track"]["earlier"] == compared["track"]["later"]
        assert compared["same_questions"]
