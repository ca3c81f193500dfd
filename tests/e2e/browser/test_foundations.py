"""From the result to the dashboard by hand: the whole course, read and answered in the browser."""

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from infra.local.paths import REPOSITORY
from tests.clients import seed
from tests.clients.journey import LearnerJourney
from tests.clients.web_app import PHONE, WebApp
from tests.e2e.browser.conftest import OpenApp

pytestmark = pytest.mark.system

_QUESTIONS = "services/core_django/src/core/journey/foundations/seed/assessment.yaml"


@pytest.fixture
def course(open_app: OpenApp, learner: LearnerJourney) -> WebApp:
    """A learner with a result, on a phone, at the course."""
    learner.profile_whole()
    learner.wait_for_result()
    app = open_app(viewport=PHONE, reduced_motion="reduce")
    app.log_in(learner.student.email, learner.student.password)
    expect(app.page.locator("h1")).to_have_text("Foundations")
    return app


def read_module(page: Page) -> None:
    """To the end of the text, every check answered rightly, until the service calls it done."""
    keys = seed.check_keys(page.url.rpartition("/")[2])
    expect(page.get_by_role("heading", name="Still open here")).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    forms = page.locator("main form")
    for place, key in enumerate(keys.values()):
        form = forms.nth(place)
        choose(form, key)
        form.get_by_role("button", name="Check").click()
        expect(form.get_by_text("That is right.")).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_role("heading", name="This part is done")).to_be_visible(timeout=20_000)


def choose(within: Locator, key: str) -> None:
    within.locator(f"input[value={key}]").check(force=True)


def answer_assessment(page: Page) -> None:
    asked = yaml.safe_load((REPOSITORY / _QUESTIONS).read_text())
    ids = {" ".join(one["stem"].split()): one["id"] for one in asked}
    groups = page.get_by_role("radiogroup")
    expect(groups).to_have_count(10)
    for group in groups.all():
        label = group.evaluate(
            "element => document.getElementById(element.getAttribute('aria-labelledby')).innerText"
        )
        stem = " ".join(label.partition(". ")[2].split())
        choose(group, seed.assessment_keys()[ids[stem]])


class TestCourse:
    def test_leads_to_the_dashboard(self, course: WebApp, learner: LearnerJourney) -> None:
        page = course.page
        course.follow("Start the course")
        for _ in range(8):
            read_module(page)
            course.follow("Go to the next part")
            expect(page.get_by_role("heading", name="This part is done")).to_have_count(0)
        course.press("Start", exact=True)
        answer_assessment(page)
        course.press("Hand in my answers")
        expect(page.get_by_text("You passed", exact=True)).to_be_visible()

        course.open("/foundations/reflection")
        page.get_by_label("What do you take with you?").fill("I will draw our network at home.")
        course.press("Save")
        course.follow("Choose your track")
        page.get_by_role("button", name="Confirm").click()
        expect(page.get_by_text("is confirmed")).to_be_visible()
        course.open("/foundations")
        course.press("Begin your track")
        page.wait_for_url("**/dashboard")
        expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
        me = learner.core.me()
        assert (me["foundations_complete"], me["next"]["step"]) == (True, "dashboard")

    def test_keeps_what_was_written_when_the_network_is_away(
        self, course: WebApp, learner: LearnerJourney
    ) -> None:
        page = course.page
        course.open("/foundations/reflection")
        words = page.get_by_label("What do you take with you?")
        words.fill("I take courage with me.")
        course.context.set_offline(True)
        course.press("Save")
        expect(page.get_by_role("alert")).to_be_visible()
        expect(words).to_have_value("I take courage with me.")
        course.context.set_offline(False)
        course.press("Save")
        expect(page.get_by_text("Saved on")).to_be_visible()
        stored = learner.foundations()["reflection"]
        assert stored["text"] == "I take courage with me."

    def test_says_what_is_missing_before_the_track_begins(self, course: WebApp) -> None:
        page = course.page
        begin = page.get_by_role("button", name="Begin your track")
        expect(begin).to_be_disabled()
        expect(page.get_by_text("still open before you can begin")).to_be_visible()
        course.open("/foundations/track")
        expect(page.get_by_text("You can confirm once you have passed")).to_be_visible()


class TestPortfolio:
    def test_keeps_an_edited_text(self, app: WebApp, learner: LearnerJourney) -> None:
        learner.profile_whole()
        learner.wait_for_result()
        learner.do_foundations()
        app.log_in(learner.student.email, learner.student.password)
        app.follow("Portfolio", exact=True)
        app.page.get_by_role("main").get_by_role("link").first.click()
        app.page.wait_for_url("**/portfolio/*")
        app.press("Put it in my own words")
        app.page.get_by_label("Your words").fill("I find weak points and tell the truth.")
        app.press("Save")
        expect(app.page.get_by_text("These are your words now.")).to_be_visible()
        app.page.reload()
        expect(app.page.get_by_text("I find weak points and tell the truth.")).to_be_visible()
        (item, *_) = learner.core.get("/portfolio/items").json()["results"]
        assert "weak points" in str(item)
