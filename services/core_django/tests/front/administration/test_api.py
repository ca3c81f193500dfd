from uuid import uuid4

import pytest

from core_testing import raw
from core_testing.queries import count_queries
from core_testing.races import run_at_once
from tests.clients.core_client import CoreClient

STUDENTS = "/admin/students"


def new_email() -> str:
    return f"s-{uuid4().hex[:12]}@example.org"


class TestCreate:
    def test_makes_account_journey_and_invitation(self, admin: CoreClient) -> None:
        email = new_email().upper()
        created = admin.create_student(email=email, grade="11", goal="protect people")
        assert created["email"] == email.lower()
        assert (created["status"], created["epoch"], created["grade"]) == ("invited", 1, "11")
        assert created["invitation"]["url"].endswith(created["invitation"]["token"])
        read = admin.get(f"{STUDENTS}/{created['id']}").json()
        assert read == {k: v for k, v in created.items() if k != "invitation"}

    def test_is_refused_when_the_address_is_taken(self, admin: CoreClient) -> None:
        email = new_email()
        admin.create_student(email=email)
        given = {"email": email.upper(), "first_name": "A", "last_name": "B"}
        answer = admin.post(STUDENTS, given)
        assert (answer.status_code, answer.json()["code"]) == (409, "email-taken")

    def test_makes_one_account_when_many_race(self, admin: CoreClient) -> None:
        given = {"email": new_email(), "first_name": "A", "last_name": "B"}
        codes = run_at_once(*[lambda: admin.post(STUDENTS, given).status_code] * 5)
        assert sorted(codes) == [201, 409, 409, 409, 409]

    def test_makes_one_account_when_repeated_with_one_key(self, admin: CoreClient) -> None:
        given = {"email": new_email(), "first_name": "A", "last_name": "B"}
        key = {"Idempotency-Key": uuid4().hex}
        answers = run_at_once(*[lambda: admin.post(STUDENTS, given, headers=key)] * 5)
        kept = [one for one in answers if one.status_code == 201]
        assert {one.status_code for one in answers} <= {201, 409}
        assert len({one.content for one in kept}) == 1
        again = admin.post(STUDENTS, given, headers=key)
        assert (again.status_code, again.content) == (201, kept[0].content)

    def test_refuses_another_body_under_one_key(self, admin: CoreClient) -> None:
        key = {"Idempotency-Key": uuid4().hex}
        given = {"email": new_email(), "first_name": "A", "last_name": "B"}
        admin.post(STUDENTS, given, headers=key)
        answer = admin.post(STUDENTS, given | {"first_name": "C"}, headers=key)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")

    @pytest.mark.parametrize("field", ["role", "roles", "epoch", "is_staff", "status", "track"])
    def test_takes_no_privilege_from_the_body(self, admin: CoreClient, field: str) -> None:
        given = {"email": new_email(), "first_name": "A", "last_name": "B", field: "admin"}
        answer = admin.post(STUDENTS, given)
        assert answer.json()["errors"][0]["pointer"] == f"/{field}"

    def test_is_for_admins(self, core: CoreClient, learner: CoreClient) -> None:
        given = {"email": new_email(), "first_name": "A", "last_name": "B"}
        assert core.post(STUDENTS, given).status_code == 401
        assert learner.post(STUDENTS, given).status_code == 403
        assert learner.get(f"{STUDENTS}/{uuid4()}").status_code == 403


class TestList:
    def test_finds_by_words_of_name_and_address(self, admin: CoreClient) -> None:
        mark = uuid4().hex[:10]
        wanted = admin.create_student(first_name=f"Zoe{mark}", last_name="Quill")
        admin.create_student(first_name="Zoe", last_name="Quill")
        found = admin.get(f"{STUDENTS}?search=quill zoe{mark}").json()["results"]
        assert [one["id"] for one in found] == [wanted["id"]]

    def test_pages_there_and_back_without_gap_or_double(self, admin: CoreClient) -> None:
        mark = f"Pager{uuid4().hex[:10]}"
        made = [admin.create_student(first_name=mark)["id"] for _ in range(5)]
        query = f"search={mark}&limit=2"
        first = admin.get(f"{STUDENTS}?{query}").json()
        second = admin.http.get(first["next"], headers=bearer(admin)).json()
        third = admin.http.get(second["next"], headers=bearer(admin)).json()
        pages = [[one["id"] for one in page["results"]] for page in (first, second, third)]
        assert [*pages[0], *pages[1], *pages[2]] == made[::-1]
        assert (first["previous"], third["next"]) == (None, None)
        back = admin.http.get(third["previous"], headers=bearer(admin)).json()
        assert [one["id"] for one in back["results"]] == pages[1]

    def test_filters_by_status(self, admin: CoreClient) -> None:
        mark = f"Filter{uuid4().hex[:10]}"
        admin.create_student(first_name=mark)
        active = admin.create_active_student(first_name=mark)
        found = admin.get(f"{STUDENTS}?search={mark}&status=active").json()["results"]
        assert [one["id"] for one in found] == [str(active.id)]

    def test_costs_the_same_queries_for_one_and_for_many(self, admin: CoreClient) -> None:
        mark = f"Count{uuid4().hex[:10]}"
        admin.create_student(first_name=mark)
        with count_queries() as one:
            admin.get(f"{STUDENTS}?search={mark}").raise_for_status()
        for _ in range(6):
            admin.create_student(first_name=mark)
        with count_queries() as many:
            admin.get(f"{STUDENTS}?search={mark}").raise_for_status()
        assert len(many) == len(one) <= 6


class TestChange:
    def test_writes_what_is_given_and_leaves_the_rest(self, admin: CoreClient) -> None:
        created = admin.create_student(grade="10")
        answer = admin.request(
            "PATCH", f"{STUDENTS}/{created['id']}", json={"last_name": "New", "goal": "g"}
        )
        changed = answer.json()
        assert (changed["last_name"], changed["goal"], changed["grade"]) == ("New", "g", "10")
        assert changed["first_name"] == created["first_name"]

    def test_refuses_an_address_that_is_taken(self, admin: CoreClient) -> None:
        one, other = admin.create_student(), admin.create_student()
        answer = admin.request("PATCH", f"{STUDENTS}/{one['id']}", json={"email": other["email"]})
        assert answer.json()["code"] == "email-taken"

    def test_finds_nobody_else_than_students(self, admin: CoreClient) -> None:
        own_id = admin.me()["user"]["id"]
        for student_id in (own_id, str(uuid4())):
            assert admin.get(f"{STUDENTS}/{student_id}").status_code == 404
            changed = admin.request("PATCH", f"{STUDENTS}/{student_id}", json={"goal": "x"})
            assert changed.status_code == 404


class TestActivation:
    def test_goes_out_and_back(self, admin: CoreClient) -> None:
        student = admin.create_active_student()
        path = f"{STUDENTS}/{student.id}"
        out = admin.post(f"{path}/deactivate", {"reason": "left the course"}).json()
        assert (out["status"], out["next"]["step"]) == ("deactivated", "suspended")
        again = admin.post(f"{path}/deactivate", {"reason": "left the course"})
        assert again.status_code == 200
        assert admin.post(f"{path}/activate").json()["status"] == "active"

    def test_goes_back_to_invited_where_no_password_was_ever_set(self, admin: CoreClient) -> None:
        path = f"{STUDENTS}/{admin.create_student()['id']}"
        admin.post(f"{path}/deactivate", {"reason": "not yet"}).raise_for_status()
        assert admin.post(f"{path}/activate").json()["status"] == "invited"

    def test_refuses_to_activate_an_invited_student(self, admin: CoreClient) -> None:
        created = admin.create_student()
        answer = admin.post(f"{STUDENTS}/{created['id']}/activate")
        assert answer.json()["code"] == "wrong-account-state"

    def test_refuses_to_invite_an_active_student(self, admin: CoreClient) -> None:
        student = admin.create_active_student()
        answer = admin.post(f"{STUDENTS}/{student.id}/invitation")
        assert answer.json()["code"] == "wrong-account-state"


class TestReset:
    def test_raises_the_epoch_audits_and_tells_the_profiler(self, admin: CoreClient) -> None:
        student = admin.create_active_student()
        answer = admin.reset_profiling(student.id, "wrong person answered")
        assert (answer["epoch"], answer["next"]["step"]) == (2, "profiling")
        audit = raw.run_as_owner(
            "select reason, before, after, actor_id from audit_entry"
            " where action = 'journey.reset' and subject_id = %s",
            student.id,
        )
        ((reason, before, after, actor_id),) = audit
        assert (reason, before["epoch"], after["epoch"]) == ("wrong person answered", 1, 2)
        assert str(actor_id) == admin.me()["user"]["id"]
        sent = raw.run_as_owner(
            "select e.payload from outbox_event e join outbox_delivery d on d.event_id = e.id"
            " where d.consumer = 'profiler' and e.type = 'profiling.reset' and e.ordering_key = %s",
            student.id,
        )
        assert sent == [({"learner_id": str(student.id), "epoch": 2},)]

    def test_needs_a_reason(self, admin: CoreClient) -> None:
        student = admin.create_active_student()
        answer = admin.post(f"{STUDENTS}/{student.id}/reset-profiling", {"reason": "  "})
        assert answer.json()["errors"][0]["pointer"] == "/reason"

    def test_raises_the_epoch_once_per_request_when_many_race(self, admin: CoreClient) -> None:
        student = admin.create_active_student()
        epochs = run_at_once(*[lambda: admin.reset_profiling(student.id)["epoch"]] * 5)
        assert sorted(epochs) == [2, 3, 4, 5, 6]


def bearer(client: CoreClient) -> dict[str, str]:
    return {"Authorization": f"Bearer {client.token}"}
