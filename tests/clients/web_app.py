"""The web app as a person has it before them: a real browser, by label and role."""

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
_SLOW_MS = 15_000
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_REST = """async () => {
  for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
  const ends = (motion) => motion.effect.getComputedTiming().endTime !== Infinity;
  const motions = document.getAnimations().filter(ends);
  await Promise.all(motions.map((motion) => motion.finished.catch(() => {})));
}"""


class WebApp:
    """One tab of one person. ``complaints`` is what the browser said that nobody may see."""

    def __init__(self, context: BrowserContext, pictures: Path) -> None:
        self.context = context
        self.pictures = pictures
        self.complaints: list[str] = []
        self.page = self.new_tab()

    def new_tab(self) -> Page:
        """Another tab of the same person, watched like the first."""
        page = self.context.new_page()
        page.set_default_timeout(_SLOW_MS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("requestfailed", self._notice)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused request is a fact that a page shows; only what nobody handled is a complaint.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")

    def _notice(self, request: Request) -> None:
        if request.failure and "csp" in request.failure.lower():
            self.complaints.append(f"blocked: {request.url}")

    def open(self, path: str) -> None:
        """Go to an address and wait until its page says what it is."""
        self.page.goto(path)
        expect(self.page.locator("h1")).to_be_visible()

    def log_in(self, email: str, password: str) -> None:
        """Through the form, until the app has left it."""
        self.open("/login")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Log in", exact=True).click()
        self.page.wait_for_url(lambda url: "/login" not in url and not url.endswith("/"))
        expect(self.page.locator("h1")).to_be_visible()

    def press(self, name: str, *, exact: bool = False) -> None:
        """A button by what stands on it."""
        self.page.get_by_role("button", name=name, exact=exact).click()

    def follow(self, name: str, *, exact: bool = False) -> None:
        """A link by what stands on it."""
        self.page.get_by_role("link", name=name, exact=exact).click()

    @property
    def path(self) -> str:
        """Where the address bar is, without the host."""
        found: str = self.page.evaluate("location.pathname + location.search")
        return found

    def settle(self) -> None:
        """Wait until nothing is loading any more."""
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)

    def find_barriers(self) -> list[str]:
        """What axe finds on the page once nothing moves any more, a line each."""
        self.page.evaluate(_REST)  # What fades in has half its contrast on the way.
        found: dict[str, Any] = Axe().run(self.page, options=_RULES).response
        return [
            f"{fault['id']}: {node['html'][:160]}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]

    def find_overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        found: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return max(found, 0)

    def take_pictures(self, name: str) -> None:
        """The whole page on a phone and on a desk, for a person to look at; in CI there is none."""
        if os.environ.get("CI"):
            return
        for device, size in (("phone", PHONE), ("desk", DESK)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]  # the two keys are there.
            self.page.screenshot(path=self.pictures / f"{name}-{device}.png", full_page=True)
