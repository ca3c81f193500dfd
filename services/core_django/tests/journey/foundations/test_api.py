from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import override_settings

from core.platform.common.clock import now
from core_testing import raw, sync
from core_testing.races import run_at_once
from tests.clients import seed
from tests.clients.core_client import CoreClient
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient

PROGRESS = "/foundations/modules/welcome/progress"


class Course(LearnerJourney):
    """A learner in foundations; the profiler is not needed."""

    def __init__(self, core: CoreClient, admin: CoreClient) -> None:
        student = admin.create_active_student()
        super().__init__(core, ProfilerClient(core.http), student)
        ticket = self.ticket()
        sync.send(core, sync.event_body(student.id, 1, ticket)).raise_for_status()

    @property
    def id(self) -> UUID:
        return self.student.id

    def skip_modules(self) -> None:
        for module in self.foundations()["modules"]:
            if module["type"] not in {"assessment", "reflection"}:
                raw.run_as_owner(
                    "insert into foundations_module_progress (id, learner_id, module_id,"
                    " active_s, position, started_at, last_beat_at, checks_passed, completed_at)"
                    " values (uuidv7(), %s, %s, 1, 1, now(), now(), '[]', now())",
                    self.id,
                    module["id"],
                )

    def fail_once(self) -> dict[str, object]:
        attempt = self.core.post("/foundations/assessment/attempts").json()
        given = {"attempt_id": attempt["id"], "answers": {}}
        answer: dict[str, object] = self.core.post("/foundations/assessment", given).json()
        return answer


@pytest.fixture
def course(core: CoreClient, admin: CoreClient) -> Course:
    return Course(core, admin)


class TestStatus:
    def test_is_refused_before_profiling(self, learner: CoreClient) -> None:
        answer = learner.get("/foundations/status")
        assert (answer.status_code, answer.json()["code"]) == (403, "profiling-incomplete")

    def test_lists_everything_that_is_missing(self, course: Course) -> None:
        status = course.foundations()
        codes = [one["code"] for one in status["missing"]]
        assert codes == ["module-open"] * 8 + [
            "assessment-open",
            "reflection-open",
            "track-not-confirmed",
        ]
        assert (status["pace"], status["drop_off_module"]) == (settings.ENV.pace, "welcome")


class TestProgress:
    def test_credits_no_more_than_what_passed_at_full_pace(self, course: Course) -> None:
        full = settings.ENV.model_copy(update={"foundations_pace": 1.0})
        with override_settings(ENV=full):
            course.core.post(PROGRESS, {"position": 0, "active_s": 0})
            beat = course.core.post(PROGRESS, {"position": 1, "active_s": 3600}).json()
        assert beat["active_s"] < 5
        assert beat["status"] == "in_progress"

    def test_completes_at_full_pace_once_the_time_has_passed(self, course: Course) -> None:
        full = settings.ENV.model_copy(update={"foundations_pace": 1.0})
        with override_settings(ENV=full):
            started = course.core.post(PROGRESS, {"position": 0, "active_s": 0}).json()
            self.pass_time(course, started["min_active_s"] - 5)
            early = course.core.post(PROGRESS, {"position": 1, "active_s": 3600}).json()
            self.pass_time(course, 6)
            done = course.core.post(PROGRESS, {"position": 0, "active_s": 3600}).json()
        assert (early["status"], done["status"]) == ("in_progress", "done")
        assert done["position"] == 1

    def pass_time(self, course: Course, seconds: float) -> None:
        raw.run_as_owner(
            "update foundations_module_progress"
            " set last_beat_at = last_beat_at - make_interval(secs => %s) where learner_id = %s",
            seconds,
            course.id,
        )

    def test_needs_every_check_of_an_interactive_module(self, course: Course) -> None:
        path = "/foundations/modules/mission-preview/progress"
        course.core.post(path, {"position": 0, "active_s": 0})
        self.pass_time(course, 3600)
        keys = seed.check_keys("mission-preview")
        *most, last = keys
        given = {"position": 1, "active_s": 3600, "answers": {name: keys[name] for name in most}}
        assert course.core.post(path, given).json()["status"] == "in_progress"
        wrong = "A" if keys[last] != "A" else "B"
        given["answers"] = {last: wrong}
        assert course.core.post(path, given).json()["status"] == "in_progress"
        given["answers"] = {last: keys[last]}
        done = course.core.post(path, given).json()
        assert done["status"] == "done"
        assert all(check["explanation"] for check in done["checks"])

    def test_never_tells_a_key_before_it_was_found(self, course: Course) -> None:
        module = course.core.get("/foundations/modules/welcome").json()
        assert all(check["explanation"] is None for check in module["checks"])
        assert "<h1" in module["html"]
        assert "<script" not in module["html"]

    @pytest.mark.parametrize("module_id", ["orientation-assessment", "nothing-here"])
    def test_takes_heartbeats_for_course_modules_only(self, course: Course, module_id: str) -> None:
        answer = course.core.post(
            f"/foundations/modules/{module_id}/progress", {"position": 0, "active_s": 0}
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "module-unknown")

    def test_survives_first_heartbeats_at_once(self, course: Course) -> None:
        given = {"position": 0.5, "active_s": 1}
        codes = run_at_once(*[lambda: course.core.post(PROGRESS, given).status_code] * 5)
        assert codes == [200] * 5


class TestAssessment:
    def test_waits_for_the_modules(self, course: Course) -> None:
        answer = course.core.post("/foundations/assessment/attempts")
        assert (answer.status_code, answer.json()["code"]) == (409, "modules-open")

    def test_draws_ten_and_gives_the_open_attempt_back(self, course: Course) -> None:
        course.skip_modules()
        first = course.core.post("/foundations/assessment/attempts").json()
        again = course.core.post("/foundations/assessment/attempts").json()
        assert len({question["id"] for question in first["questions"]}) == 10
        assert again == first

    def test_tells_right_answers_only_after_a_pass(self, course: Course) -> None:
        course.skip_modules()
        failed = course.fail_once()
        attempt = failed["attempt"]
        assert isinstance(attempt, dict)
        assert (attempt["passed"], attempt["answers"]) == (False, [])
        assert sum(one["asked"] for one in attempt["review"]) == 10
        passed = course.pass_assessment()
        assert passed["state"] == "passed"
        assert len(passed["attempt"]["answers"]) == 10

    def test_locks_for_a_day_after_three_failures(self, course: Course) -> None:
        course.skip_modules()
        for _ in range(3):
            failed = course.fail_once()
        assert (failed["state"], failed["attempts_left"]) == ("locked", 0)
        refused = course.core.post("/foundations/assessment/attempts")
        assert (refused.status_code, refused.json()["code"]) == (409, "assessment-locked")
        assert 86_000 < int(refused.headers["Retry-After"]) <= 86_400
        board = course.core.get("/student/dashboard").json()
        take = next(one for one in board["next_actions"] if one["type"] == "take_assessment")
        assert take["available_at"] is not None
        raw.run_as_owner(
            "update foundations_enrolment set assessment_retry_at = %s where learner_id = %s",
            now() - timedelta(seconds=1),
            course.id,
        )
        assert course.pass_assessment()["state"] == "passed"

    def test_grades_once_when_submitted_twice(self, course: Course) -> None:
        course.skip_modules()
        attempt = course.core.post("/foundations/assessment/attempts").json()
        given = {"attempt_id": attempt["id"], "answers": {}}
        first = course.core.post("/foundations/assessment", given).json()
        assert course.core.post("/foundations/assessment", given).json() == first
        name = attempt["questions"][0]["id"]
        other = course.core.post("/foundations/assessment", given | {"answers": {name: "A"}})
        assert other.json()["code"] == "attempt-unknown"

    def test_refuses_the_attempt_of_another(
        self, course: Course, core: CoreClient, admin: CoreClient
    ) -> None:
        course.skip_modules()
        attempt = course.core.post("/foundations/assessment/attempts").json()
        other = Course(core, admin)
        other.skip_modules()
        given = {"attempt_id": attempt["id"], "answers": {}}
        assert other.core.post("/foundations/assessment", given).json()["code"] == "attempt-unknown"


class TestTrack:
    def test_waits_for_the_assessment(self, course: Course) -> None:
        answer = course.core.post("/foundations/confirm-track", {"track": "grc"})
        assert answer.json()["code"] == "assessment-not-passed"

    def test_takes_another_than_recommended_only_with_a_reason(self, course: Course) -> None:
        course.skip_modules()
        course.pass_assessment()
        recommended = course.foundations()["track"]["recommended"]
        other = "grc" if recommended != "grc" else "defender"
        refused = course.core.post("/foundations/confirm-track", {"track": other})
        assert refused.json()["errors"][0]["code"] == "reason-required"
        shown = course.confirm_track(other, "I already work there")
        assert (shown["recommended"], shown["confirmed"]) == (recommended, other)
        assert course.core.me()["track"] == other


class TestComplete:
    def test_refuses_and_names_each_missing_part(self, course: Course) -> None:
        refused = course.core.post("/foundations/complete")
        assert (refused.status_code, refused.json()["code"]) == (409, "foundations-incomplete")
        missing = [(one["code"], one.get("name")) for one in refused.json()["errors"]]
        assert ("module-open", "welcome") in missing
        assert ("track-not-confirmed", None) in missing
        assert course.next_step() == "foundations"

    def test_opens_the_dashboard_and_may_be_repeated(self, course: Course) -> None:
        course.skip_modules()
        course.pass_assessment()
        course.reflect_on_goals()
        course.confirm_track(course.foundations()["track"]["recommended"])
        first = course.begin_track()
        again = course.begin_track()
        assert (first["complete"], first["completed_at"]) == (True, again["completed_at"])
        assert course.next_step() == "dashboard"
        late = course.core.post("/foundations/confirm-track", {"track": "grc", "reason": "why not"})
        assert late.json()["code"] == "foundations-complete"

    def test_keeps_progress_through_a_reset_but_asks_for_the_track(
        self, course: Course, admin: CoreClient, core: CoreClient
    ) -> None:
        course.skip_modules()
        course.pass_assessment()
        course.reflect_on_goals()
        course.confirm_track(course.foundations()["track"]["recommended"])
        course.begin_track()
        admin.reset_profiling(course.id)
        assert course.next_step() == "profiling"
        sync.send(core, sync.event_body(course.id, 2, course.ticket())).raise_for_status()
        assert [one["code"] for one in course.foundations()["missing"]] == ["track-not-confirmed"]
