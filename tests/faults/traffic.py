"""What learners and an admin do while a row's fault lasts, insisting as good clients do."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar
from uuid import uuid4

from tests.clients.core_client import CoreClient
from tests.clients.insisting import ANSWER_LOST, insist
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient

T = TypeVar("T")
_SINGLY = 6


class Part(StrEnum):
    """A learner's part in a row, and what core must know at the end: epoch, whether profiled."""

    WHOLE = "profiles whole"
    RESET_MIDWAY = "is reset while answering, and profiles again"
    RESET_LATE = "is reset right after completing"
    UNDONE = "has a result, is reset, and the reset is undone"
    DEACTIVATED = "is deactivated"
    ERASED = "is erased right after completing"


ENDS: Mapping[Part, tuple[int, bool]] = {
    Part.WHOLE: (1, True),
    Part.RESET_MIDWAY: (2, True),
    Part.RESET_LATE: (2, False),
    Part.UNDONE: (3, True),
    Part.DEACTIVATED: (1, False),
    Part.ERASED: (1, False),
}


@dataclass
class Walker:
    """One learner of a row. ``completed`` are the sessions whose completion was answered by a 2xx,
    ``acknowledged`` holds session → question → version of every answer that was.
    """

    journey: LearnerJourney
    admin: CoreClient
    part: Part
    seed: int
    completed: list[str] = field(default_factory=list)
    acknowledged: dict[str, dict[str, int]] = field(default_factory=dict)
    answered: int = 0

    @property
    def learner_id(self) -> str:
        return str(self.journey.student.id)

    def prepare(self) -> None:
        """What has to be done before the fault begins; its answers do not count as ``answered``."""
        if self.part is Part.UNDONE:
            self._profile()
            self.journey.wait_for_result(within_s=30)
        if self.part is Part.DEACTIVATED:
            insist(self.journey.start)
        self.answered = 0

    def walk(self) -> None:
        """The part under fire."""
        _WALKS[self.part](self)

    def _profile(self) -> None:
        self._begin()
        self._answer(0, None)
        self._complete()

    def _profile_around_reset(self) -> None:
        self._begin()
        self._answer(0, 30)
        self._ask_admin("reset-profiling")
        self._profile()

    def _profile_then_reset(self) -> None:
        self._profile()
        self._ask_admin("reset-profiling")

    def _reset_and_undo(self) -> None:
        self._ask_admin("reset-profiling")
        self._ask_admin("undo-reset")

    def _lose_access(self) -> None:
        self._ask_admin("deactivate")

    def _profile_then_leave(self) -> None:
        self._profile()
        self._ask_admin("deactivate")
        self._ask_admin("erasure")

    def _begin(self) -> None:
        insist(self.journey.start)

    def _answer(self, first: int, last: int | None) -> None:
        """Most in one batch, the last ones singly, the way an impatient device does."""
        drawn = random.Random(self.seed)
        questions = insist(self.journey.questions)[first:last]
        picks = [(one.id, drawn.choice(one.keys)) for one in questions]
        session = self.journey.session
        self._answer_together(session, picks[:-_SINGLY])
        for question_id, option in picks[-_SINGLY:]:
            self._answer_one(session, question_id, option)

    def _answer_together(self, session: str, picks: list[tuple[str, str]]) -> None:
        given = [{"question_id": name, "selected_option": option} for name, option in picks]
        stored = insist(lambda: self.journey.profiler.respond_batch(session, given))
        for one in stored["answers"]:
            self._note(session, one["question_id"], one["answer_version"])

    def _answer_one(self, session: str, question_id: str, option: str) -> None:
        stored = insist(lambda: self.journey.profiler.respond(session, question_id, option))
        self._note(session, question_id, stored["answer_version"])

    def _note(self, session: str, question_id: str, version: int) -> None:
        self.acknowledged.setdefault(session, {})[question_id] = version
        self.answered += 1

    def _complete(self) -> None:
        session = self.journey.session
        insist(lambda: self.journey.profiler.complete(session))
        self.completed.append(session)

    def _ask_admin(self, door: str) -> None:
        """Once, however often it is asked: the key makes repetitions one."""
        path, key = f"/admin/students/{self.learner_id}/{door}", uuid4().hex

        def ask() -> None:
            given = {"reason": "a fault test"}
            answer = self.admin.post(path, given, headers={"Idempotency-Key": key})
            if answer.status_code != 409 or answer.json()["code"] != ANSWER_LOST:
                answer.raise_for_status()

        insist(ask)


_WALKS: Mapping[Part, Callable[[Walker], None]] = {
    Part.WHOLE: Walker._profile,
    Part.RESET_MIDWAY: Walker._profile_around_reset,
    Part.RESET_LATE: Walker._profile_then_reset,
    Part.UNDONE: Walker._reset_and_undo,
    Part.DEACTIVATED: Walker._lose_access,
    Part.ERASED: Walker._profile_then_leave,
}


def make_walker(admin: CoreClient, profiler: ProfilerClient, part: Part, seed: int) -> Walker:
    """A new learner, logged in and ready for the part."""
    journey = LearnerJourney.of_new_student(admin, profiler, seed=seed)
    walker = Walker(journey, admin, part, seed)
    walker.prepare()
    return walker
