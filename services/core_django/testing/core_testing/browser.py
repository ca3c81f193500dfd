"""A browser without scripts: it keeps cookies, fills forms and shows its origin."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import httpx

from core.config.wsgi import application
from core.platform.access.scopes import current_scope

ORIGIN = "http://core.test"


class _Forms(HTMLParser):
    """The hidden values of every form that posts, by its action."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and values.get("method") == "post":
            self._open = self.hidden.setdefault(values.get("action", ""), {})
        if tag == "input" and values.get("type") == "hidden" and self._open is not None:
            self._open[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


class Browser:
    """One person's browser; redirects are not followed."""

    def __init__(self) -> None:
        transport = httpx.WSGITransport(app=application)
        self.http = httpx.Client(transport=transport, base_url=ORIGIN)

    def get(self, path: str, **query: str) -> httpx.Response:
        """Open a page."""
        assert current_scope() is None
        return self.http.get(path, params=query or None)

    def send(self, page: str, given: Mapping[str, str], *, action: str = "") -> httpx.Response:
        """Open ``page``, fill the form that posts to ``action`` and send it."""
        return self.send_from(self.get(page), given, action=action)

    def send_from(
        self, page: httpx.Response, given: Mapping[str, str], *, action: str = ""
    ) -> httpx.Response:
        """Fill and send a form of a page that is open already."""
        forms = _Forms()
        forms.feed(page.text)
        hidden = forms.hidden[action]
        target = action or str(page.request.url)
        return self.http.post(target, data={**hidden, **given}, headers={"Origin": ORIGIN})

    def log_in(self, email: str, password: str) -> httpx.Response:
        """Log in to Django admin."""
        page = self.get("/django-admin/login/")
        given = {"username": email, "password": password}
        return self.send_from(page, given, action="/django-admin/login/")


def inline_code(page: httpx.Response) -> list[str]:
    """Scripts, styles and handlers inside the markup, which a strict policy would block."""
    pattern = r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+="
    return re.findall(pattern, page.text)


def find_csrf_token(page: httpx.Response) -> str:
    """The token of a page's form, for whoever sends one by hand."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert found
    return found[1]
