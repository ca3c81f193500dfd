from uuid import UUID

import pytest

from core_testing import raw, sync
from core_testing.queries import count_queries
from core_testing.races import run_at_once
from core_testing.relaying import drain_outbox
from tests.clients.core_client import CoreClient

READS = [
    "/student/dashboard",
    "/student/dashboard/overview",
    "/student/dashboard/next-actions",
    "/student/profile",
]


def own_id(client: CoreClient) -> UUID:
    return UUID(client.me()["user"]["id"])


class TestReads:
    @pytest.mark.parametrize("path", READS)
    def test_are_for_students(self, core: CoreClient, admin: CoreClient, path: str) -> None:
        assert core.get(path).status_code == 401
        assert admin.get(path).status_code == 403

    @pytest.mark.parametrize("path", READS)
    def test_show_the_own_row_alone(self, core: CoreClient, admin: CoreClient, path: str) -> None:
        one, other = (admin.create_active_student(first_name=name) for name in ("Ida", "Ole"))
        first = core.log_in(one.email, one.password).get(path)
        assert str(other.id) not in first.text
        assert "Ole" not in first.text

    @pytest.mark.parametrize("path", READS)
    def test_give_a_reason_for_each_unknown(self, learner: CoreClient, path: str) -> None:
        body = learner.get(path).json()
        for pointer in body.get("reasons", {}):
            value = body
            for part in pointer[1:].split("/"):
                value = value[part]
            assert value is None, pointer


class TestReadRepair:
    def test_shows_the_own_change_at_once(self, core: CoreClient, admin: CoreClient) -> None:
        student = admin.create_active_student()
        learner = core.log_in(student.email, student.password)
        before = learner.get("/student/dashboard").json()
        ticket = learner.post("/profiler/tickets").json()["ticket"]
        sync.send(core, sync.event_body(student.id, 1, ticket)).raise_for_status()
        after = learner.get("/student/dashboard").json()
        assert (before["journey"]["step"], after["journey"]["step"]) == ("profiling", "foundations")
        assert after["version"] > before["version"]
        assert after["future_self"]["alignment_percent"] > 0

    def test_shows_an_admins_change_at_once(self, learner: CoreClient, admin: CoreClient) -> None:
        learner.get("/student/profile").raise_for_status()
        admin.request("PATCH", f"/admin/students/{own_id(learner)}", json={"first_name": "Neu"})
        assert learner.get("/student/profile").json()["first_name"] == "Neu"

    def test_costs_two_statements_when_the_row_is_clean(self, learner: CoreClient) -> None:
        learner.get("/student/dashboard").raise_for_status()
        with count_queries() as clean:
            learner.get("/student/dashboard").raise_for_status()
        reads = [one for one in clean if "dashboard_row" in one]
        assert len(reads) == 1
        assert len(clean) <= 6

    def test_rebuilds_when_the_row_is_past_its_time(self, learner: CoreClient) -> None:
        before = learner.get("/student/dashboard").json()["as_of"]
        raw.run_as_owner(
            "update dashboard_row set stale_at = now() where learner_id = %s", own_id(learner)
        )
        assert learner.get("/student/dashboard").json()["as_of"] > before

    def test_never_goes_back_when_reads_and_changes_race(
        self, learner: CoreClient, admin: CoreClient
    ) -> None:
        path = f"/admin/students/{own_id(learner)}"

        def change(index: int) -> int:
            return admin.request("PATCH", path, json={"goal": f"goal {index}"}).status_code

        def read(_: int) -> int:
            return learner.get("/student/profile").status_code

        calls = [lambda i=i, f=f: f(i) for i in range(4) for f in (change, read)]
        assert set(run_at_once(*calls)) == {200}
        stored = raw.run_as_owner(
            "select goal from profiles_student where user_id = %s", own_id(learner)
        )
        assert learner.get("/student/profile").json()["goal"] == stored[0][0]

    def test_keeps_the_newer_row_when_an_older_one_comes_late(self, learner: CoreClient) -> None:
        learner.get("/student/dashboard").raise_for_status()
        raw.run_as_owner(
            "update dashboard_row set version = version + 100, body = body where learner_id = %s",
            own_id(learner),
        )
        drain_outbox()
        kept = raw.run_as_owner(
            "select version from dashboard_row where learner_id = %s", own_id(learner)
        )
        assert kept[0][0] > 100


class TestConsumer:
    def test_builds_the_row_before_anyone_reads(self, admin: CoreClient) -> None:
        student = admin.create_active_student()
        drain_outbox()
        rows = raw.run_as_owner(
            "select d.version = f.version from dashboard_row d"
            " join freshness f using (learner_id) where learner_id = %s",
            student.id,
        )
        assert rows == [(True,)]
