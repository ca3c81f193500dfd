"""Erasing a student for good: the administrator's way to it, what is left, and the learner's side."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.journey import LearnerJourney
from tests.clients.web_app import DESK, PHONE, WebApp
from tests.e2e.browser.conftest import OpenApp
from tests.e2e.browser.test_pages import SCHEMES, return_to, visit

pytestmark = pytest.mark.system

CONFIRMED_WITHIN_MS = 30_000


@pytest.fixture
def open_desk(open_app: OpenApp, system: RunningSystem) -> Callable[..., WebApp]:
    """The first admin's browser, logged in."""

    def open_one(**settings: object) -> WebApp:
        desk = open_app(**settings)
        desk.log_in(system.credentials["admin_email"], system.credentials["admin_password"])
        return desk

    return open_one


@pytest.fixture
def desk(open_desk: Callable[..., WebApp]) -> WebApp:
    return open_desk()


@pytest.fixture
def left(learner: LearnerJourney, admin: CoreClient) -> LearnerJourney:
    """A learner with a result who was deactivated."""
    learner.profile_whole()
    learner.wait_for_result()
    deactivate(admin, learner)
    return learner


def deactivate(admin: CoreClient, learner: LearnerJourney) -> None:
    path = f"/admin/students/{learner.student.id}/deactivate"
    admin.post(path, {"reason": "left the academy"}).raise_for_status()


def open_student(desk: WebApp, learner: LearnerJourney) -> None:
    desk.open(f"/admin/students/{learner.student.id}")
    expect(desk.page.get_by_role("heading", name="Erase this student")).to_be_visible()
    desk.settle()


def open_dialog(desk: WebApp, learner: LearnerJourney) -> Locator:
    open_student(desk, learner)
    desk.press("Erase this student …")
    dialog = desk.page.get_by_role("dialog")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    return dialog


def fill_dialog(dialog: Locator, learner: LearnerJourney) -> None:
    dialog.get_by_label("Reason").fill("asked for it in writing")
    dialog.get_by_label("To confirm").fill(learner.student.email)


class TestErasing:
    def test_goes_from_an_active_student_to_an_id_without_a_mouse(
        self, desk: WebApp, learner: LearnerJourney
    ) -> None:
        learner.profile_whole()
        learner.wait_for_result()
        page, student = desk.page, learner.student
        open_student(desk, learner)
        expect(page.get_by_text("only a deactivated student can be erased")).to_be_visible()
        reach(page.get_by_role("link", name="Go to the account"))
        expect(page.get_by_role("heading", name="Account")).to_be_focused()
        reach(page.get_by_role("button", name="Deactivate"))
        page.keyboard.type("left the academy")
        reach(page.get_by_role("dialog").get_by_role("button", name="Deactivate"))
        reach(page.get_by_role("button", name="Erase this student …"))
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("the profiling result, and all answers")).to_be_visible()
        page.keyboard.type("asked for it in writing")
        page.keyboard.press("Tab")
        page.keyboard.type(student.email)
        reach(dialog.get_by_role("button", name="Erase for good"))

        expect(page.locator("h1")).to_have_text("Erased student")
        expect(page.locator("h1")).to_be_focused()
        confirmed = page.get_by_text("Erased in both services")
        expect(confirmed).to_be_visible(timeout=CONFIRMED_WITHIN_MS)
        for gone in ("Ada", student.email, "erased.invalid"):
            expect(page.get_by_text(gone)).to_have_count(0)
        expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)

    def test_wants_the_whole_address(self, desk: WebApp, left: LearnerJourney) -> None:
        dialog = open_dialog(desk, left)
        act = dialog.get_by_role("button", name="Erase for good")
        fill_dialog(dialog, left)
        expect(act).to_be_enabled()
        dialog.get_by_label("To confirm").fill(left.student.email[:-1])
        expect(act).to_be_disabled()
        expect(dialog.get_by_text("Type the e-mail address first.")).to_be_visible()

    def test_is_refused_when_somebody_activated_the_student_meanwhile(
        self, desk: WebApp, left: LearnerJourney, admin: CoreClient
    ) -> None:
        dialog = open_dialog(desk, left)
        fill_dialog(dialog, left)
        admin.post(f"/admin/students/{left.student.id}/activate", {}).raise_for_status()
        dialog.get_by_role("button", name="Erase for good").click()
        expect(dialog.get_by_text("only a deactivated student can be erased")).to_be_visible()
        expect(dialog.get_by_label("Reason")).to_have_count(0)


class TestErased:
    def test_are_listed_only_when_asked_for_and_without_an_address(
        self, desk: WebApp, left: LearnerJourney, admin: CoreClient
    ) -> None:
        page, student_id = desk.page, str(left.student.id)
        admin.erase(left.student.id)
        desk.open("/admin/students")
        desk.settle()
        expect(page.locator(f"a[href='/admin/students/{student_id}']")).to_have_count(0)
        page.get_by_label("Status").select_option("erased")
        page.wait_for_url("**status=erased")
        row = page.get_by_role("listitem").filter(has_text=student_id)
        expect(row).to_contain_text("Erased student")
        expect(page.get_by_text("erased.invalid")).to_have_count(0)
        row.get_by_role("link").click()
        expect(page.locator("h1")).to_have_text("Erased student")
        expect(page.get_by_text(student_id)).to_be_visible()

    def test_take_no_act_of_a_page_that_is_behind(
        self, desk: WebApp, left: LearnerJourney, admin: CoreClient
    ) -> None:
        open_student(desk, left)
        admin.erase(left.student.id)
        desk.press("Activate")
        notice = desk.page.get_by_role("alert")
        expect(notice).to_contain_text("This account was erased")
        desk.press("Reset profiling")
        dialog = desk.page.get_by_role("dialog")
        expect(dialog.get_by_role("alert")).to_contain_text("This account was erased")


class TestPages:
    def test_of_an_erasure(
        self, open_desk: Callable[..., WebApp], left: LearnerJourney, admin: CoreClient
    ) -> None:
        there, gone = (admin.create_student()["id"] for _ in range(2))
        admin.erase(gone)
        for scheme in SCHEMES:
            desk = open_desk(color_scheme=scheme)
            visit(desk, f"/admin/students/{there}", name=f"erase-blocked-{scheme}")
            visit(desk, f"/admin/students/{left.student.id}", name=f"erase-possible-{scheme}")
            look_at_dialog(desk, left, name=f"erase-dialog-{scheme}")
            visit(desk, "/admin/students?status=erased", name=f"erased-list-{scheme}")
            for reason in (None, "no-answer", "unknown-schema"):
                tell_erasure(desk, under_way(gone, reason))
                name = f"erased-waits-{reason or 'soon'}-{scheme}"
                visit(desk, f"/admin/students/{gone}", name=name)
            desk.page.unroute("**/erasure")
            desk.open(f"/admin/students/{gone}")
            confirmed = desk.page.get_by_text("Erased in both services")
            expect(confirmed).to_be_visible(timeout=CONFIRMED_WITHIN_MS)
            visit(desk, f"/admin/students/{gone}", name=f"erased-{scheme}")
            return_to(desk)


def look_at_dialog(desk: WebApp, learner: LearnerJourney, *, name: str) -> None:
    """As ``visit``, with the dialog open and filled in."""
    dialog = open_dialog(desk, learner)
    assert desk.find_barriers() == []
    fill_dialog(dialog, learner)
    assert desk.find_barriers() == []
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # the two keys are there.
    assert desk.find_overflow() == 0
    ends = {"head": dialog.get_by_role("heading"), "foot": dialog.get_by_text("Erase for good")}
    for place, end in ends.items():
        end.scroll_into_view_if_needed()
        desk.page.screenshot(path=desk.pictures / f"{name}-phone-{place}.png")
    desk.page.set_viewport_size(DESK)  # type: ignore[arg-type]  # the two keys are there.
    desk.page.screenshot(path=desk.pictures / f"{name}-desk.png")


def under_way(student_id: str, reason: str | None) -> dict[str, Any]:
    return {
        "student_id": student_id,
        "state": "under-way",
        "blocked_by": None,
        "results": None,
        "open_session": None,
        "erased_at": "2026-12-01T10:00:00Z",
        "profiler_erased_at": None,
        "waits_because": reason,
    }


def tell_erasure(desk: WebApp, told: dict[str, Any]) -> None:
    """Whatever core knows, the page hears this."""
    desk.page.unroute("**/erasure")
    desk.page.route("**/erasure", lambda route: route.fulfill(json=told))


def reach(wanted: Locator) -> None:
    """Tab until the control has the focus, and press Enter: the way of a keyboard."""
    expect(wanted).to_be_enabled()
    for _ in range(80):
        if wanted.evaluate("element => element === document.activeElement"):
            wanted.page.keyboard.press("Enter")
            return
        wanted.page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {wanted}")


class TestLearner:
    def test_is_told_at_the_start_and_asked_nothing_more(
        self, app: WebApp, learner: LearnerJourney
    ) -> None:
        asked = refuse_as_erased(app, "**/profiler/tickets")
        app.log_in(learner.student.email, learner.student.password)
        app.press("Begin")
        expect_goodbye(app.page)
        app.page.wait_for_timeout(2000)
        assert len(asked) == 1
        assert app.find_barriers() == []
        app.take_pictures("login-account-erased")

    def test_is_told_while_answering_and_leaves_no_answer_on_the_device(
        self, app: WebApp, learner: LearnerJourney
    ) -> None:
        app.log_in(learner.student.email, learner.student.password)
        app.press("Begin")
        expect(app.page).to_have_title(re.compile("^Question 1 "))
        asked = refuse_as_erased(app, "**/respond")
        app.page.keyboard.press("1")
        expect_goodbye(app.page)
        app.page.wait_for_timeout(2000)
        assert len(asked) == 1
        assert [key for key in list_kept(app.page) if key.startswith("answers:")] == []


def refuse_as_erased(app: WebApp, calls: str) -> list[str]:
    """Answer these calls as either service does for a moment after the erasure: sooner or later a
    login that ended is all that one hears. What was asked is in the list."""
    asked: list[str] = []
    problem = {
        "type": "about:blank",
        "title": "This learner was erased",
        "status": 410,
        "detail": "This learner was erased",
        "code": "learner-erased",
        "errors": [],
        "request_id": "of-a-test",
    }

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        headers = {"Content-Type": "application/problem+json"}
        if origin := route.request.headers.get("origin"):
            headers["Access-Control-Allow-Origin"] = origin
        route.fulfill(status=410, body=json.dumps(problem), headers=headers)

    app.page.route(calls, refuse)
    return asked


def expect_goodbye(page: Page) -> None:
    page.wait_for_url("**/login?*")
    expect(page.get_by_text("This account was erased")).to_be_visible()


def list_kept(page: Page) -> list[str]:
    """The names of what the profiling keeps on this device."""
    found: list[str] = page.evaluate(
        """() => new Promise((done, fail) => {
          const opening = indexedDB.open("profiling");
          opening.onerror = fail;
          opening.onsuccess = () => {
            const asked = opening.result.transaction("kept").objectStore("kept").getAllKeys();
            asked.onsuccess = () => done(asked.result);
            asked.onerror = fail;
          };
        })"""
    )
    return found
