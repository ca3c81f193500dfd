"""What other rooms' use cases do with foundations."""

from uuid import UUID

from core.journey.foundations.models import Enrolment
from core.platform.access.scopes import step


@step
def withdraw_confirmation(learner_id: UUID) -> None:
    """A reset takes the track's confirmation; progress and assessment stay."""
    Enrolment.objects.filter(learner_id=learner_id).update(
        confirmed_track=None, confirmed_reason=None, confirmed_at=None
    )
