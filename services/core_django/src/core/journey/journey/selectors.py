"""Reads of the journey."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from core.journey.journey import domain
from core.journey.journey.domain import JourneyState
from core.journey.journey.errors import ProfilingIncomplete
from core.journey.journey.models import Journey, Reset
from core.journey.results.models import Result
from core.people.accounts.errors import LearnerErased
from core.platform.common.clock import now
from core.platform.common.errors import NotFound

_EVER = datetime.min.replace(tzinfo=UTC)
LOCK_WITHIN_S = 3
"""Less than the patience of whoever told us the event."""


def find_journey(learner_id: UUID) -> Journey | None:
    """The learner's row; None for a user without a journey."""
    return Journey.objects.filter(learner_id=learner_id).first()


def get_journey(learner_id: UUID, *, lock: bool = False) -> Journey:
    """The learner's row, locked FOR UPDATE on request; NotFound without one.

    Whoever locks it means to change it: LearnerErased when there is nothing left to change.
    """
    rows = Journey.objects.select_for_update() if lock else Journey.objects
    journey = rows.filter(learner_id=learner_id).first()
    if journey is None:
        raise NotFound
    if lock and journey.erased_at is not None:
        raise LearnerErased
    return journey


def lock_journeys(learner_ids: Collection[UUID], *, waits: bool) -> dict[UUID, Journey]:
    """The learners' rows, locked FOR UPDATE in the order of their ids, as far as there are any.

    Without ``waits`` those that another transaction holds are left out; with it, a wait of more
    than ``LOCK_WITHIN_S`` is an OperationalError.
    """
    if waits:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('lock_timeout', %s, true)", [f"{LOCK_WITHIN_S}s"])
    rows = Journey.objects.select_for_update(skip_locked=not waits)
    found = rows.filter(learner_id__in=learner_ids).order_by("learner_id")
    return {journey.learner_id: journey for journey in found}


def get_profiled_journey(learner_id: UUID, *, lock: bool = False) -> Journey:
    """As ``get_journey``; ProfilingIncomplete while there is no result of this epoch."""
    journey = get_journey(learner_id, lock=lock)
    if not journey.profiling_complete:
        raise ProfilingIncomplete
    return journey


def list_unapplied() -> list[UUID]:
    """Learners whose journey does not show the result that is stored for its epoch."""
    stored = Result.objects.filter(learner_id=OuterRef("learner_id"), epoch=OuterRef("epoch"))
    rows = Journey.objects.filter(Exists(stored), profiling_complete=False)
    return list(rows.order_by("learner_id").values_list("learner_id", flat=True))


def list_erased(since: datetime | None = None) -> dict[UUID, Journey]:
    """Event that told of it → journey, for everybody who was erased since, in that order."""
    rows = Journey.objects.filter(erased_at__isnull=False, erased_at__gte=since or _EVER)
    found = rows.order_by("erased_at", "learner_id")
    return {one.erasure_event_id: one for one in found if one.erasure_event_id}


def find_undoable_reset(journey: Journey) -> Reset | None:
    """The reset that began the present epoch, while it can be undone: for 24 hours, as long as the
    learner has no newer result, and if there was a result to bring back.
    """
    if journey.profiling_complete:
        return None
    return Reset.objects.filter(
        learner_id=journey.learner_id,
        epoch=journey.epoch,
        undone_at=None,
        result_id__isnull=False,
        reset_at__gt=now() - domain.UNDO_WITHIN,
    ).first()


def state_of(journey: Journey | None) -> JourneyState | None:
    """What the next step depends on."""
    if journey is None:
        return None
    return JourneyState(
        profiling_complete=journey.profiling_complete,
        foundations_complete=journey.foundations_complete,
    )
