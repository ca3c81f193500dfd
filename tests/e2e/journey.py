"""``make journey``: one learner's whole way, against the running system, step by step.

Prints each step with its time and ends non-zero on the first deviation.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.clients.core_client import CoreClient
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until


class Deviation(AssertionError):
    """The story went another way than it must."""


def expect(found: object, wanted: object, what: str) -> None:
    """A Deviation unless both are equal."""
    if found != wanted:
        raise Deviation(f"{what}: expected {wanted!r}, found {found!r}")


class Story:
    """The steps, each printed with its milliseconds."""

    def __init__(self, admin: CoreClient, profiler: ProfilerClient, say: Callable[[str], None]):
        self._admin = admin
        self._profiler = profiler
        self._say = say

    def tell(self) -> None:
        """Walk from creation to the dashboard, through a reset, and to the dashboard again."""
        with self._step("an admin creates a student, who accepts the invitation and logs in"):
            learner = LearnerJourney.of_new_student(self._admin, self._profiler)
        with self._step("auth/me says: profiling"):
            expect(learner.next_step(), "profiling", "next")
        with self._step("foundations refuse before profiling"):
            refused = learner.core.get("/foundations/status")
            expect(refused.json().get("code"), "profiling-incomplete", "code")
        self._profile(learner, epoch=1)
        with self._step("the value statement is in the portfolio and takes the learner's words"):
            self._edit_statement(learner)
        self._learn(learner)
        with self._step("an admin resets the learner: epoch 2, profiling again"):
            reset = self._admin.reset_profiling(learner.student.id)
            expect(reset["epoch"], 2, "epoch")
            expect(learner.next_step(), "profiling", "next")
        self._profile(learner, epoch=2)
        with self._step("foundations kept the progress and ask only for the track"):
            missing = [one["code"] for one in learner.foundations()["missing"]]
            expect(missing, ["track-not-confirmed"], "missing")
            learner.confirm_track(learner.foundations()["track"]["recommended"])
            learner.begin_track()
            expect(learner.next_step(), "dashboard", "next")
        with self._step("logout ends the login"):
            learner.core.post("/auth/logout").raise_for_status()
            expect(learner.core.get("/auth/me").status_code, 401, "status after logout")

    def _profile(self, learner: LearnerJourney, *, epoch: int) -> None:
        with self._step(f"a ticket starts the profiling of epoch {epoch}"):
            started = learner.start()
            expect((started["status"], started["progress"]["total"]), ("in_progress", 51), "start")
        with self._step("20 answers, then another device resumes"):
            learner.answer_all(last=20)
            resumed = learner.start()
            expect(resumed["progress"]["answered"], 20, "answered")
        with self._step("31 more answers and two reflections"):
            learner.answer_all(first=20)
            learner.profiler.reflect(learner.session, why="I like puzzles.", aim="A safer town.")
        with self._step("completion answers the result, byte for byte the stored one"):
            first = learner.profiler.complete(learner.session)
            expect(learner.profiler.results(learner.session).content, first.content, "bytes")
            result = first.json()
            expect(round(sum(result["track"]["match"].values()), 1), 100.0, "match sum")
        with self._step("the signed result arrives in core"):
            me = learner.wait_for_result()
            expect(me["track"], result["track"]["primary"], "track")
            expect((me["next"]["step"], me["epoch"]), ("foundations", epoch), "next")

    def _edit_statement(self, learner: LearnerJourney) -> None:
        def items() -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = learner.core.get("/portfolio/items").json()["results"]
            return found

        item = wait_until(items, within_s=5, what="the portfolio item")[0]
        edited = learner.core.request(
            "PATCH", f"/portfolio/items/{item['id']}", json={"text": "Mine.", "version": 1}
        )
        expect((edited.status_code, edited.json()["text"]), (200, "Mine."), "edit")

    def _learn(self, learner: LearnerJourney) -> None:
        with self._step("foundations: every module, measured by the server"):
            learner.read_all_modules()
        with self._step("the orientation assessment is passed"):
            expect(learner.pass_assessment()["state"], "passed", "assessment")
        with self._step("completion refuses while parts are missing"):
            refused = learner.core.post("/foundations/complete")
            codes = [one["code"] for one in refused.json()["errors"]]
            expect(codes, ["reflection-open", "track-not-confirmed"], "missing")
        with self._step("reflection, track, begin"):
            learner.reflect_on_goals()
            recommended = learner.foundations()["track"]["recommended"]
            learner.confirm_track(recommended)
            learner.begin_track()
        with self._step("auth/me says: dashboard, and the dashboard shows the track"):
            expect(learner.next_step(), "dashboard", "next")
            board = learner.core.get("/student/dashboard").json()
            expect(board["future_self"]["track"], recommended, "track")
            expect(board["next_actions"][0]["type"], "begin_track", "first action")

    @contextmanager
    def _step(self, what: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        except (AssertionError, httpx.HTTPError) as error:
            self._say(f"  FAILED  {what}: {error}")
            raise
        self._say(f"{(time.perf_counter() - started) * 1000:8.0f} ms  {what}")


def main() -> int:
    """Read the addresses and the admin from the environment and tell the story."""
    started = time.perf_counter()
    admin = CoreClient.connect(os.environ["CORE_URL"])
    try:
        admin = admin.log_in(os.environ["ADMIN_EMAIL"], os.environ["ADMIN_PASSWORD"])
        profiler = ProfilerClient.connect(os.environ["PROFILER_URL"])
        Story(admin, profiler, lambda line: print(line, flush=True)).tell()
    except (AssertionError, httpx.HTTPError) as error:
        print(f"the journey deviates: {error}", file=sys.stderr)
        return 1
    print(f"the whole journey in {time.perf_counter() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
