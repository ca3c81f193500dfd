"""What goes in and out of the student administration."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from core.front.session.schemas import NextOut
from core.journey.profiling.schemas import RetakeOut, RetakeState, SessionProgressOut
from core.people.accounts.schemas import Email, LinkOut, Name, TimeZone
from core.platform.common.pagination import Page, PageQuery
from talent_contracts.model import StrictModel, Text
from talent_contracts.vocabulary import Track

AccountStatus = Literal["invited", "active", "suspended", "deactivated", "erased"]
reads_status: TypeAdapter[AccountStatus] = TypeAdapter(AccountStatus)
Grade = Annotated[Text, Field(max_length=40)]
Goal = Annotated[Text, Field(max_length=400)]
WhyText = Annotated[Text, Field(min_length=3, max_length=1000, pattern=r"\S")]


class CreateStudentIn(StrictModel):
    """A new student; an invitation is made with it."""

    email: Email
    first_name: Name
    last_name: Name
    grade: Grade = ""
    goal: Goal = ""
    time_zone: TimeZone = "UTC"
    locale: Annotated[Text, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"


class ChangeStudentIn(StrictModel):
    """What is left out stays as it is."""

    email: Email | None = None
    first_name: Name | None = None
    last_name: Name | None = None
    grade: Grade | None = None
    goal: Goal | None = None
    time_zone: TimeZone | None = None


class StudentOut(StrictModel):
    """A student as an admin sees them."""

    id: UUID
    email: str
    first_name: str
    last_name: str
    status: AccountStatus
    grade: str
    goal: str
    time_zone: str
    locale: str
    created_at: datetime
    epoch: int
    profiling_complete: bool
    foundations_complete: bool
    recommended_track: Track | None
    track: Track | None
    profiling_progress: SessionProgressOut | None
    next: NextOut


class CreatedStudentOut(StudentOut):
    """The student and, this once, the invitation."""

    invitation: LinkOut


class StudentsQuery(PageQuery):
    """``search`` looks at names and e-mail; ``status`` filters."""

    search: Annotated[Text, Field(min_length=1, max_length=100)] | None = None
    status: AccountStatus | None = None


class StudentPage(Page[StudentOut]):
    """One page of students, newest first."""


class ReasonIn(StrictModel):
    """Why; kept in the audit trail."""

    reason: WhyText


class ResetPreviewOut(StrictModel):
    """What a reset would take from the student now; nothing is changed by looking.

    ``undo_within_hours`` is null when there is no result to bring back. Progress in foundations,
    its assessment, and the portfolio always stay.
    """

    epoch: int
    takes_result_of: datetime | None
    takes_track: Track | None
    takes_foundations_completion: bool
    ends_open_session: SessionProgressOut | None
    undo_within_hours: int | None


class UndoPreviewOut(StrictModel):
    """What undoing the last reset would bring back, and what it would end."""

    possible_until: datetime
    reset_at: datetime
    reset_reason: str
    restores_result_of: datetime
    restores_track: Track | None
    restores_foundations_completion: bool
    ends_begun_session: bool
    session: SessionProgressOut | None


class UndoResetIn(StrictModel):
    """``is_sure`` ends a session that the learner has begun since."""

    reason: WhyText
    is_sure: bool = False


class ResetOut(StrictModel):
    """The learner's new epoch and next step."""

    epoch: int
    next: NextOut


class RetakesQuery(PageQuery):
    """``state`` filters; without it, every request ever made."""

    state: RetakeState | None = None


class RetakeLearnerOut(StrictModel):
    """Who asks."""

    id: UUID
    email: str
    first_name: str
    last_name: str


class RetakeReviewOut(RetakeOut):
    """A request as a reviewer sees it; ``epoch`` is the one whose result is doubted."""

    learner: RetakeLearnerOut
    epoch: int


class RetakeReviewPage(Page[RetakeReviewOut]):
    """One page of requests, newest first."""


class ApproveRetakeIn(StrictModel):
    """A word to the learner, if there is one."""

    answer: WhyText | None = None


class DeclineRetakeIn(StrictModel):
    """Why not; the learner reads it."""

    answer: WhyText
