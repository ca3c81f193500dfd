"""The row that every first step makes."""

from core.journey.foundations.models import Enrolment
from core.journey.foundations.selectors import State
from core.platform.access.actors import Actor
from core.platform.access.scopes import require_writing
from core.platform.common.clock import now


def ensure_enrolment(actor: Actor, state: State) -> Enrolment:
    """The learner's enrolment, made on the first step; the caller holds the journey lock."""
    require_writing()
    if state.enrolment is not None:
        return state.enrolment
    enrolment = Enrolment(learner_id=actor.id, started_at=now())
    enrolment.save(force_insert=True)
    return enrolment
