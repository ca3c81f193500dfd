"""What an admin does with a student in Django admin; the API is the witness."""

import re
from uuid import uuid4

import pytest

from core_testing import raw
from core_testing.admin_pages import LIST, last_audit, new_student, page_of, read_student
from core_testing.browser import Browser, find_csrf_token
from tests.clients.core_client import CoreClient, Student


class TestCreate:
    def test_shows_an_invitation_that_works_this_once(
        self, admin: CoreClient, browser: Browser
    ) -> None:
        given = new_student(first_name="Zoë", grade="9", goal="to build a boat")
        answer = browser.send(f"{LIST}create/", given)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["cache-control"]
        link = re.search(r"/invite\?token=([\w-]+)</code>", answer.text)
        assert link
        found = admin.get("/admin/students", params={"search": given["email"]}).json()["results"]
        assert [(s["first_name"], s["grade"], s["goal"], s["time_zone"]) for s in found] == [
            ("Zoë", "9", "to build a boat", "Europe/Paris")
        ]
        assert link[1] not in browser.get(page_of(found[0]["id"])).text
        accepted = admin.anonymous().post(
            "/auth/invitations/accept", {"token": link[1], "password": "a long password 1"}
        )
        assert accepted.status_code == 200

    def test_says_what_to_do_when_the_address_is_taken(
        self, browser: Browser, student: Student
    ) -> None:
        answer = browser.send(f"{LIST}create/", new_student(email=student.email.upper()))
        assert answer.status_code == 409
        assert 'href="/problems/email-taken"' in answer.text
        assert 'href="#id_email"' in answer.text

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("email", "nobody"),
            ("email", "two@words@example.org"),
            ("first_name", ""),
            ("first_name", "x" * 101),
            ("last_name", "a\x00b"),
            ("goal", "x" * 401),
            ("time_zone", "Moon/Base"),
        ],
    )
    def test_names_the_field_that_is_wrong_and_writes_nothing(
        self, browser: Browser, field: str, value: str
    ) -> None:
        marker = uuid4().hex
        given = new_student(grade=marker, **{field: value})
        answer = browser.send(f"{LIST}create/", given)
        assert answer.status_code == 422
        assert f'href="#id_{field}"' in answer.text
        assert f'id="id_{field}_error"' in answer.text
        assert raw.run_as_owner("select 1 from profiles_student where grade = %s", marker) == []


class TestChange:
    def test_writes_what_differs(
        self, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        before = read_student(admin, student.id)
        given = {name: before[name] for name in ("email", "first_name", "last_name", "time_zone")}
        answer = browser.send(page_of(student.id), {**given, "goal": "to sail"})
        assert answer.headers["location"] == page_of(student.id)
        assert read_student(admin, student.id) == {**before, "goal": "to sail"}
        assert last_audit(student.id, "student.changed")[0] == {"fields": ["goal"]}
        assert "The student was changed." in browser.get(page_of(student.id)).text

    def test_refuses_the_address_of_another(
        self, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        other = admin.create_student()
        answer = browser.send(page_of(student.id), new_student(email=other["email"]))
        assert answer.status_code == 409
        assert "email-taken" in answer.text
        assert read_student(admin, student.id)["email"] == student.email


class TestDeactivateAndActivate:
    def test_ends_every_login_with_a_reason_and_comes_back(
        self, core: CoreClient, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        client = core.log_in(student.email, student.password)
        done = browser.send(page_of(student.id, "deactivate"), {"reason": "left the school"})
        assert done.headers["location"] == page_of(student.id)
        assert read_student(admin, student.id)["status"] == "deactivated"
        assert client.get("/auth/me").status_code == 401
        assert last_audit(student.id, "student.deactivated")[1] == "left the school"
        activate = page_of(student.id, "activate")
        assert browser.send(page_of(student.id), {}, action=activate).status_code == 302
        assert read_student(admin, student.id)["status"] == "active"

    @pytest.mark.parametrize("reason", ["", "  ", "no", "x" * 1001])
    def test_asks_for_a_reason(
        self, admin: CoreClient, browser: Browser, student: Student, reason: str
    ) -> None:
        answer = browser.send(page_of(student.id, "deactivate"), {"reason": reason})
        assert answer.status_code == 422
        assert 'href="#id_reason"' in answer.text
        assert read_student(admin, student.id)["status"] == "active"

    def test_says_what_to_do_when_the_state_does_not_fit(
        self, admin: CoreClient, browser: Browser
    ) -> None:
        invited = admin.create_student()
        page = browser.get(page_of(invited["id"], "reset"))
        token = find_csrf_token(page)
        data = {"csrfmiddlewaretoken": token}
        answer = browser.http.post(page_of(invited["id"], "activate"), data=data)
        assert answer.status_code == 302
        shown = browser.get(page_of(invited["id"])).text
        assert "has not accepted the invitation yet" in shown
        assert 'href="/problems/wrong-account-state"' in shown
        assert read_student(admin, invited["id"])["status"] == "invited"


class TestReset:
    def test_opens_a_new_epoch_with_a_reason(
        self, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        page = browser.get(page_of(student.id, "reset"))
        assert "in epoch 2" in page.text
        browser.send_from(page, {"reason": "a brother answered"})
        assert read_student(admin, student.id)["epoch"] == 2
        assert last_audit(student.id, "journey.reset")[1] == "a brother answered"

    def test_does_nothing_without_a_reason(
        self, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        answer = browser.send(page_of(student.id, "reset"), {"reason": ""})
        assert answer.status_code == 422
        assert read_student(admin, student.id)["epoch"] == 1


class TestResendInvitation:
    def test_ends_the_older_one(self, admin: CoreClient, browser: Browser) -> None:
        created = admin.create_student()
        action = page_of(created["id"], "invite")
        answer = browser.send(page_of(created["id"]), {}, action=action)
        link = re.search(r"/invite\?token=([\w-]+)</code>", answer.text)
        assert link
        accept = {"password": "a long password 1"}
        old = {"token": created["invitation"]["token"], **accept}
        assert admin.anonymous().post("/auth/invitations/accept", old).status_code == 422
        new = {"token": link[1], **accept}
        assert admin.anonymous().post("/auth/invitations/accept", new).status_code == 200
