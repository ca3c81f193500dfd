"""Reads of erasures."""

from datetime import datetime
from uuid import UUID

from core.front.administration import selectors as administration
from core.front.privacy import domain
from core.front.privacy.schemas import ErasureOut, ErasureState
from core.journey.journey import selectors as journeys
from core.journey.results import selectors as results
from core.people.accounts import selectors as accounts
from core.people.accounts.models import User
from core.platform.access.actors import Actor
from core.platform.common.errors import NotFound
from core.platform.outbox import selectors as outbox
from core.platform.outbox.models import Delivery

PROFILER = "profiler"
"""The consumer that sends what concerns the profiler."""


def get_erasure(actor: Actor, student_id: UUID) -> ErasureOut:
    """What erasing this student would take, or how far it is. Raises NotFound."""
    return describe(actor, accounts.get_student(actor, student_id))


def describe(actor: Actor, student: User) -> ErasureOut:
    """A student's erasure, whether it has begun or not."""
    if student.status == User.Status.ERASED:
        return _describe_begun(actor, student.id)
    obstacle = find_obstacle(student)
    return ErasureOut(
        student_id=student.id,
        state=ErasureState.BLOCKED if obstacle else ErasureState.POSSIBLE,
        blocked_by=obstacle,
        results=results.count_results(student.id),
        open_session=administration.describe(student).profiling_progress,
        erased_at=None,
        profiler_erased_at=None,
        waits_because=None,
    )


def find_obstacle(student: User) -> domain.Obstacle | None:
    """Why the student cannot be erased now."""
    return domain.find_obstacle(
        is_deactivated=student.status == User.Status.DEACTIVATED,
        roles=accounts.list_roles(student.id),
    )


def list_erased(actor: Actor) -> list[tuple[UUID, datetime, Delivery]]:
    """Every erased student, when, and how far the profiler is; for admins and operators."""
    journeys_by_event = journeys.list_erased()
    deliveries = outbox.list_deliveries(actor, event_ids=journeys_by_event, consumer=PROFILER)
    told = {one.event_id: one for one in deliveries}
    return [
        (journey.learner_id, journey.erased_at, told[event_id])
        for event_id, journey in journeys_by_event.items()
        if journey.erased_at is not None and event_id in told
    ]


def _describe_begun(actor: Actor, student_id: UUID) -> ErasureOut:
    journey = journeys.get_journey(student_id)
    if journey.erasure_event_id is None:
        raise NotFound
    told = outbox.get_delivery(actor, event_id=journey.erasure_event_id, consumer=PROFILER)
    is_done = told.status == Delivery.Status.DONE
    return ErasureOut(
        student_id=student_id,
        state=ErasureState.COMPLETE if is_done else ErasureState.UNDER_WAY,
        blocked_by=None,
        results=None,
        open_session=None,
        erased_at=journey.erased_at,
        profiler_erased_at=told.finished_at if is_done else None,
        waits_because=None if is_done else outbox.find_trouble(actor, told),
    )
