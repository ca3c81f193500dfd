"""One learner's way from creation to the dashboard and back: the same class for ``make journey``,
the end-to-end tests and the benches."""

import random
from dataclasses import dataclass
from typing import Any

import httpx

from tests.clients import seed
from tests.clients.core_client import CoreClient, Student
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until


@dataclass(frozen=True, slots=True)
class Question:
    """A published question: its id and the keys one may choose."""

    id: str
    keys: tuple[str, ...]


class LearnerJourney:
    """A logged-in learner with both services in hand. Choices are drawn from ``seed``."""

    def __init__(
        self, core: CoreClient, profiler: ProfilerClient, student: Student, *, seed: int = 7
    ) -> None:
        self.student = student
        self.core = core.log_in(student.email, student.password)
        self.profiler = profiler.acting_as(self.core.token)
        self.session_id: str | None = None
        self.versions: dict[str, int] = {}
        self._random = random.Random(seed)

    @classmethod
    def of_new_student(
        cls, admin: CoreClient, profiler: ProfilerClient, *, seed: int = 7, **given: Any
    ) -> "LearnerJourney":
        """Create, invite, accept, log in."""
        return cls(admin.anonymous(), profiler, admin.create_active_student(**given), seed=seed)

    @property
    def session(self) -> str:
        """The profiling session's id; a LookupError before ``start``."""
        if self.session_id is None:
            raise LookupError("no session was started")
        return self.session_id

    def next_step(self) -> str:
        """Where core sends this learner now."""
        step: str = self.core.me()["next"]["step"]
        return step

    def ticket(self) -> str:
        """A fresh ticket for the present epoch."""
        answer = self.core.post("/profiler/tickets")
        answer.raise_for_status()
        ticket: str = answer.json()["ticket"]
        return ticket

    def start(self) -> dict[str, Any]:
        """Ticket and session."""
        started = self.profiler.start(self.ticket())
        self.session_id = started["session_id"]
        return started

    def questions(self) -> list[Question]:
        """All 51 in bank order."""
        published = self.profiler.questions()
        return [
            Question(item["id"], tuple(option["key"] for option in item["options"]))
            for module in published["modules"]
            for item in published["questions"][module["id"]]
        ]

    def answer_all(self, *, first: int = 0, last: int | None = None) -> None:
        """Answer a slice of the questions, one request each."""
        for question in self.questions()[first:last]:
            self.answer(question)

    def answer(self, question: Question) -> None:
        """One drawn choice."""
        stored = self.profiler.respond(
            self.session, question.id, self._random.choice(question.keys), response_time_ms=4000
        )
        self.versions[question.id] = stored["answer_version"]

    def complete(self) -> dict[str, Any]:
        """The result as the profiler answers it."""
        result: dict[str, Any] = self.profiler.complete(self.session).json()
        return result

    def profile_whole(self) -> dict[str, Any]:
        """Start, 51 answers, reflections, completion."""
        self.start()
        self.answer_all()
        self.profiler.reflect(
            self.session,
            why="I like to find out why things break.",
            aim="I want to protect the people of my town.",
        )
        return self.complete()

    def wait_for_result(self, *, within_s: float = 10) -> dict[str, Any]:
        """The journey once core has applied the result."""

        def arrived() -> dict[str, Any] | None:
            me = self.core.me()
            return me if me["profiling_complete"] else None

        found = wait_until(arrived, within_s=within_s, what="the result in core")
        assert found is not None
        return found

    def read_module(self, module: dict[str, Any]) -> None:
        """Heartbeats until the server says the module is done; its checks answered by the seed."""
        path = f"/foundations/modules/{module['id']}/progress"
        answers = seed.check_keys(module["id"])
        _must(self.core.post(path, {"position": 0.0, "active_s": 0}))

        def beat() -> bool:
            given = {"position": 1.0, "active_s": 3600, "answers": answers}
            done: bool = _must(self.core.post(path, given))["status"] == "done"
            return done

        wait_until(beat, within_s=module["min_active_s"] + 5, what=f"module {module['id']}")

    def foundations(self) -> dict[str, Any]:
        """GET /foundations/status."""
        return _must(self.core.get("/foundations/status"))

    def read_all_modules(self) -> None:
        """Every module that is completed by reading or doing."""
        for module in self.foundations()["modules"]:
            if module["type"] not in {"assessment", "reflection"}:
                self.read_module(module)

    def pass_assessment(self) -> dict[str, Any]:
        """Draw ten questions and answer them by the seed's keys."""
        attempt = _must(self.core.post("/foundations/assessment/attempts"))
        keys = seed.assessment_keys()
        answers = {question["id"]: keys[question["id"]] for question in attempt["questions"]}
        given = {"attempt_id": attempt["id"], "answers": answers}
        return _must(self.core.post("/foundations/assessment", given))

    def reflect_on_goals(self) -> None:
        """The foundations' reflection."""
        _must(self.core.post("/foundations/reflection", {"text": "I will practise every week."}))

    def confirm_track(self, track: str, reason: str | None = None) -> dict[str, Any]:
        """Choose the track."""
        given = {"track": track} | ({"reason": reason} if reason else {})
        return _must(self.core.post("/foundations/confirm-track", given))

    def begin_track(self) -> dict[str, Any]:
        """Complete foundations."""
        return _must(self.core.post("/foundations/complete"))

    def do_foundations(self) -> None:
        """Modules, assessment, reflection, the recommended track, completion."""
        self.read_all_modules()
        self.pass_assessment()
        self.reflect_on_goals()
        self.confirm_track(self.foundations()["track"]["recommended"])
        self.begin_track()


def _must(answer: httpx.Response) -> dict[str, Any]:
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
