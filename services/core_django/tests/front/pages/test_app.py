"""The page that holds the web app."""

import re
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings

from core_testing.browser import Browser

PUBLIC_HOST = urlsplit(settings.ENV.core_public_url).netloc


@pytest.fixture
def browser() -> Browser:
    found = Browser()
    found.http.headers["Host"] = PUBLIC_HOST
    return found


def nonce_of(page: httpx.Response) -> str:
    found = re.search(r'name="csp-nonce" content="([^"]+)"', page.text)
    assert found
    return found[1]


class TestApp:
    @pytest.mark.parametrize(
        "path",
        ["/", "/login", "/invite", "/profiling/questions/Q17", "/admin/students/x/", "/nowhere"],
    )
    def test_is_held_by_the_same_page_under_each_address(self, browser: Browser, path: str) -> None:
        page = browser.get(path)
        assert page.status_code == 200
        assert '<div id="root"></div>' in page.text
        assert "/static/web/assets/index-" in page.text
        assert page.headers["cache-control"] == "no-cache, private"

    def test_names_the_profiler(self, browser: Browser) -> None:
        profiler = settings.ENV.profiler_public_url
        page = browser.get("/")
        assert f'name="profiler-url" content="{profiler}"' in page.text
        assert f"connect-src 'self' {profiler};" in page.headers["content-security-policy"]

    def test_runs_no_script_but_ours(self, browser: Browser) -> None:
        page = browser.get("/")
        policy = page.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert re.findall(r"<script(?![^>]*\ssrc=)", page.text) == []
        assert "__" not in page.text

    def test_has_a_nonce_of_its_own_each_time(self, browser: Browser) -> None:
        first, second = browser.get("/"), browser.get("/")
        assert nonce_of(first) != nonce_of(second)
        assert f"'nonce-{nonce_of(first)}'" in first.headers["content-security-policy"]

    def test_has_files_that_may_be_kept_for_ever(self, browser: Browser) -> None:
        asset = re.search(r"/static/web/assets/[^\"]+\.js", browser.get("/").text)
        assert asset
        answer = browser.get(asset[0])
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]

    def test_sends_another_name_of_the_host_to_the_public_one(self) -> None:
        answer = Browser().get("/login?next=%2Fresult")
        assert answer.status_code == 302
        assert answer.headers["location"] == (
            f"{settings.ENV.core_public_url}/login?next=%2Fresult"
        )

    @pytest.mark.parametrize(
        "path", ["/robots.txt", "/static/web/assets/gone-12345678.js", "/api/v1/nowhere"]
    )
    def test_does_not_stand_for_a_missing_file_or_operation(
        self, browser: Browser, path: str
    ) -> None:
        assert browser.get(path).status_code == 404

    def test_refuses_to_be_sent_anything(self, browser: Browser) -> None:
        assert browser.http.post("/login").status_code == 403


class TestServiceWorker:
    def test_stands_at_the_root_and_may_only_speak_to_core(self, browser: Browser) -> None:
        answer = browser.get("/service-worker.js")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/javascript"
        assert answer.headers["cache-control"] == "no-cache"
        policy = answer.headers["content-security-policy"]
        assert policy == "default-src 'none'; connect-src 'self'"
