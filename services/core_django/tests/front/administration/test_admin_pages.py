"""What Django admin does not offer, and what holds on every page of it."""

import re
from uuid import uuid4

import pytest

from core_testing.admin_pages import LIST, LOGIN, page_of, read_student
from core_testing.browser import ORIGIN, Browser, find_csrf_token, inline_code
from tests.clients.core_client import CoreClient, Student


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
        token = find_csrf_token(stranger.get(LOGIN))
        data = {"csrfmiddlewaretoken": token, "reason": "no right to"}
        for path in ("/django-admin/", LIST, f"{LIST}create/", page_of(student.id)):
            assert stranger.get(path).headers["location"].startswith(LOGIN)
        for verb in ("deactivate", "reset", "activate", "invite"):
            answer = stranger.http.post(page_of(student.id, verb), data=data)
            assert answer.headers["location"].startswith(LOGIN)
        found = read_student(admin, student.id)
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
