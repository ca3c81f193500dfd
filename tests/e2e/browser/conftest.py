"""A real Chromium on the built app, as core serves it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from infra.local.paths import REPOSITORY
from infra.local.system import RunningSystem
from tests.clients.web_app import DESK, WebApp

# Pictures for a person to look at; nothing compares them.
PICTURES = REPOSITORY / ".pictures"
_MISSING = "no Chromium: apt-get install chromium, or name one in CHROMIUM"

OpenApp = Callable[..., WebApp]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's browser. Without one these tests are skipped, but never in CI."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(_MISSING)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    PICTURES.mkdir(exist_ok=True)
    return PICTURES


@pytest.fixture
def open_app(chromium: Browser, system: RunningSystem, pictures: Path) -> Iterator[OpenApp]:
    """Open the app as another person, in a browser profile of their own. At the end nothing may
    have stood on any console."""
    opened: list[WebApp] = []

    def open_one(**settings: object) -> WebApp:
        given = {"viewport": DESK, "base_url": system.core_url, "locale": "en-GB", **settings}
        context = chromium.new_context(**given)  # type: ignore[arg-type]  # Playwright's own names.
        app = WebApp(context, pictures)
        opened.append(app)
        return app

    yield open_one
    complaints = [complaint for app in opened for complaint in app.complaints]
    for app in opened:
        app.context.close()
    assert complaints == []


@pytest.fixture
def app(open_app: OpenApp) -> WebApp:
    """One person's browser."""
    return open_app()
