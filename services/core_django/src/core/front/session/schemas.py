"""The answer every client routes by."""

from uuid import UUID

from talent_contracts.model import StrictModel
from talent_contracts.vocabulary import Reason, Role, Step, Track


class UserOut(StrictModel):
    """The own account."""

    id: UUID
    email: str
    first_name: str
    last_name: str
    time_zone: str
    locale: str


class ProfileOut(StrictModel):
    """A student's profile."""

    grade: str
    goal: str


class NextOut(StrictModel):
    """Where to go: ``step`` to switch on, ``reason`` why, ``url`` a page of core's origin."""

    step: Step
    reason: str
    url: str


class MeOut(StrictModel):
    """Everything a client needs to route. A null under ``reasons`` has no source yet; the journey
    fields are null for a user who is no student.
    """

    user: UserOut
    roles: list[Role]
    profile: ProfileOut | None
    profiling_complete: bool | None
    foundations_complete: bool | None
    recommended_track: Track | None
    track: Track | None
    epoch: int | None
    next: NextOut
    doors: list[NextOut]
    entitlements: list[str] | None
    consents: list[str] | None
    unread: int | None
    reasons: dict[str, Reason]
