"""The 51 questions in a real browser: by keyboard, through every kind of trouble."""

import random
import re
import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.clients.core_client import CoreClient
from tests.clients.journey import LearnerJourney
from tests.clients.waiting import wait_until
from tests.clients.web_app import PHONE, WebApp
from tests.e2e.browser.conftest import OpenApp

pytestmark = pytest.mark.system

TOTAL = 51
REVOKED_WITHIN_S = 10.5


@pytest.fixture
def quiz(app: WebApp, learner: LearnerJourney) -> WebApp:
    """The learner's browser at the first question."""
    begin(app, learner)
    return app


def begin(app: WebApp, learner: LearnerJourney) -> None:
    app.log_in(learner.student.email, learner.student.password)
    app.press("Begin")
    wait_for_question(app.page, 1)


def wait_for_question(page: Page, place: int) -> None:
    expect(page).to_have_title(re.compile(rf"^Question {place} of {TOTAL}\b"))


def answer_by_keyboard(page: Page, places: range, drawn: random.Random) -> dict[str, str]:
    """Press a number at each question; what was chosen, by question."""
    chosen = {}
    for place in places:
        wait_for_question(page, place)
        question = page.url.rpartition("/")[2]
        options = page.get_by_role("radio")
        number = drawn.randint(1, options.count())
        value = options.nth(number - 1).get_attribute("value")
        page.keyboard.press(str(number))
        chosen[question] = str(value)
        expect(page).not_to_have_url(re.compile(rf"/{question}$"))
    return chosen


def read_stored(learner: LearnerJourney) -> dict[str, str]:
    """What the profiler holds, in the learner's newest session."""
    session = learner.profiler.get("/status").json()["session"]["session_id"]
    modules = learner.profiler.get(f"/session/{session}/modules").json()["modules"]
    return {
        question["question_id"]: question["selected_option"]
        for module in modules
        for question in module["questions"]
        if question["selected_option"] is not None
    }


def wait_for_stored(learner: LearnerJourney, chosen: dict[str, str]) -> None:
    wait_until(
        lambda: read_stored(learner) == chosen, within_s=40, what=f"{len(chosen)} stored answers"
    )


class TestByKeyboard:
    def test_all_arrive_though_the_network_is_cut_for_thirty_seconds(
        self, quiz: WebApp, learner: LearnerJourney
    ) -> None:
        drawn = random.Random(7)
        page = quiz.page
        chosen = answer_by_keyboard(page, range(1, 16), drawn)
        quiz.context.set_offline(True)
        cut_at = time.monotonic()
        chosen |= answer_by_keyboard(page, range(16, 40), drawn)
        waiting = page.get_by_text(re.compile(r"Waiting for the network: \d+ answers"))
        expect(waiting.first).to_be_visible()
        assert len(read_stored(learner)) < len(chosen)
        time.sleep(max(0.0, 30 - (time.monotonic() - cut_at)))
        quiz.context.set_offline(False)
        chosen |= answer_by_keyboard(page, range(40, TOTAL + 1), drawn)
        page.wait_for_url("**/profiling/reflection")
        assert len(chosen) == TOTAL
        wait_for_stored(learner, chosen)

    def test_goes_on_to_the_result_without_a_mouse(
        self, open_app: OpenApp, learner: LearnerJourney
    ) -> None:
        app = open_app(viewport=PHONE, has_touch=True)
        begin(app, learner)
        page = app.page
        answer_by_keyboard(page, range(1, TOTAL + 1), random.Random(8))
        page.wait_for_url("**/profiling/reflection")
        page.get_by_label(re.compile("^Why do you want to learn")).fill(
            "I like to know how things break."
        )
        reach(page, "Save and go on")
        page.wait_for_url("**/profiling/finish")
        reach(page, "Finish and see my result")
        page.wait_for_url("**/profiling/syncing")
        expect(page.get_by_role("link", name="See your result")).to_be_visible(timeout=20_000)
        page.get_by_role("link", name="See your result").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/result")
        expect(page.locator("h1")).to_be_visible()
        assert learner.core.me()["profiling_complete"]


def reach(page: Page, name: str) -> None:
    """Tab until the control has the focus, and press Enter: the way of a keyboard."""
    wanted = page.get_by_role("button", name=name)
    expect(wanted).to_be_enabled()
    for _ in range(80):
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name!r}")


class TestResume:
    def test_goes_on_after_a_reload_with_every_answer(
        self, quiz: WebApp, learner: LearnerJourney
    ) -> None:
        chosen = answer_by_keyboard(quiz.page, range(1, 6), random.Random(3))
        quiz.page.reload()
        wait_for_question(quiz.page, 6)
        quiz.press("Back")
        wait_for_question(quiz.page, 5)
        kept = quiz.page.get_by_role("radio", checked=True)
        expect(kept).to_have_value(chosen[quiz.page.url.rpartition("/")[2]])
        quiz.page.go_back()
        wait_for_stored(learner, chosen)

    def test_sends_what_a_reload_found_waiting(self, quiz: WebApp, learner: LearnerJourney) -> None:
        chosen = answer_by_keyboard(quiz.page, range(1, 4), random.Random(4))
        wait_for_stored(learner, chosen)
        quiz.page.route("**/respond", lambda route: route.abort())
        chosen |= answer_by_keyboard(quiz.page, range(4, 8), random.Random(5))
        assert len(read_stored(learner)) == 3
        quiz.page.unroute("**/respond")
        quiz.page.reload()
        wait_for_stored(learner, chosen)

    def test_goes_on_upon_another_device(
        self, quiz: WebApp, open_app: OpenApp, learner: LearnerJourney
    ) -> None:
        chosen = answer_by_keyboard(quiz.page, range(1, 8), random.Random(5))
        wait_for_stored(learner, chosen)
        phone = open_app(viewport=PHONE)
        phone.log_in(learner.student.email, learner.student.password)
        phone.page.get_by_role("button", name="Go on at question 8").click()
        wait_for_question(phone.page, 8)

    def test_shares_the_answers_of_two_tabs(self, quiz: WebApp, learner: LearnerJourney) -> None:
        chosen = answer_by_keyboard(quiz.page, range(1, 4), random.Random(6))
        other = quiz.new_tab()
        other.goto("/profiling/questions")
        chosen |= answer_by_keyboard(other, range(4, 7), random.Random(7))
        chosen |= answer_by_keyboard(quiz.page, range(4, 9), random.Random(8))
        wait_for_stored(learner, chosen)


class TestLogin:
    def test_that_ended_for_a_moment_is_renewed_without_a_word(
        self, quiz: WebApp, learner: LearnerJourney
    ) -> None:
        refused: list[str] = []

        def refuse_once(route: Route) -> None:
            if refused:
                route.continue_()
                return
            refused.append(route.request.url)
            route.fulfill(status=401, json=problem(401, "token-expired"), headers=cors(quiz))

        quiz.page.route("**/respond", refuse_once)
        chosen = answer_by_keyboard(quiz.page, range(1, 5), random.Random(9))
        wait_for_stored(learner, chosen)
        assert len(refused) == 1

    def test_that_really_ended_keeps_the_answers_until_the_next_one(
        self, quiz: WebApp, learner: LearnerJourney
    ) -> None:
        chosen = answer_by_keyboard(quiz.page, range(1, 4), random.Random(10))
        wait_for_stored(learner, chosen)
        learner.core.post("/auth/logout", {"everywhere": True}).raise_for_status()
        time.sleep(REVOKED_WITHIN_S)  # Each worker of the profiler learns it by itself.
        assert learner.profiler.get("/status").status_code == 401
        options = quiz.page.get_by_role("radio")
        chosen[quiz.page.url.rpartition("/")[2]] = str(options.first.get_attribute("value"))
        quiz.page.keyboard.press("1")
        quiz.page.wait_for_url("**/login**", timeout=20_000)
        fresh = learner.core.log_in(learner.student.email, learner.student.password)
        learner.profiler = learner.profiler.acting_as(fresh.token)
        quiz.page.get_by_label("E-mail").fill(learner.student.email)
        quiz.page.get_by_label("Password", exact=True).fill(learner.student.password)
        quiz.page.keyboard.press("Enter")
        quiz.page.wait_for_url("**/profiling**")
        wait_for_stored(learner, chosen)


class TestReset:
    def test_is_told_once_and_leads_to_a_new_beginning(
        self, quiz: WebApp, learner: LearnerJourney, admin: CoreClient
    ) -> None:
        chosen = answer_by_keyboard(quiz.page, range(1, 7), random.Random(11))
        wait_for_stored(learner, chosen)
        admin.reset_profiling(learner.student.id)
        wait_until(
            lambda: learner.profiler.get("/status").json()["session"]["status"] == "superseded",
            within_s=10,
            what="the reset in the profiler",
        )
        quiz.page.keyboard.press("1")
        expect(quiz.page.get_by_role("heading", name="Your profiling was reset")).to_be_visible()
        assert quiz.find_barriers() == []
        quiz.take_pictures("profiling-reset")
        quiz.press("Begin again")
        wait_for_question(quiz.page, 1)
        assert read_stored(learner) == {}
        expect(quiz.page.get_by_text("Your profiling was reset")).to_have_count(0)


def problem(status: int, code: str) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": "No",
        "status": status,
        "detail": "No.",
        "code": code,
        "errors": [],
        "request_id": "of-a-test",
    }


def cors(app: WebApp) -> dict[str, str]:
    origin: str = app.page.evaluate("location.origin")
    return {"Access-Control-Allow-Origin": origin, "Content-Type": "application/problem+json"}
