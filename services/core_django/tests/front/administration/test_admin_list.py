"""The list of students in Django admin."""

import re
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from core_testing import raw
from core_testing.admin_pages import LIST
from core_testing.browser import Browser
from tests.clients.core_client import CoreClient, Student


@pytest.fixture(scope="module")
def crowd(admin: CoreClient) -> str:
    """The surname of 51 students: one more than a page holds."""
    surname = f"Crowd{uuid4().hex[:8]}"
    for _ in range(51):
        admin.create_student(last_name=surname)
    return surname


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
