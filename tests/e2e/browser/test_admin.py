"""The administrator's paths through the app."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from infra.local.system import RunningSystem
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.waiting import wait_until
from tests.clients.web_app import WebApp
from tests.e2e.aging import let_a_week_pass
from tests.e2e.browser.conftest import OpenApp

pytestmark = pytest.mark.system


@pytest.fixture
def desk(app: WebApp, system: RunningSystem) -> WebApp:
    """The first admin's browser, logged in."""
    app.log_in(system.credentials["admin_email"], system.credentials["admin_password"])
    return app


def open_student(desk: WebApp, learner: LearnerJourney) -> None:
    desk.open(f"/admin/students/{learner.student.id}")
    expect(desk.page.get_by_role("heading", name="Journey")).to_be_visible()


class TestStudents:
    def test_are_created_and_invited(self, desk: WebApp, open_app: OpenApp) -> None:
        email = f"new-{uuid4().hex[:12]}@example.org"
        desk.follow("New student")
        desk.page.get_by_label("First name").fill("Nadia")
        desk.page.get_by_label("Last name").fill("Rahimi")
        desk.page.get_by_label("E-mail").fill(email)
        desk.press("Create student")
        link = desk.page.get_by_label("Invitation link").input_value()

        learner = open_app()
        learner.open(link)
        learner.page.get_by_label("New password", exact=True).fill("a long first password 1")
        learner.page.keyboard.press("Enter")
        expect(learner.page.get_by_role("heading", name="Log in")).to_be_visible()
        learner.log_in(email, "a long first password 1")
        assert learner.path == "/profiling"

    def test_are_told_what_is_wrong_at_the_field(
        self, desk: WebApp, learner: LearnerJourney
    ) -> None:
        desk.open("/admin/students/new")
        desk.page.get_by_label("First name").fill("Nadia")
        desk.page.get_by_label("Last name").fill("Rahimi")
        desk.page.get_by_label("E-mail").fill("not an address")
        desk.press("Create student")
        expect(desk.page.get_by_label("E-mail")).to_be_focused()
        expect(desk.page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
        desk.page.get_by_label("E-mail").fill(learner.student.email)
        desk.press("Create student")
        expect(desk.page.get_by_role("alert")).to_be_visible()

    def test_are_found_by_search_and_the_search_stays_in_the_address(
        self, desk: WebApp, learner: LearnerJourney
    ) -> None:
        desk.page.get_by_label("Search by name or e-mail").fill(learner.student.email)
        students = desk.page.get_by_role("main").get_by_role("listitem")
        expect(students).to_have_count(1)
        desk.page.reload()
        expect(students).to_have_count(1)
        desk.page.get_by_label("Search by name or e-mail").fill("nobody has this name")
        expect(desk.page.get_by_text("Nobody found")).to_be_visible()
        desk.press("Show all students")
        expect(desk.page.get_by_label("Search by name or e-mail")).to_have_value("")

    def test_are_deactivated_with_a_reason_and_activated_again(
        self, desk: WebApp, learner: LearnerJourney
    ) -> None:
        open_student(desk, learner)
        desk.press("Deactivate")
        dialog = desk.page.get_by_role("dialog")
        expect(dialog.get_by_role("button", name="Deactivate")).to_be_disabled()
        expect(dialog.get_by_text("Give a reason")).to_be_visible()
        dialog.get_by_label("Reason").fill("moved to another school")
        dialog.get_by_role("button", name="Deactivate").click()
        expect(desk.page.get_by_text("Deactivated: every login has ended")).to_be_visible()
        assert learner.core.get("/auth/me").status_code == 401
        desk.press("Activate")
        expect(desk.page.get_by_text("The student can log in again.")).to_be_visible()

    def test_change_their_details(self, desk: WebApp, learner: LearnerJourney) -> None:
        open_student(desk, learner)
        desk.page.get_by_label("Goal").fill("Build a safe network at home")
        desk.press("Save details")
        expect(desk.page.get_by_text("Saved.")).to_be_visible()
        desk.page.reload()
        expect(desk.page.get_by_label("Goal")).to_have_value("Build a safe network at home")


class TestReset:
    def test_says_what_it_takes_and_can_be_undone(
        self, desk: WebApp, learner: LearnerJourney
    ) -> None:
        learner.profile_whole()
        learner.wait_for_result()
        open_student(desk, learner)
        desk.press("Reset profiling")
        dialog = desk.page.get_by_role("dialog")
        expect(dialog.get_by_text("the profiling result of")).to_be_visible()
        dialog.get_by_label("Reason").fill("the learner was ill")
        dialog.get_by_role("button", name="Reset profiling").click()
        expect(dialog).to_have_count(0)
        assert learner.next_step() == "profiling"

        desk.press("Undo the last reset")
        expect(dialog.get_by_text("the learner was ill")).to_be_visible()
        dialog.get_by_label("Reason").fill("it was the wrong learner")
        dialog.get_by_role("button", name="Undo the reset").click()
        expect(dialog).to_have_count(0)
        assert learner.next_step() == "foundations"

    def test_says_when_there_is_nothing_to_undo(
        self, desk: WebApp, learner: LearnerJourney, admin: CoreClient
    ) -> None:
        admin.reset_profiling(learner.student.id)
        open_student(desk, learner)
        desk.press("Undo the last reset")
        dialog = desk.page.get_by_role("dialog")
        expect(dialog.get_by_text("There is nothing to bring back")).to_be_visible()
        desk.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(desk.page.get_by_role("button", name="Undo the last reset")).to_be_focused()

    def test_keeps_the_reason_while_one_looks_elsewhere(
        self, desk: WebApp, learner: LearnerJourney
    ) -> None:
        open_student(desk, learner)
        desk.press("Reset profiling")
        dialog = desk.page.get_by_role("dialog")
        dialog.get_by_label("Reason").fill("the learner was ill")
        assert desk.find_barriers() == []
        desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        desk.page.wait_for_timeout(500)
        expect(dialog.get_by_label("Reason")).to_have_value("the learner was ill")


class TestRetakes:
    def test_are_declined_with_words_that_the_learner_reads(
        self, desk: WebApp, learner: LearnerJourney, databases: Databases
    ) -> None:
        learner.profile_whole()
        learner.wait_for_result()
        let_a_week_pass(databases, learner)
        reason = f"I was tired that day ({learner.student.email})"
        learner.core.post("/profiler/retake-requests", {"reason": reason}).raise_for_status()
        desk.follow("Retakes")
        request = desk.page.locator("main").get_by_text(reason).locator("..")
        request.get_by_role("button", name="Decline").click()
        dialog = desk.page.get_by_role("dialog")
        dialog.get_by_label("Why not").fill("Please read your result first.")
        dialog.get_by_role("button", name="Decline").click()
        expect(desk.page.get_by_text(reason)).to_have_count(0)
        (told,) = learner.core.get("/profiler/retake-requests").json()["results"]
        assert (told["state"], told["answer"]) == ("declined", "Please read your result first.")


class TestDeadLetters:
    def test_are_read_masked_and_sent_again(
        self, desk: WebApp, learner: LearnerJourney, databases: Databases
    ) -> None:
        learner.profile_whole()
        learner.wait_for_result()
        event_id = give_up(databases, learner)
        desk.open("/admin/dead-letters?service=profiler")
        desk.page.get_by_role("link").filter(has_text="profiling.completed").first.click()
        desk.page.wait_for_url("**/admin/dead-letters/profiler/*")
        expect(desk.page.get_by_role("heading", name="The event")).to_be_visible()
        desk.open(f"/admin/dead-letters/profiler/{event_id}")
        expect(desk.page.get_by_text("I like to find out why things break.")).to_have_count(0)
        desk.press("Send again")
        expect(desk.page.get_by_text("It is on its way again.")).to_be_visible()
        wait_until(
            lambda: has_arrived(databases, event_id), within_s=20, what="the letter sent again"
        )

    def test_are_discarded_with_a_reason(
        self, desk: WebApp, learner: LearnerJourney, databases: Databases
    ) -> None:
        learner.profile_whole()
        learner.wait_for_result()
        event_id = give_up(databases, learner)
        desk.open(f"/admin/dead-letters/profiler/{event_id}")
        desk.press("Discard")
        dialog = desk.page.get_by_role("dialog")
        dialog.get_by_label("Reason").fill("applied by hand before")
        dialog.get_by_role("button", name="Discard").click()
        desk.page.wait_for_url("**/admin/dead-letters?*")
        expect(desk.page.get_by_text(event_id)).to_have_count(0)
        assert databases.query(
            "profiler", "select state from outbox_event where event_id = %s", event_id
        ) == [("discarded",)]


def give_up(databases: Databases, learner: LearnerJourney) -> str:
    """Make the learner's delivered result look as if the relay had given it up."""
    ((event_id,),) = databases.query(
        "profiler",
        "update outbox_event set state = 'dead', trouble = 'bad-signature'"
        " where learner_id = %s and type = 'profiling.completed' returning event_id",
        learner.student.id,
    )
    return str(event_id)


def has_arrived(databases: Databases, event_id: str) -> bool:
    rows = databases.query(
        "profiler", "select state from outbox_event where event_id = %s", event_id
    )
    return rows == [("applied",)]
