"""What goes in and out of foundations."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from talent_contracts.model import StrictModel, Text
from talent_contracts.vocabulary import Track

Key = Annotated[str, Field(pattern=r"^[A-D]$")]
ItemName = Annotated[Text, Field(pattern=r"^[a-z0-9-]{1,60}$")]
ModuleKind = Literal["video", "interactive", "reading", "assessment", "reflection"]


class ChoiceOut(StrictModel):
    """One option."""

    key: str
    text: str


class AskedOut(StrictModel):
    """A question without its key."""

    id: str
    prompt: str
    options: list[ChoiceOut]


class CheckOut(AskedOut):
    """A check in a module's text; ``explanation`` once it was answered rightly."""

    passed: bool
    explanation: str | None


class ModuleOut(StrictModel):
    """A module with how far the learner is; ``min_active_s`` is scaled by the pace."""

    id: str
    type: ModuleKind
    title: str
    summary: str
    minutes: int
    mandatory: bool
    min_active_s: float
    status: Literal["open", "in_progress", "done"]
    active_s: float
    position: float
    completed_at: datetime | None


class ModuleTextOut(ModuleOut):
    """The module with its text as safe HTML and its checks."""

    html: str
    checks: list[CheckOut]


class ProgressIn(StrictModel):
    """``position`` 0 to 1 in the text; ``active_s`` seconds since the last heartbeat."""

    position: Annotated[float, Field(ge=0, le=1)]
    active_s: Annotated[float, Field(ge=0, le=3600)]
    answers: dict[ItemName, Key] = {}


class ProgressOut(ModuleOut):
    """The module after the heartbeat."""

    checks: list[CheckOut]


class CourseProgressOut(StrictModel):
    """Modules done of all."""

    done: int
    total: int
    percent: int


class AnsweredOut(AskedOut):
    """A question of a passed attempt, with what was right and why."""

    answered: str | None
    right: str
    explanation: str


class ReviewOut(StrictModel):
    """After a failure: how many were right per module, so that one knows what to read again."""

    module_id: str
    right: int
    asked: int


class AttemptOut(StrictModel):
    """``score_percent``, ``passed`` once graded; right answers only after a pass."""

    id: UUID
    number: int
    questions: list[AskedOut]
    started_at: datetime
    submitted_at: datetime | None
    score_percent: int | None
    passed: bool | None
    review: list[ReviewOut]
    answers: list[AnsweredOut]


class AssessmentOut(StrictModel):
    """Where the assessment stands. ``retry_at`` while it is locked."""

    state: Literal["modules_open", "ready", "in_progress", "locked", "passed"]
    pass_percent: int
    questions_per_attempt: int
    attempts_left: int
    retry_at: datetime | None
    passed_at: datetime | None
    attempt: AttemptOut | None


class SubmitIn(StrictModel):
    """Answers to the drawn questions; an unanswered one counts as wrong."""

    attempt_id: UUID
    answers: Annotated[dict[ItemName, Key], Field(max_length=10)]


class ReflectionIn(StrictModel):
    """The learner's own words."""

    text: Annotated[Text, Field(min_length=1, max_length=4000, pattern=r"\S")]


class ReflectionOut(StrictModel):
    """As stored."""

    text: str
    written_at: datetime | None


class ConfirmTrackIn(StrictModel):
    """``reason`` is required for another track than the recommended one."""

    track: Track
    reason: Annotated[Text, Field(min_length=3, max_length=1000, pattern=r"\S")] | None = None


class TrackOut(StrictModel):
    """The recommendation and the choice, both kept."""

    recommended: Track
    confirmed: Track | None
    confirmed_at: datetime | None
    reason: str | None


class MissingOut(StrictModel):
    """One thing that ``complete`` still asks for."""

    code: Literal["module-open", "assessment-open", "reflection-open", "track-not-confirmed"]
    module_id: str | None


class StatusOut(StrictModel):
    """The whole of foundations for one learner. ``drop_off_module`` is where they stopped."""

    pace: float
    modules: list[ModuleOut]
    progress: CourseProgressOut
    assessment: AssessmentOut
    reflection: ReflectionOut
    track: TrackOut
    missing: list[MissingOut]
    drop_off_module: str | None
    complete: bool
    completed_at: datetime | None
