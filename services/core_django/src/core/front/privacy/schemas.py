"""What admins are told about an erasure."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.front.privacy.domain import Obstacle
from core.journey.profiling.schemas import SessionProgressOut
from talent_contracts.model import StrictModel


class ErasureState(StrEnum):
    """How far an erasure is."""

    BLOCKED = "blocked"
    POSSIBLE = "possible"
    UNDER_WAY = "under-way"
    COMPLETE = "complete"


class ErasureOut(StrictModel):
    """What erasing would take from a student, or how far it is.

    ``blocked_by`` says why it is not possible now. ``results`` (of all epochs) and ``open_session``
    would go; they are null once the student is erased. Core is done at ``erased_at``, the profiler
    at ``profiler_erased_at``; until then ``waits_because`` is the last trouble on the way there.
    """

    student_id: UUID
    state: ErasureState
    blocked_by: Obstacle | None
    results: int | None
    open_session: SessionProgressOut | None
    erased_at: datetime | None
    profiler_erased_at: datetime | None
    waits_because: str | None
