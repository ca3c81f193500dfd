"""The door: who may erase whom, when, and what is told about it."""

from uuid import UUID

import httpx
import pytest

from core_testing import raw, sync
from core_testing.present import Present, make_event
from core_testing.queries import count_queries
from core_testing.races import run_at_once
from core_testing.receiving import Receiver, serving
from core_testing.relaying import drain_outbox
from tests.clients.core_client import CoreClient
from tests.clients.waiting import HELD_UP, wait_until

REASON = {"reason": "asked for it"}


class Profiler(Receiver):
    """Acknowledges an erasure as the profiler does."""

    def deliver(self, student_id: UUID) -> None:
        """What is on its way about the student, whatever it waits for."""
        raw.run_as_owner(
            "update outbox_delivery set next_attempt_at = now(), leased_until = null"
            " where ordering_key = %s and status = 'pending'",
            student_id,
        )
        with serving(self):
            drain_outbox(self.url)

    def answer(self, event: dict[str, object]) -> bytes:
        said = super().answer(event)
        return said.replace(b"applied", b"erased") if event["type"] == "learner.erased" else said


class TestWho:
    def test_nobody_but_an_admin(self, present: Present) -> None:
        for client, status in ((present.client.anonymous(), 401), (present.client, 403)):
            assert client.get(present.path("erasure")).status_code == status
            assert client.post(present.path("erasure"), REASON).status_code == status

    def test_no_account_that_is_no_student(self, present: Present) -> None:
        own = present.admin.me()["user"]["id"]
        for found in (
            present.admin.get(f"/admin/students/{own}/erasure"),
            present.admin.post(f"/admin/students/{own}/erasure", REASON),
        ):
            assert (found.status_code, found.json()["code"]) == (404, "not-found")

    def test_no_student_who_is_more(self, present: Present) -> None:
        raw.run_as_owner(
            "insert into accounts_role_grant (id, user_id, role, scope, granted_at)"
            " values (uuidv7(), %s, 'mentor', 'global', now())",
            present.id,
        )
        present.deactivate()
        assert present.admin.get(present.path("erasure")).json()["blocked_by"] == "further-roles"
        refused = present.admin.post(present.path("erasure"), REASON)
        assert refused.json()["code"] == "wrong-account-state"

    def test_no_student_who_is_active(self, present: Present) -> None:
        refused = present.admin.post(present.path("erasure"), REASON)
        assert (refused.status_code, refused.json()["code"]) == (409, "wrong-account-state")
        assert "Deactivate" in refused.json()["detail"]
        assert present.admin.get(f"/admin/students/{present.id}").json()["status"] == "active"

    def test_nothing_without_a_reason(self, present: Present) -> None:
        present.deactivate()
        assert present.admin.post(present.path("erasure"), {"reason": ""}).status_code == 422
        assert present.admin.post(present.path("erasure"), {}).status_code == 422


class TestTelling:
    def test_what_would_go(self, present: Present) -> None:
        blocked = present.admin.get(present.path("erasure")).json()
        assert (blocked["state"], blocked["blocked_by"]) == ("blocked", "not-deactivated")
        present.deactivate()
        possible = present.admin.get(present.path("erasure")).json()
        assert (possible["state"], possible["results"]) == ("possible", 2)
        assert possible["erased_at"] is None

    def test_how_far_it_is(self, present: Present) -> None:
        present.deactivate()
        begun = present.admin.post(present.path("erasure"), REASON).json()
        assert (begun["state"], begun["profiler_erased_at"]) == ("under-way", None)
        profiler = Profiler()
        profiler.status = 500
        profiler.deliver(present.id)
        assert present.admin.get(present.path("erasure")).json()["waits_because"] == "status-500"

    def test_when_the_profiler_is_done_too(self, present: Present) -> None:
        present.erase()
        profiler = Profiler()
        profiler.deliver(present.id)
        about = [one for one in profiler.bodies if one.get("learner_id") == str(present.id)]
        assert about[-1]["type"] == "learner.erased"
        done = present.admin.get(present.path("erasure")).json()
        assert done["state"] == "complete"
        assert done["profiler_erased_at"] > done["erased_at"]

    def test_asks_the_same_number_of_queries_however_much_there_is(
        self, present: Present, other: Present
    ) -> None:
        other.admin.reset_profiling(other.id)
        sync.send(other.client, make_event(other.client, other.id, 3)).raise_for_status()
        counts = []
        for one in (present, other):
            with count_queries() as seen:
                one.admin.get(one.path("erasure")).raise_for_status()
            counts.append(len(seen))
        assert counts[0] == counts[1] <= 14


class TestRepeating:
    def test_changes_nothing(self, present: Present) -> None:
        present.erase()
        again = present.admin.post(present.path("erasure"), REASON)
        assert again.json()["state"] == "under-way"
        assert len(told_events(present)) == 1

    def test_at_once_erases_once(self, present: Present) -> None:
        present.deactivate()

        def erase() -> int:
            return present.admin.post(present.path("erasure"), REASON).status_code

        assert run_at_once(erase, erase, erase) == [200, 200, 200]
        assert len(told_events(present)) == 1


class TestMeanwhile:
    def test_whoever_is_let_in_again_is_not_erased(self, present: Present) -> None:
        """The erasure waits for a change of the account that is under way, and judges by that."""
        present.deactivate()
        with raw.connect("owner") as connection:
            activated = "update accounts_user set status = 'active' where id = %s"
            connection.execute(activated, [present.id])

            def erase() -> httpx.Response:
                return present.admin.post(present.path("erasure"), REASON)

            def let_in() -> None:
                pid = connection.info.backend_pid
                wait_until(lambda: raw.run_as_owner(HELD_UP, pid), within_s=10, what="waiting")
                connection.commit()

            refused, _ = run_at_once(erase, let_in)
        assert refused is not None
        assert (refused.status_code, refused.json()["code"]) == (409, "wrong-account-state")
        assert present.admin.get(f"/admin/students/{present.id}").json()["status"] == "active"


class TestAfterwards:
    @pytest.mark.parametrize(
        ("door", "body"),
        [
            ("activate", {}),
            ("deactivate", REASON),
            ("invitation", {}),
            ("reset-profiling", REASON),
            ("undo-reset", REASON),
        ],
    )
    def test_every_change_is_gone(self, door: str, body: dict[str, str], present: Present) -> None:
        present.erase()
        refused = present.admin.post(present.path(door), body)
        assert (refused.status_code, refused.json()["code"]) == (410, "learner-erased")

    def test_names_cannot_come_back(self, present: Present) -> None:
        present.erase()
        path = f"/admin/students/{present.id}"
        refused = present.admin.http.patch(
            f"/api/v1{path}",
            json={"first_name": "Back"},
            headers={"Authorization": f"Bearer {present.admin.token}"},
        )
        assert (refused.status_code, refused.json()["code"]) == (410, "learner-erased")

    def test_lists_show_the_student_only_when_asked(self, present: Present) -> None:
        present.erase()
        usual = present.admin.get(f"/admin/students?search={present.id}").json()["results"]
        asked = present.admin.get(f"/admin/students?search={present.id}&status=erased").json()
        assert (usual, [one["id"] for one in asked["results"]]) == ([], [str(present.id)])

    def test_the_login_is_over(self, core: CoreClient, present: Present) -> None:
        present.erase()
        given = {"email": present.student.email, "password": present.student.password}
        assert core.post("/auth/login", given).status_code == 401
        assert present.client.get("/auth/me").status_code == 401


def told_events(present: Present) -> list[raw.Row]:
    return raw.run_as_owner(
        "select id from outbox_event where ordering_key = %s and type = 'learner.erased'",
        present.id,
    )
