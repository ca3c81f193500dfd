"""Logging in to Django admin, over the real WSGI application, and what ends it."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from core_testing import raw
from core_testing.admin_pages import LIST, LOGIN, page_of, read_student
from core_testing.browser import Browser, find_csrf_token
from tests.clients.core_client import CoreClient, Student


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
        token = find_csrf_token(browser.get(LIST))
        for origin in ("null", "https://elsewhere.example"):
            answer = browser.http.post(
                page_of(student.id, "deactivate"),
                data={"csrfmiddlewaretoken": token, "reason": "forged"},
                headers={"Origin": origin},
            )
            assert answer.status_code == 403
        assert read_student(admin, student.id)["status"] == "active"

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
