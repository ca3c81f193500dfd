"""An admin's day in Django admin, over the real WSGI application; the API is the witness."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import connections
from django.test.utils import CaptureQueriesContext

from core_testing import raw
from core_testing.browser import ORIGIN, Browser, inline_code
from tests.clients.core_client import CoreClient, Student

LIST = "/django-admin/students/"
LOGIN = "/django-admin/login/"


@pytest.fixture
def student(admin: CoreClient) -> Student:
    return admin.create_active_student()


@pytest.fixture(scope="module")
def crowd(admin: CoreClient) -> str:
    """The surname of 51 students: one more than a page holds."""
    surname = f"Crowd{uuid4().hex[:8]}"
    for _ in range(51):
        admin.create_student(last_name=surname)
    return surname


def page_of(student_id: UUID | str, verb: str = "") -> str:
    return f"{LIST}{student_id}/" + (f"{verb}/" if verb else "")


def read(admin: CoreClient, student_id: UUID | str) -> dict[str, Any]:
    answer = admin.get(f"/admin/students/{student_id}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def new_student(**given: str) -> dict[str, str]:
    return {
        "email": f"learner-{uuid4().hex[:12]}@example.org",
        "first_name": "Ada",
        "last_name": "Learner",
        "time_zone": "Europe/Paris",
        **given,
    }


def last_audit(student_id: UUID | str, action: str) -> tuple[Any, ...]:
    found = raw.run_as_owner(
        "select after, reason from audit_entry where subject_id = %s and action = %s"
        " order by id desc limit 1",
        UUID(str(student_id)),
        action,
    )
    return found[0]


class TestLogIn:
    @pytest.fixture(autouse=True)
    def _forget_failures(self) -> Iterator[None]:
        cache.clear()
        yield
        cache.clear()

    def test_leads_to_the_list_when_an_admin_logs_in(self, administrator: Student) -> None:
        browser = Browser()
        refused = browser.get(LIST)
        assert refused.headers["location"] == f"{LOGIN}?next={LIST}"
        page = browser.get(refused.headers["location"])
        answer = browser.send_from(
            page,
            {"username": administrator.email.upper(), "password": administrator.password},
            action=f"{LOGIN}?next={LIST}",
        )
        assert (answer.status_code, answer.headers["location"]) == (302, LIST)
        assert browser.get(LIST).status_code == 200
        assert browser.get("/django-admin/").status_code == 200

    def test_refuses_a_learner_in_the_words_of_a_wrong_password(
        self, administrator: Student, student: Student
    ) -> None:
        browser = Browser()
        as_learner = browser.log_in(student.email, student.password)
        as_stranger = browser.log_in(administrator.email, "wrong wrong wrong")
        assert as_learner.status_code == as_stranger.status_code == 200
        note = re.compile(r'class="errornote">\s*(.*?)\s*</p>', re.DOTALL)
        assert note.findall(as_learner.text) == note.findall(as_stranger.text) != []
        assert browser.get(LIST).status_code == 302

    def test_says_to_wait_after_many_failures(self, administrator: Student) -> None:
        browser = Browser()
        for _ in range(10):
            browser.log_in(administrator.email, "wrong wrong wrong")
        answer = browser.log_in(administrator.email, administrator.password)
        assert "wait a few minutes" in answer.text

    def test_refuses_a_form_without_its_csrf_token(self, administrator: Student) -> None:
        answer = Browser().http.post(
            LOGIN, data={"username": administrator.email, "password": administrator.password}
        )
        assert answer.status_code == 403
        assert "load the page again" in answer.text

    def test_refuses_a_form_of_another_origin(
        self, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(LIST).text)
        assert token
        for origin in ("null", "https://elsewhere.example"):
            answer = browser.http.post(
                page_of(student.id, "deactivate"),
                data={"csrfmiddlewaretoken": token[1], "reason": "forged"},
                headers={"Origin": origin},
            )
            assert answer.status_code == 403
        assert read(admin, student.id)["status"] == "active"

    def test_ends_at_once_when_the_tokens_are_ended(
        self, administrator: Student, browser: Browser
    ) -> None:
        raw.run_as_owner(
            "update accounts_user set token_version = token_version + 1 where email = %s",
            administrator.email,
        )
        assert browser.get(LIST).status_code == 302

    def test_ends_at_once_when_the_role_is_lost(
        self, administrator: Student, browser: Browser
    ) -> None:
        change = (
            "update accounts_role_grant g set role = %s from accounts_user u"
            " where u.id = g.user_id and u.email = %s"
        )
        raw.run_as_owner(change, "mentor", administrator.email)
        try:
            assert browser.get(LIST).status_code == 302
        finally:
            raw.run_as_owner(change, "admin", administrator.email)
        assert browser.get(LIST).status_code == 200

    def test_ends_by_log_out(self, browser: Browser) -> None:
        assert browser.send(LIST, {}, action="/django-admin/logout/").status_code == 200
        assert browser.get(LIST).status_code == 302


class TestList:
    def test_shows_the_newest_first_in_pages(self, browser: Browser, crowd: str) -> None:
        first = re.findall(r"learner-\w+@example\.org", browser.get(LIST, q=crowd).text)
        second = re.findall(r"learner-\w+@example\.org", browser.get(LIST, q=crowd, p="2").text)
        newest = raw.run_as_owner(
            "select email from accounts_user where last_name = %s order by id desc", crowd
        )
        assert [*first, *second] == [email for (email,) in newest]
        assert (len(first), len(second)) == (50, 1)

    def test_costs_the_same_queries_for_one_and_for_fifty(
        self, admin: CoreClient, browser: Browser, crowd: str
    ) -> None:
        lonely = admin.create_student(last_name=f"Lonely{uuid4().hex[:8]}")
        counts = []
        for words in (lonely["last_name"], crowd):
            with CaptureQueriesContext(connections["default"]) as captured:
                page = browser.get(LIST, q=words)
            assert page.status_code == 200
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 12

    def test_finds_by_every_word_of_name_and_address(
        self, admin: CoreClient, browser: Browser
    ) -> None:
        word = uuid4().hex[:10]
        found = admin.create_student(first_name="Grace", last_name=f"O'{word}")
        other = admin.create_student(first_name="Linus", last_name=f"O'{word}")
        page = browser.get(LIST, q=f"{word.upper()} grace").text
        assert found["email"] in page
        assert other["email"] not in page

    def test_filters_by_status(self, admin: CoreClient, browser: Browser) -> None:
        word = f"Filter{uuid4().hex[:8]}"
        invited = admin.create_student(last_name=word)
        active = admin.create_active_student(last_name=word)
        page = browser.get(LIST, q=word, status="active").text
        assert active.email in page
        assert invited["email"] not in page

    def test_shows_students_only(self, administrator: Student, browser: Browser) -> None:
        page = browser.get(LIST, q=administrator.email).text
        assert "0 users" in page

    @pytest.mark.parametrize(
        "query",
        [
            "q=%00",
            "q=%25_%27%22",
            "status=%00",
            "status=nonsense",
            "email=x",
            "email__contains=%00",
            "role_grants__role=admin",
            "p=99999",
            "p=x",
            "o=99.x",
            "all=",
            "_to_field=password",
            "_popup=1",
            "e=1",
        ],
    )
    def test_answers_an_odd_address_calmly(self, browser: Browser, query: str) -> None:
        assert browser.http.get(f"{LIST}?{query}").status_code in {200, 302, 400}


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
        before = read(admin, student.id)
        given = {name: before[name] for name in ("email", "first_name", "last_name", "time_zone")}
        answer = browser.send(page_of(student.id), {**given, "goal": "to sail"})
        assert answer.headers["location"] == page_of(student.id)
        assert read(admin, student.id) == {**before, "goal": "to sail"}
        assert last_audit(student.id, "student.changed")[0] == {"fields": ["goal"]}
        assert "The student was changed." in browser.get(page_of(student.id)).text

    def test_refuses_the_address_of_another(
        self, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        other = admin.create_student()
        answer = browser.send(page_of(student.id), new_student(email=other["email"]))
        assert answer.status_code == 409
        assert "email-taken" in answer.text
        assert read(admin, student.id)["email"] == student.email


class TestDeactivateAndActivate:
    def test_ends_every_login_with_a_reason_and_comes_back(
        self, core: CoreClient, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        client = core.log_in(student.email, student.password)
        done = browser.send(page_of(student.id, "deactivate"), {"reason": "left the school"})
        assert done.headers["location"] == page_of(student.id)
        assert read(admin, student.id)["status"] == "deactivated"
        assert client.get("/auth/me").status_code == 401
        assert last_audit(student.id, "student.deactivated")[1] == "left the school"
        activate = page_of(student.id, "activate")
        assert browser.send(page_of(student.id), {}, action=activate).status_code == 302
        assert read(admin, student.id)["status"] == "active"

    @pytest.mark.parametrize("reason", ["", "  ", "no", "x" * 1001])
    def test_asks_for_a_reason(
        self, admin: CoreClient, browser: Browser, student: Student, reason: str
    ) -> None:
        answer = browser.send(page_of(student.id, "deactivate"), {"reason": reason})
        assert answer.status_code == 422
        assert 'href="#id_reason"' in answer.text
        assert read(admin, student.id)["status"] == "active"

    def test_says_what_to_do_when_the_state_does_not_fit(
        self, admin: CoreClient, browser: Browser
    ) -> None:
        invited = admin.create_student()
        page = browser.get(page_of(invited["id"], "reset"))
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token
        data = {"csrfmiddlewaretoken": token[1]}
        answer = browser.http.post(page_of(invited["id"], "activate"), data=data)
        assert answer.status_code == 302
        shown = browser.get(page_of(invited["id"])).text
        assert "has not accepted the invitation yet" in shown
        assert 'href="/problems/wrong-account-state"' in shown
        assert read(admin, invited["id"])["status"] == "invited"


class TestReset:
    def test_opens_a_new_epoch_with_a_reason(
        self, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        page = browser.get(page_of(student.id, "reset"))
        assert "in epoch 2" in page.text
        browser.send_from(page, {"reason": "a brother answered"})
        assert read(admin, student.id)["epoch"] == 2
        assert last_audit(student.id, "journey.reset")[1] == "a brother answered"

    def test_does_nothing_without_a_reason(
        self, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        answer = browser.send(page_of(student.id, "reset"), {"reason": ""})
        assert answer.status_code == 422
        assert read(admin, student.id)["epoch"] == 1


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


class TestWhatIsNotOffered:
    @pytest.mark.parametrize("verb", ["add", "change", "delete", "history"])
    def test_djangos_own_model_pages(self, browser: Browser, student: Student, verb: str) -> None:
        for path in (
            f"/django-admin/accounts/user/{verb}/",
            f"/django-admin/accounts/user/{student.id}/{verb}/",
            f"{LIST}{verb}/",
            page_of(student.id, verb),
        ):
            assert browser.get(path).status_code == 404
            assert browser.http.post(path, headers={"Origin": ORIGIN}).status_code in {403, 404}

    @pytest.mark.parametrize("path", ["autocomplete/", "r/1/1/", "accounts/", "auth/group/", "x"])
    def test_djangos_other_pages(self, browser: Browser, path: str) -> None:
        assert browser.get(f"/django-admin/{path}").status_code == 404

    def test_a_student_nobody_has(self, browser: Browser) -> None:
        for verb in ("", "deactivate", "reset"):
            assert browser.get(page_of(uuid4(), verb)).status_code == 404

    def test_another_kind_of_account(self, admin: CoreClient, browser: Browser) -> None:
        assert browser.get(page_of(admin.me()["user"]["id"])).status_code == 404

    def test_acting_by_an_address_alone(
        self, admin: CoreClient, browser: Browser, student: Student
    ) -> None:
        for verb in ("activate", "invite"):
            assert browser.get(page_of(student.id, verb)).status_code == 405

    def test_anything_without_a_login(self, admin: CoreClient, student: Student) -> None:
        stranger = Browser()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', stranger.get(LOGIN).text)
        assert token
        data = {"csrfmiddlewaretoken": token[1], "reason": "no right to"}
        for path in ("/django-admin/", LIST, f"{LIST}create/", page_of(student.id)):
            assert stranger.get(path).headers["location"].startswith(LOGIN)
        for verb in ("deactivate", "reset", "activate", "invite"):
            answer = stranger.http.post(page_of(student.id, verb), data=data)
            assert answer.headers["location"].startswith(LOGIN)
        found = read(admin, student.id)
        assert (found["status"], found["epoch"]) == ("active", 1)


class TestPolicy:
    def test_holds_on_every_page(self, browser: Browser, student: Student) -> None:
        paths = ["/django-admin/", LIST, f"{LIST}create/"]
        paths += [page_of(student.id, verb) for verb in ("", "deactivate", "reset")]
        for page in [*map(browser.get, paths), Browser().get(LOGIN)]:
            assert page.status_code == 200
            assert "unsafe" not in page.headers["content-security-policy"]
            assert inline_code(page) == []

    def test_lets_forms_show_their_origin_and_no_address(self, browser: Browser) -> None:
        for page in (browser.get(LIST), Browser().get(LOGIN)):
            assert page.headers["referrer-policy"] == "strict-origin"

    def test_finds_every_file_a_page_names(self, browser: Browser) -> None:
        files = re.findall(r'(?:src|href)="(/static/[^"]+)"', browser.get(LIST).text)
        assert len(files) > 5
        for path in files:
            assert browser.get(path).status_code == 200
