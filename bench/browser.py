"""The app as a cheap phone has it: a processor four times slower and a slow mobile network."""

import os
import shutil
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.figures import compute_percentile
from bench.people import make_learners
from bench.stage import Stage
from tests.clients.journey import LearnerJourney

BAR_DELAY_MS = 200.0
BAR_RENDER_MS = 3000.0
_SLOWDOWN = 4
# What browsers call "slow 4G": bytes per second and milliseconds of round trip.
_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
_QUESTIONS = 51
# Event Timing tells an interaction only from 16 ms on; what it does not tell is counted as 16.
_WATCH = """
window.delays = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (entry.interactionId) window.delays.push([entry.interactionId, entry.duration]);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
_LEAST_MS = 16.0


@dataclass(frozen=True, slots=True)
class Phone:
    """Milliseconds from key press to next paint, one per question; until the first words of each
    page stood there, on a first visit without anything in the browser's store."""

    delays_ms: list[float]
    login_ms: list[float]
    question_ms: list[float]
    factor: float

    @property
    def delay_p98_ms(self) -> float:
        """What browsers call interaction to next paint."""
        return compute_percentile(self.delays_ms, 98)

    @property
    def is_within_bars(self) -> bool:
        is_quick = self.delay_p98_ms <= BAR_DELAY_MS * self.factor
        renders = [compute_percentile(found, 50) for found in (self.login_ms, self.question_ms)]
        return is_quick and max(renders) <= BAR_RENDER_MS * self.factor


def measure_phone(stage: Stage) -> Phone:
    """Answer all questions by keyboard, and open log-in and quiz anew, on a slowed browser."""
    plan = stage.plan
    walker, *visitors = make_learners(
        stage.doors, count=1 + plan.rounds, at_once=plan.at_once, seed=plan.seed + 30_000
    )
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        delays = _answer_all(browser, stage, walker)
        opened = [_open_cold(browser, stage, visitor) for visitor in visitors]
        browser.close()
    login, question = (list(column) for column in zip(*opened, strict=True))
    return Phone(delays, login, question, plan.factor)


def _answer_all(browser: Browser, stage: Stage, learner: LearnerJourney) -> list[float]:
    page, devtools = _open_tab(browser, stage)
    _log_in(page, learner)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/profiling/questions/*")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWDOWN})
    page.evaluate(_WATCH)
    for number in range(_QUESTIONS):
        here = page.url
        page.keyboard.press(str(number % 3 + 1))
        page.wait_for_url(lambda url, here=here: url != here)  # type: ignore[misc]  # bound now.
        page.wait_for_timeout(150)
    told: dict[int, float] = {}
    for interaction, duration in page.evaluate("window.delays"):
        told[interaction] = max(told.get(interaction, 0.0), float(duration))
    page.context.close()
    return list(told.values()) + [_LEAST_MS] * max(0, _QUESTIONS - len(told))


def _open_cold(browser: Browser, stage: Stage, learner: LearnerJourney) -> tuple[float, float]:
    """First contentful paint of the log-in page, and time until the quiz shows its question."""
    page, devtools = _open_tab(browser, stage)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", _NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWDOWN})
    page.goto("/login")
    page.locator("h1").wait_for()
    login_ms: float = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    )
    _log_in(page, learner)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/profiling/questions/*")
    page.get_by_role("radio").first.wait_for()
    page.reload()
    page.get_by_role("radio").first.wait_for()
    question_ms: float = page.evaluate("performance.now()")
    page.context.close()
    return login_ms, question_ms


def _open_tab(browser: Browser, stage: Stage) -> tuple[Page, CDPSession]:
    phone: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
    context = browser.new_context(base_url=stage.system.core_url, **phone)
    page = context.new_page()
    return page, context.new_cdp_session(page)


def _log_in(page: Page, learner: LearnerJourney) -> None:
    page.goto("/login")
    page.get_by_label("E-mail").fill(learner.student.email)
    page.get_by_label("Password", exact=True).fill(learner.student.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/profiling")
    page.locator("h1").wait_for()
