"""What the session operations read and answer."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from profiler.sessions.domain import Progress
from talent_contracts.model import Instant, ShortText, StrictModel, Text
from talent_contracts.problems import Problem
from talent_contracts.vocabulary import Module, SessionStatus

_Words = Annotated[Text, Field(max_length=600)]


class StartRequest(StrictModel):
    """Core's ticket, as `POST /profiler/tickets` gave it."""

    ticket: Annotated[Text, Field(min_length=1, max_length=4096)]


class StartAnswer(StrictModel):
    """The session to go on with. ``answers_kept`` is false when the questions have changed so that
    earlier answers could not be taken over.
    """

    session_id: UUID
    status: SessionStatus
    progress: Progress
    answers_kept: bool


class RespondRequest(StrictModel):
    """One answer. ``answer_version`` is the version you last saw; leave it out to overwrite."""

    question_id: ShortText
    selected_option: ShortText
    response_time_ms: Annotated[int, Field(ge=-(2**31), lt=2**31)] | None = None
    answer_version: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class RespondAnswer(StrictModel):
    """The version now stored, and how far the session is."""

    answer_version: int
    progress: Progress


class StaleAnswerProblem(Problem):
    """A newer answer is stored; ``answer_version`` is its version."""

    answer_version: int


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
    """For resumption only: where a learner goes next is core's to say (`GET /auth/me`)."""

    use: Literal["resumption-only"] = "resumption-only"
    session: LatestSession | None
    delivery: Delivery | None
