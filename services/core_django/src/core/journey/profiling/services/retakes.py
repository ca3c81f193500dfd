"""What a learner does about a retake; deciding is a step, for a reset belongs to it."""

from uuid import UUID

from django.db import IntegrityError, transaction

from core.journey.journey import selectors as journeys
from core.journey.profiling import selectors
from core.journey.profiling.errors import RetakeDecided, RetakePending, RetakeTooEarly
from core.journey.profiling.models import RetakeRequest
from core.journey.profiling.steps import close_retake
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.audit import steps as audit
from core.platform.common.clock import now
from core.platform.common.ids import new_id


@use_case()
def request_retake(*, actor: Actor, reason: str) -> RetakeRequest:
    """Ask for another profiling; nothing changes until it is approved.

    Raises ProfilingIncomplete, RetakePending, and RetakeTooEarly within seven days of the result
    or of a declined request.
    """
    journey = journeys.get_profiled_journey(actor.id, lock=True)
    at = now()
    allowed_from = selectors.compute_allowed_from(journey)
    if at < allowed_from:
        raise RetakeTooEarly(
            f"You may ask from {allowed_from:%Y-%m-%d %H:%M} UTC on.",
            retry_after_s=round((allowed_from - at).total_seconds()) + 1,
        )
    request = RetakeRequest(
        id=new_id(), learner_id=actor.id, epoch=journey.epoch, reason=reason, requested_at=at
    )
    try:
        with transaction.atomic(using="default"):
            request.save(force_insert=True)
    except IntegrityError:
        raise RetakePending from None
    audit.record(action="retake.requested", subject_id=actor.id, reason=reason)
    return request


@use_case()
def withdraw_retake(*, actor: Actor, request_id: UUID) -> RetakeRequest:
    """Take the own request back; repeating is harmless. Raises NotFound, RetakeDecided."""
    own = selectors.list_own_retakes(actor).select_for_update()
    request = selectors.get_retake(own, request_id)
    if request.state == RetakeRequest.State.WITHDRAWN:
        return request
    if request.state != RetakeRequest.State.PENDING:
        raise RetakeDecided
    close_retake(request, RetakeRequest.State.WITHDRAWN)
    return request
