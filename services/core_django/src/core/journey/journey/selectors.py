"""Reads of the journey."""

from uuid import UUID

from core.journey.journey.domain import JourneyState
from core.journey.journey.errors import ProfilingIncomplete
from core.journey.journey.models import Journey
from core.platform.common.errors import NotFound


def find_journey(learner_id: UUID) -> Journey | None:
    """The learner's row; None for a user without a journey."""
    return Journey.objects.filter(learner_id=learner_id).first()


def get_journey(learner_id: UUID, *, lock: bool = False) -> Journey:
    """The learner's row, locked FOR UPDATE on request; NotFound without one."""
    rows = Journey.objects.select_for_update() if lock else Journey.objects
    journey = rows.filter(learner_id=learner_id).first()
    if journey is None:
        raise NotFound
    return journey


def get_profiled_journey(learner_id: UUID, *, lock: bool = False) -> Journey:
    """As ``get_journey``; ProfilingIncomplete while there is no result of this epoch."""
    journey = get_journey(learner_id, lock=lock)
    if not journey.profiling_complete:
        raise ProfilingIncomplete
    return journey


def state_of(journey: Journey | None) -> JourneyState | None:
    """What the next step depends on."""
    if journey is None:
        return None
    return JourneyState(
        profiling_complete=journey.profiling_complete,
        foundations_complete=journey.foundations_complete,
    )
