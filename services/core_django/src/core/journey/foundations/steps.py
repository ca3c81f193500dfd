"""What other rooms' use cases do with foundations."""

from typing import Any
from uuid import UUID

from core.journey.foundations.models import Enrolment
from core.platform.access.scopes import step

_CONFIRMATION = ("confirmed_track", "confirmed_reason", "confirmed_at")


@step
def withdraw_confirmation(learner_id: UUID) -> dict[str, Any] | None:
    """A reset takes the track's confirmation; progress and assessment stay.

    Returns what was taken, for ``restore_confirmation``; None when there was nothing.
    """
    rows = Enrolment.objects.filter(learner_id=learner_id, confirmed_at__isnull=False)
    taken: dict[str, Any] | None = rows.values(*_CONFIRMATION).first()
    if taken is None:
        return None
    rows.update(**dict.fromkeys(_CONFIRMATION))
    return {**taken, "confirmed_at": taken["confirmed_at"].isoformat()}


@step
def restore_confirmation(learner_id: UUID, taken: dict[str, Any] | None) -> None:
    """An undone reset gives the confirmation back as it was."""
    if taken is not None:
        Enrolment.objects.filter(learner_id=learner_id).update(**taken)
