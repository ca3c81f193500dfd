"""Every page of the app, as each person meets it: no barrier, nothing wider than the window, the
same after a reload, and back leads back."""

import json
import re

import pytest
from playwright.sync_api import expect

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.web_app import DESK, PHONE, WebApp
from tests.e2e.browser.conftest import OpenApp

pytestmark = pytest.mark.system

PUBLIC = ["/login", "/forgot-password", "/invite?token=unknown", "/reset-password?token=unknown"]
STUDENT = {
    "new": ["/profiling", "/settings", "/change-password"],
    "begun": [
        "/profiling",
        "/profiling/questions/{question}",
        "/profiling/reflection",
        "/profiling/finish",
    ],
    "profiled": [
        "/result",
        "/result/blueprint",
        "/result/comparison",
        "/result/retake",
        "/foundations",
        "/foundations/modules/{module}",
        "/foundations/assessment",
        "/foundations/reflection",
        "/foundations/track",
    ],
    "arrived": [
        "/dashboard",
        "/dashboard/actions",
        "/portfolio",
        "/portfolio/{item}",
        "/result",
        "/foundations",
    ],
}
ADMIN = [
    "/admin/students",
    "/admin/students/new",
    "/admin/students/{student}",
    "/admin/retakes",
    "/admin/items",
    "/admin/dead-letters?service=core",
    "/admin/system",
]
SCHEMES = ("light", "dark")


def name_of(path: str) -> str:
    """A file's name: the address without ids."""
    known = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", path.partition("?")[0])
    return re.sub(r"[^a-z]+", "-", known).strip("-")


def visit(app: WebApp, path: str, *, name: str) -> None:
    """Open and look: no barrier, and no wider than a phone."""
    app.page.set_viewport_size(DESK)  # type: ignore[arg-type]  # the two keys are there.
    app.open(path)
    app.settle()
    assert app.page.locator("h1").count() == 1
    assert app.page.title().endswith("· Talent Engine")
    assert app.find_barriers() == []
    app.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # the two keys are there.
    assert app.find_overflow() == 0
    app.take_pictures(name)


def return_to(app: WebApp) -> None:
    """The same page after a reload, and after having been elsewhere."""
    heading, here = app.page.locator("h1").inner_text(), app.path
    app.page.reload()
    expect(app.page.locator("h1")).to_have_text(heading)
    app.open("/nowhere")
    app.page.go_back()
    expect(app.page.locator("h1")).to_have_text(heading)
    assert app.path == here


def visit_all(open_app: OpenApp, paths: list[str], login: tuple[str, str] | None) -> None:
    for scheme in SCHEMES:
        app = open_app(color_scheme=scheme)
        if login:
            app.log_in(*login)
        for path in paths:
            visit(app, path, name=f"{name_of(path)}-{scheme}")
            if scheme == "light":
                return_to(app)


@pytest.fixture
def begun(learner: LearnerJourney) -> LearnerJourney:
    learner.start()
    learner.answer_all(last=20)
    return learner


@pytest.fixture(scope="module")
def profiled(admin: CoreClient, profiler: ProfilerClient) -> LearnerJourney:
    found = LearnerJourney.of_new_student(admin, profiler)
    found.profile_whole()
    found.wait_for_result()
    return found


@pytest.fixture(scope="module")
def arrived(admin: CoreClient, profiler: ProfilerClient) -> LearnerJourney:
    found = LearnerJourney.of_new_student(admin, profiler)
    found.profile_whole()
    found.wait_for_result()
    found.do_foundations()
    return found


def login_of(learner: LearnerJourney) -> tuple[str, str]:
    return learner.student.email, learner.student.password


class TestPages:
    def test_of_anybody(self, open_app: OpenApp) -> None:
        visit_all(open_app, PUBLIC, None)

    def test_of_a_learner_who_is_new(self, open_app: OpenApp, learner: LearnerJourney) -> None:
        visit_all(open_app, STUDENT["new"], login_of(learner))

    def test_of_a_learner_in_the_profiling(self, open_app: OpenApp, begun: LearnerJourney) -> None:
        question = begun.questions()[20].id
        paths = [path.format(question=question) for path in STUDENT["begun"]]
        visit_all(open_app, paths, login_of(begun))

    def test_of_a_learner_with_a_result(self, open_app: OpenApp, profiled: LearnerJourney) -> None:
        module = profiled.foundations()["modules"][0]["id"]
        paths = [path.format(module=module) for path in STUDENT["profiled"]]
        visit_all(open_app, paths, login_of(profiled))

    def test_of_a_learner_who_arrived(self, open_app: OpenApp, arrived: LearnerJourney) -> None:
        (item, *_) = arrived.core.get("/portfolio/items").json()["results"]
        paths = [path.format(item=item["id"]) for path in STUDENT["arrived"]]
        visit_all(open_app, paths, login_of(arrived))

    def test_of_an_admin(
        self, open_app: OpenApp, system: RunningSystem, profiled: LearnerJourney
    ) -> None:
        found = system.credentials
        paths = [path.format(student=profiled.student.id) for path in ADMIN]
        visit_all(open_app, paths, (found["admin_email"], found["admin_password"]))


class TestDeepLinks:
    def test_lead_back_after_logging_in(self, app: WebApp, profiled: LearnerJourney) -> None:
        app.open("/result/blueprint")
        assert app.path.startswith("/login")
        app.page.get_by_label("E-mail").fill(profiled.student.email)
        app.page.get_by_label("Password", exact=True).fill(profiled.student.password)
        app.page.keyboard.press("Enter")
        app.page.wait_for_url("**/result/blueprint")

    def test_that_are_not_the_persons_lead_where_core_says(
        self, app: WebApp, learner: LearnerJourney
    ) -> None:
        app.log_in(*login_of(learner))
        for path in ("/dashboard", "/admin/students", "/result", "/foundations"):
            app.open(path)
            assert app.path == "/profiling"

    def test_between_result_and_track_go_both_ways(
        self, app: WebApp, profiled: LearnerJourney
    ) -> None:
        app.log_in(*login_of(profiled))
        for first, second in (("/result", "/foundations/track"), ("/foundations/track", "/result")):
            app.open(first)
            app.settle()
            app.page.evaluate("path => window.history.pushState({}, '', path)", second)
            app.page.evaluate("window.dispatchEvent(new PopStateEvent('popstate'))")
            app.page.wait_for_url(f"**{second}")
            app.settle()
            expect(app.page.get_by_text("This page could not be shown")).to_have_count(0)

    def test_without_a_page_say_so(self, app: WebApp) -> None:
        app.open("/nowhere")
        expect(app.page.get_by_text("There is no page here")).to_be_visible()


class TestWithoutNetwork:
    def test_a_page_says_so_and_comes_back_by_itself(
        self, app: WebApp, profiled: LearnerJourney
    ) -> None:
        app.log_in(*login_of(profiled))
        app.open("/foundations")
        app.page.evaluate("navigator.serviceWorker.ready")
        app.page.reload()
        app.settle()
        heading = app.page.locator("h1").inner_text()
        app.context.set_offline(True)
        app.page.reload()
        expect(app.page.locator("h1")).to_have_text("No connection right now")
        app.context.set_offline(False)
        expect(app.page.locator("h1")).to_have_text(heading, timeout=10_000)

    def test_keeps_nobodys_data_in_the_browsers_stores(
        self, app: WebApp, profiled: LearnerJourney
    ) -> None:
        app.log_in(*login_of(profiled))
        app.open("/result")
        stored = app.page.evaluate(
            "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
        )
        local, session, cookies = json.loads(stored)
        assert set(local) <= {"mantine-color-scheme-value"}
        assert set(session) <= {"tsr-scroll-restoration-v1_3"}
        assert cookies.startswith("login_")
        assert "eyJ" not in stored


class TestMenus:
    def test_have_no_barrier_and_keep_the_focus_as_they_come(
        self, app: WebApp, profiled: LearnerJourney
    ) -> None:
        app.log_in(*login_of(profiled))
        expect(app.page.locator("h1")).to_be_focused()  # As it comes, the page's title takes it.
        button = app.page.get_by_role("button", name="your account")
        button.focus()
        app.page.wait_for_timeout(2000)
        expect(button).to_be_focused()
        app.page.keyboard.press("Enter")
        expect(app.page.get_by_role("menuitem", name="Log out")).to_be_visible()
        assert app.find_barriers() == []
        app.page.keyboard.press("Escape")
        expect(button).to_be_focused()


class TestOneBrowserOfTwo:
    def test_lets_nothing_of_one_person_pass_to_the_next(
        self, app: WebApp, profiled: LearnerJourney, learner: LearnerJourney
    ) -> None:
        app.log_in(*login_of(profiled))
        app.open("/foundations/reflection")
        app.page.get_by_label("What do you take with you?").fill("Nobody else may read this.")
        other = app.new_tab()
        other.on("dialog", lambda dialog: dialog.accept())
        app.page.on("dialog", lambda dialog: dialog.accept())
        core = learner.student
        other.goto("/forgot-password")
        other.evaluate(
            """async ([email, password]) => {
              await fetch("/api/v1/auth/login", {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ email, password }),
              });
              new BroadcastChannel("session").postMessage("changed");
            }""",
            [core.email, core.password],
        )
        app.page.wait_for_url("**/profiling")
        expect(app.page.get_by_text("Nobody else may read this.")).to_have_count(0)


class TestLogout:
    def test_ends_every_tab(self, app: WebApp, profiled: LearnerJourney) -> None:
        app.log_in(*login_of(profiled))
        other = app.new_tab()
        other.goto("/result")
        expect(other.locator("h1")).to_be_visible()
        app.press("your account")
        app.page.get_by_role("menuitem", name="Log out").click()
        app.page.wait_for_url("**/login**")
        other.wait_for_url("**/login**")
        assert profiled.core.me()
