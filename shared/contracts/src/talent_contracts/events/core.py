"""Events inside core, delivered by its own relay."""

from typing import ClassVar
from uuid import UUID

from talent_contracts.events.base import Event
from talent_contracts.vocabulary import Track


class StudentCreatedV1(Event):
    """An account with a journey exists."""

    TYPE: ClassVar[str] = "student.created"
    learner_id: UUID


class ResultAppliedV1(Event):
    """A profiling result was applied (core's ``profiling.completed`` to its own rooms)."""

    TYPE: ClassVar[str] = "profiling.completed"
    learner_id: UUID
    epoch: int
    result_id: UUID


class TrackConfirmedV1(Event):
    """The learner chose their track in foundations."""

    TYPE: ClassVar[str] = "track.confirmed"
    learner_id: UUID
    track: Track


class FoundationsCompletedV1(Event):
    """The learner may begin their track."""

    TYPE: ClassVar[str] = "foundations.completed"
    learner_id: UUID


class LearnerResetV1(Event):
    """An admin reset a learner; sent to the profiler as ``profiling.reset``."""

    TYPE: ClassVar[str] = "profiling.reset"
    learner_id: UUID
    epoch: int


class LearnerRestoredV1(Event):
    """An admin undid a reset; sent to the profiler as ``profiling.restored``."""

    TYPE: ClassVar[str] = "profiling.restored"
    learner_id: UUID
    epoch: int
    session_id: UUID


class StudentErasedV1(Event):
    """An admin erased a learner for good; sent to the profiler as ``learner.erased``."""

    TYPE: ClassVar[str] = "learner.erased"
    learner_id: UUID


class AccessEndedV1(Event):
    """Logins ended; sent to the profiler as ``access.revoked``. ``sid`` None: all of ``sub``."""

    TYPE: ClassVar[str] = "access.revoked"
    sub: UUID
    sid: UUID | None
    min_ver: int


class PasswordResetRequestedV1(Event):
    """Somebody asked for a reset link of an active account; the link is made when it is mailed."""

    TYPE: ClassVar[str] = "password.reset_requested"
    user_id: UUID
