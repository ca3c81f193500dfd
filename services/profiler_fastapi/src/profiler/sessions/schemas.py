"""What the session operations read and answer."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, RootModel

from profiler.sessions.domain import Progress
from talent_contracts.model import Instant, ShortText, StrictModel, Text
from talent_contracts.problems import Problem
from talent_contracts.vocabulary import Module, SessionStatus

_Words = Annotated[Text, Field(max_length=600)]


_Version = Annotated[int, Field(ge=0, le=1_000_000)]
_Milliseconds = Annotated[int, Field(ge=-(2**31), lt=2**31)]
LanguageTag = Annotated[
    Text,
    Field(
        min_length=2,
        max_length=35,
        pattern=r"^([A-Za-z]{2,8}|[Xx])(-[A-Za-z0-9]{1,8})*$",
        description="A language tag (BCP 47).",
    ),
]


class StartRequest(StrictModel):
    """Core's ticket, as `POST /profiler/tickets` gave it. ``language`` is the learner's wish; it is
    kept with the session and never refused for being one that the questions do not have.
    """

    ticket: Annotated[Text, Field(min_length=1, max_length=4096)]
    language: LanguageTag | None = None


class StartAnswer(StrictModel):
    """The session to go on with. ``answers_kept`` is false when the questions have changed so that
    earlier answers could not be taken over; ``language`` is the one that the questions are in.
    """

    session_id: UUID
    status: SessionStatus
    language: str
    progress: Progress
    answers_kept: bool


class RespondRequest(StrictModel):
    """One answer. ``answer_version`` is the version you last saw; leave it out to overwrite."""

    question_id: ShortText
    selected_option: ShortText
    response_time_ms: _Milliseconds | None = None
    answer_version: _Version | None = None


class BatchItem(RespondRequest):
    """One of several answers; ``answered_at`` is when it was given, by the device's own clock.

    Without ``response_time_ms`` the time is what passed since the answer before it.
    """

    answered_at: Instant | None = None


class RespondBatch(StrictModel):
    """Answers gathered on a device, for instance while it was offline."""

    answers: Annotated[list[BatchItem], Field(min_length=1, max_length=51)]


class RespondBody(RootModel[RespondRequest | RespondBatch]):
    """One answer by itself, or a batch of them."""


class RespondAnswer(StrictModel):
    """The version now stored, and how far the session is."""

    answer_version: int
    progress: Progress


class BatchOutcome(StrictModel):
    """What is stored for an answer: itself, or a newer one that stays (`kept-newer`)."""

    question_id: str
    outcome: Literal["stored", "kept-newer"]
    answer_version: int
    selected_option: str


class BatchAnswer(StrictModel):
    """One outcome per answer, in the order sent, and how far the session is."""

    answers: list[BatchOutcome]
    progress: Progress


class StaleAnswerProblem(Problem):
    """A newer answer is stored: its version, its option and when it was given."""

    answer_version: int
    selected_option: str
    answered_at: Instant


class ReflectionRequest(StrictModel):
    """Either text, or both; null clears one, and what is left out stays."""

    why: _Words | None = None
    aim: _Words | None = None


class ReflectionAnswer(StrictModel):
    """The texts now stored."""

    why: str | None
    aim: str | None


class QuestionState(StrictModel):
    """A question and the stored answer to it, if any."""

    question_id: str
    selected_option: str | None
    answer_version: int | None


class ModuleState(StrictModel):
    """A module, how far it is, and what is stored."""

    id: Module
    title: str
    answered: int
    total: int
    complete: bool
    questions: list[QuestionState]


class ModulesAnswer(StrictModel):
    """Everything another device needs to go on."""

    session_id: UUID
    status: SessionStatus
    modules: list[ModuleState]
    reflection: ReflectionAnswer


class LatestSession(StrictModel):
    """The learner's session of the highest epoch."""

    session_id: UUID
    status: SessionStatus
    epoch: int
    started_at: Instant
    completed_at: Instant | None
    progress: Progress


class Delivery(StrictModel):
    """How far the result is on its way to core."""

    state: Literal["pending", "applied", "superseded", "erased", "dead"]
    attempts: int
    created_at: Instant
    finished_at: Instant | None


class StatusAnswer(StrictModel):
    """For resumption only: where a learner goes next is core's to say (`GET /auth/me`).

    ``language`` is the one that the questions are in.
    """

    use: Literal["resumption-only"] = "resumption-only"
    language: str
    session: LatestSession | None
    delivery: Delivery | None
