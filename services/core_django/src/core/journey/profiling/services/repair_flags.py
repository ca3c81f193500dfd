"""Giving journeys the flag back that their stored result entitles them to."""

from uuid import UUID

import structlog

from core.journey.journey import selectors as journeys
from core.journey.journey import steps as journey_steps
from core.journey.results import selectors as results
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading, use_case
from core.platform.common.errors import NotFound
from core.platform.freshness import steps as freshness

logger = structlog.get_logger(__name__)


def repair_flags(actor: Actor) -> int:
    """Apply each stored result that its learner's journey does not show; how many.

    The database keeps flag and result together, so there is work here only after somebody put
    rows back. Each repair is an alarm.
    """
    with reading(actor):
        found = journeys.list_unapplied()
    return sum(_repair_flag(actor=actor, learner_id=learner_id) for learner_id in found)


@use_case()
def _repair_flag(*, actor: Actor, learner_id: UUID) -> bool:
    try:
        journey = journeys.get_journey(learner_id, lock=True)
    except NotFound:  # Row-level security hides it from the worker once it has its flag.
        return False
    result = results.find_result(learner_id, journey.epoch)
    if journey.profiling_complete or result is None:
        return False
    journey_steps.apply_results([(journey, result)])
    freshness.raise_version([learner_id])
    logger.error("journey_flag_repaired", learner_id=str(learner_id), epoch=journey.epoch)
    return True
