"""Confirming the track and completing foundations."""

from core.journey.foundations import errors, selectors
from core.journey.foundations.enrolling import ensure_enrolment
from core.journey.foundations.selectors import State
from core.journey.journey import steps as journey_steps
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.common.clock import now
from core.platform.common.errors import refuse_value
from core.platform.freshness import steps as freshness
from talent_contracts.problems import FieldProblem
from talent_contracts.vocabulary import Track


@use_case()
def confirm_track(*, actor: Actor, track: Track, reason: str | None) -> State:
    """Write the learner's track.

    Raises AssessmentNotPassed, FoundationsComplete, or InvalidInput for an override of the
    recommendation without a reason.
    """
    state = selectors.get_state(actor, lock=True)
    if state.journey.foundations_complete:
        raise errors.FoundationsComplete
    enrolment = ensure_enrolment(actor, state)
    if enrolment.assessment_passed_at is None:
        raise errors.AssessmentNotPassed
    if track != state.journey.recommended_track and not reason:
        raise refuse_value(
            "/reason", "reason-required", "Say why you choose another track than recommended."
        )
    enrolment.confirmed_track = track.value
    enrolment.confirmed_reason = reason
    enrolment.confirmed_at = now()
    enrolment.save(update_fields=["confirmed_track", "confirmed_reason", "confirmed_at"])
    journey_steps.confirm_track(state.journey, track, reason=reason)
    freshness.raise_version([actor.id])
    return selectors.get_state(actor)


@use_case()
def complete(*, actor: Actor) -> State:
    """Open the dashboard. Raises FoundationsIncomplete listing what is missing; repeating is
    harmless.
    """
    state = selectors.get_state(actor, lock=True)
    missing = state.list_missing()
    if missing and not state.journey.foundations_complete:
        raise errors.FoundationsIncomplete(
            errors=[
                FieldProblem(pointer="", code=one.code, name=one.module_id, detail=one.code)
                for one in missing
            ]
        )
    journey_steps.complete_foundations(state.journey)
    freshness.raise_version([actor.id])
    return selectors.get_state(actor)
