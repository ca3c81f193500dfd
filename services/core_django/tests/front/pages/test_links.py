"""Setting a password on core's own pages, without any script."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import structlog
from django.conf import settings
from django.core.cache import cache

from core_testing import raw
from core_testing.browser import ORIGIN, Browser, inline_code
from core_testing.relaying import drain_outbox
from tests.clients.core_client import CoreClient, Student

PASSWORD = "a long new password 3"


@pytest.fixture(autouse=True)
def _forget_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def invited(admin: CoreClient) -> dict[str, Any]:
    return admin.create_student()


@pytest.fixture
def student(admin: CoreClient) -> Student:
    return admin.create_active_student()


def token_of(created: dict[str, Any]) -> str:
    return str(created["invitation"]["token"])


def mailed_links(address: str) -> list[str]:
    mails = [path.read_text() for path in Path(settings.EMAIL_FILE_PATH).glob("*")]
    mine = [mail for mail in mails if f"To: {address}\n" in mail]
    return [link for mail in mine for link in re.findall(r"/reset-password\?token=[\w-]+", mail)]


def send(browser: Browser, page: str, password: str, repeated: str | None = None) -> httpx.Response:
    given = {"password": password, "repeated": password if repeated is None else repeated}
    return browser.send(page, given, action=page.partition("?")[0])


class TestInvite:
    def test_makes_the_account_ready(
        self, core: CoreClient, browser: Browser, invited: dict[str, Any]
    ) -> None:
        answer = send(browser, f"/invite?token={token_of(invited)}", PASSWORD)
        assert (answer.status_code, answer.headers["location"]) == (302, "/invite/done")
        assert "Your account is ready" in browser.get("/invite/done").text
        assert core.log_in(invited["email"], PASSWORD).me()["user"]["email"] == invited["email"]

    def test_says_the_rules(self, browser: Browser, invited: dict[str, Any]) -> None:
        page = browser.get(f"/invite?token={token_of(invited)}")
        assert "12 to 128 characters; for staff at least 15." in page.text

    @pytest.mark.parametrize(
        ("given", "fault"),
        [
            (("short", "short"), "password: Use at least 12 characters."),
            (("1234567890123", "1234567890123"), "password: This password is on the list"),
            (("x" * 129, "x" * 129), "password: Use at most 128 characters."),
            (("", ""), "password: This field is required."),
            (("a long password 1", "a long password 2"), "repeated: The two passwords differ"),
            ((" a long pass ", "a long pass"), "repeated: The two passwords differ"),
        ],
    )
    def test_names_what_is_wrong_and_keeps_the_link_usable(
        self, browser: Browser, invited: dict[str, Any], given: tuple[str, str], fault: str
    ) -> None:
        field, words = fault.split(": ")
        refused = send(browser, f"/invite?token={token_of(invited)}", *given)
        assert refused.status_code == 422
        assert "<title>Error: " in refused.text
        assert re.search(f'<a href="#id_{field}">[^<]*{words}', refused.text)
        assert f'id="id_{field}_error"' in refused.text
        assert re.search(f'<input[^>]* aria-invalid="true"[^>]* id="id_{field}"', refused.text)
        assert re.search(f'<input[^>]* aria-describedby="id_{field}_error"', refused.text)
        again = {"password": PASSWORD, "repeated": PASSWORD}
        done = browser.send_from(refused, again, action="/invite")
        assert done.headers["location"] == "/invite/done"

    def test_never_writes_the_password_back(
        self, browser: Browser, invited: dict[str, Any]
    ) -> None:
        refused = send(browser, f"/invite?token={token_of(invited)}", "one secret", "two secrets")
        assert "secret" not in refused.text

    @pytest.mark.parametrize("query", ["", "?token=", "?password=x"])
    def test_says_kindly_that_the_link_is_cut(self, browser: Browser, query: str) -> None:
        page = browser.get(f"/invite{query}")
        assert page.status_code == 422
        assert "ask the person who invited you" in page.text

    @pytest.mark.parametrize("token", ["wrong", "x" * 201, "%00"])
    def test_says_kindly_that_a_link_is_not_ours(self, browser: Browser, token: str) -> None:
        answer = send(browser, f"/invite?token={token}", PASSWORD)
        assert answer.status_code == 422
        assert "ask the person who invited you" in answer.text

    def test_says_kindly_that_a_link_was_used(
        self, core: CoreClient, browser: Browser, invited: dict[str, Any]
    ) -> None:
        page = f"/invite?token={token_of(invited)}"
        assert send(browser, page, PASSWORD).status_code == 302
        late = send(browser, page, "another password 9")
        assert late.status_code == 422
        assert "It was used already" in late.text
        assert core.log_in(invited["email"], PASSWORD).me()

    @pytest.mark.parametrize(
        "change",
        [
            "update accounts_one_time_link set expires_at = now() where user_id = %s",
            "update accounts_user set status = 'deactivated' where id = %s",
        ],
    )
    def test_says_kindly_that_a_link_has_ended(
        self, browser: Browser, invited: dict[str, Any], change: str
    ) -> None:
        raw.run_as_owner(change, invited["id"])
        answer = send(browser, f"/invite?token={token_of(invited)}", PASSWORD)
        assert answer.status_code == 422
        assert "This invitation does not work" in answer.text

    def test_is_no_reset_link(self, browser: Browser, invited: dict[str, Any]) -> None:
        answer = send(browser, f"/reset-password?token={token_of(invited)}", PASSWORD)
        assert answer.status_code == 422
        assert "Ask for a new link" in answer.text

    def test_refuses_a_form_without_its_csrf_token(
        self, admin: CoreClient, browser: Browser, invited: dict[str, Any]
    ) -> None:
        given = {"token": token_of(invited), "password": PASSWORD, "repeated": PASSWORD}
        assert browser.http.post("/invite", data=given).status_code == 403
        browser.get(f"/invite?token={token_of(invited)}")
        forged = {**given, "csrfmiddlewaretoken": browser.http.cookies["csrf_te"]}
        answer = browser.http.post(
            "/invite", data=forged, headers={"Origin": "https://evil.example"}
        )
        assert answer.status_code == 403
        assert admin.get(f"/admin/students/{invited['id']}").json()["status"] == "invited"


class TestForgotAndReset:
    def test_sets_a_new_password_by_the_mailed_link(
        self, core: CoreClient, browser: Browser, student: Student
    ) -> None:
        before = core.log_in(student.email, student.password)
        answer = browser.send(
            "/forgot-password", {"email": student.email}, action="/forgot-password"
        )
        assert answer.headers["location"] == "/forgot-password/sent"
        drain_outbox()
        (link,) = mailed_links(student.email)
        assert send(browser, link, PASSWORD).headers["location"] == "/reset-password/done"
        assert before.get("/auth/me").status_code == 401
        assert core.log_in(student.email, PASSWORD).me()
        assert "Ask for a new link" in send(browser, link, PASSWORD).text

    def test_answers_a_stranger_and_an_invited_in_the_same_bytes(
        self, browser: Browser, student: Student, invited: dict[str, Any]
    ) -> None:
        answers = set()
        for email in (student.email, invited["email"], f"nobody-{uuid4()}@example.org"):
            answer = browser.send("/forgot-password", {"email": email}, action="/forgot-password")
            answers.add((answer.status_code, answer.headers["location"], answer.text))
        assert len(answers) == 1
        assert mailed_links(invited["email"]) == []

    def test_names_a_wrong_address(self, browser: Browser) -> None:
        answer = browser.send("/forgot-password", {"email": "nobody"}, action="/forgot-password")
        assert answer.status_code == 422
        assert 'href="#id_email"' in answer.text

    def test_asks_to_wait_after_five_requests(self, browser: Browser) -> None:
        given = {"email": f"nobody-{uuid4()}@example.org"}
        answers = [
            browser.send("/forgot-password", given, action="/forgot-password") for _ in range(6)
        ]
        assert [answer.status_code for answer in answers] == [302] * 5 + [429]
        assert answers[-1].headers["retry-after"] == "300"
        assert 'href="/problems/too-many-requests"' in answers[-1].text


class TestSecrets:
    def test_stand_in_no_log_line(
        self, browser: Browser, invited: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        token = token_of(invited)
        page = f"/invite?token={token}"
        with structlog.testing.capture_logs() as lines:
            send(browser, page, "short")
            browser.http.post("/invite", data={"token": token, "password": PASSWORD})
            send(browser, page, PASSWORD)
            browser.get(page)
        assert [line["path"] for line in lines if line["event"] == "request"].count("/invite") == 6
        written = f"{lines}{caplog.text}"
        assert token not in written
        assert PASSWORD not in written

    def test_stand_in_no_address_that_a_page_sends_on(
        self, browser: Browser, invited: dict[str, Any]
    ) -> None:
        page = browser.get(f"/invite?token={token_of(invited)}")
        assert page.headers["referrer-policy"] == "strict-origin"
        assert "no-store" in page.headers["cache-control"]
        assert token_of(invited) not in page.text.replace(
            f'name="token" value="{token_of(invited)}"', ""
        )
        done = browser.get("/invite/done")
        assert done.headers["referrer-policy"] == "no-referrer"


class TestEveryPage:
    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/", 200),
            ("/invite/done", 200),
            ("/invite", 422),
            ("/invite?token=any", 200),
            ("/reset-password", 422),
            ("/reset-password?token=any", 200),
            ("/reset-password/done", 200),
            ("/forgot-password", 200),
            ("/forgot-password/sent", 200),
            ("/problems/stale-epoch", 200),
            ("/problems/nothing-of-ours", 404),
            ("/nothing/of/ours", 404),
        ],
    )
    def test_works_without_scripts_under_a_strict_policy(
        self, browser: Browser, path: str, status: int
    ) -> None:
        page = browser.get(path)
        assert page.status_code == status
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src" not in policy
        assert "<script" not in page.text
        assert inline_code(page) == []
        assert '<html lang="en">' in page.text
        assert page.text.count("<h1>") == 1
        assert 'href="#main"' in page.text

    def test_labels_every_field(self, browser: Browser, invited: dict[str, Any]) -> None:
        for path in ("/forgot-password", f"/invite?token={token_of(invited)}"):
            page = browser.get(path).text
            ids = re.findall(r'<input type="(?:email|password)"[^>]*id="(\w+)"', page)
            assert ids
            assert [name for name in ids if f'<label for="{name}"' not in page] == []

    def test_finds_every_link_of_the_start_page(self, browser: Browser) -> None:
        links = re.findall(r'href="(/[^"]*)"', browser.get("/").text)
        assert "/django-admin/" in links
        assert "/openapi.json" in links
        assert [path for path in links if browser.get(path).status_code not in {200, 302}] == []

    def test_takes_no_other_method(self, browser: Browser) -> None:
        browser.get("/forgot-password")
        token = {"X-CSRFToken": browser.http.cookies["csrf_te"], "Origin": ORIGIN}
        for path in ("/", "/invite/done", "/problems/stale-epoch"):
            assert browser.http.post(path, headers=token).status_code == 405
        assert browser.http.delete("/invite", headers=token).status_code == 405

    def test_forgives_the_missing_slash_of_the_administration(self, browser: Browser) -> None:
        assert browser.get("/django-admin").headers["location"] == "/django-admin/"
