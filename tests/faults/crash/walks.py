"""What a learner and an admin do while processes die under them, insisting as a good client does."""

import random
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from tests.clients.core_client import CoreClient
from tests.clients.insisting import ANSWER_LOST, insist
from tests.clients.journey import LearnerJourney
from tests.clients.waiting import wait_until

T = TypeVar("T")


@dataclass
class Walk:
    """One learner under fire. ``acknowledged`` holds question id → version of every 200 read."""

    journey: LearnerJourney
    admin: CoreClient
    seed: int
    epoch: int = 1
    acknowledged: dict[str, int] = field(default_factory=dict)
    is_erased: bool = False

    def profile(self) -> None:
        """Start, answer by all three doors, reflect, complete; each step until it is answered."""
        journey = self.journey
        insist(journey.start)
        questions = insist(journey.questions)
        drawn = random.Random(self.seed)
        picks = [(question.id, drawn.choice(question.keys)) for question in questions]
        for question_id, option in picks[:3]:
            self._answer(question_id, option)
        for question_id, option in picks[3:5]:
            self._answer(question_id, option, key=uuid4().hex)
        self._answer_many(picks[5:])
        insist(lambda: journey.profiler.reflect(journey.session, why="To find out why."))
        first = insist(lambda: journey.profiler.complete(journey.session)).content
        again = insist(lambda: journey.profiler.results(journey.session)).content
        if first != again:
            raise AssertionError("a result was read back with other bytes")

    def reset(self) -> None:
        """Once, however often it is asked: the key makes repetitions one."""
        self._ask_admin("reset-profiling", {"reason": "a crash test"})
        self.epoch += 1

    def undo(self) -> None:
        """As ``reset``."""
        self._ask_admin("undo-reset", {"reason": "a crash test"})
        self.epoch += 1

    def deactivate(self) -> None:
        """As ``reset``; nothing is lost yet."""
        self._ask_admin("deactivate", {"reason": "a crash test"})

    def erase(self) -> None:
        """As ``reset``, of a learner who was deactivated."""
        self._ask_admin("erasure", {"reason": "a crash test"})
        self.is_erased = True

    def wait_for_result(self) -> None:
        """Until core knows the result: a minute after a fault (I5)."""
        wait_until(
            lambda: insist(self.journey.core.me)["profiling_complete"],
            within_s=60,
            what="the result in core",
            every_s=0.1,
        )

    def _answer(self, question_id: str, option: str, *, key: str | None = None) -> None:
        given = {"question_id": question_id, "selected_option": option}
        headers = {"Idempotency-Key": key} if key else {}
        stored = insist(lambda: self._post(given, headers))
        self.acknowledged[question_id] = stored["answer_version"]

    def _answer_many(self, picks: list[tuple[str, str]]) -> None:
        given = {"answers": [{"question_id": q, "selected_option": o} for q, o in picks]}
        stored = insist(lambda: self._post(given, {}))
        for one in stored["answers"]:
            self.acknowledged[one["question_id"]] = one["answer_version"]

    def _post(self, given: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        path = f"/session/{self.journey.session}/respond"
        answer = self.journey.profiler.post(path, given, headers=headers)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def _ask_admin(self, door: str, body: dict[str, str]) -> None:
        path, key = f"/admin/students/{self.journey.student.id}/{door}", uuid4().hex

        def ask() -> None:
            answer = self.admin.post(path, body, headers={"Idempotency-Key": key})
            if answer.status_code != 409 or answer.json()["code"] != ANSWER_LOST:
                answer.raise_for_status()

        insist(ask)
