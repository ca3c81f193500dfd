"""The orientation assessment and the reflection."""

from collections.abc import Mapping
from random import SystemRandom
from uuid import UUID

from core.journey.foundations import domain, errors, selectors
from core.journey.foundations.enrolling import ensure_enrolment
from core.journey.foundations.models import AssessmentAttempt, Enrolment
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.common.clock import now
from core.platform.common.errors import refuse_value
from core.platform.common.ids import new_id
from core.platform.freshness import steps as freshness


@use_case()
def start_attempt(*, actor: Actor) -> AssessmentAttempt:
    """Draw ten questions, or give back the attempt that is open already.

    Raises ModulesOpen, AssessmentPassed, or AssessmentLocked after each third failure.
    """
    state = selectors.get_state(actor, lock=True)
    if state.open_attempt is not None:
        return state.open_attempt
    enrolment = ensure_enrolment(actor, state)
    if not state.has_read_all:
        raise errors.ModulesOpen
    if enrolment.assessment_passed_at is not None:
        raise errors.AssessmentPassed
    at = now()
    if enrolment.assessment_retry_at is not None and enrolment.assessment_retry_at > at:
        wait_s = int((enrolment.assessment_retry_at - at).total_seconds()) + 1
        raise errors.AssessmentLocked(retry_after_s=wait_s)
    attempt = AssessmentAttempt(
        id=new_id(),
        learner_id=actor.id,
        number=len(state.attempts) + 1,
        question_ids=domain.draw_questions(list(state.catalogue.questions), random=SystemRandom()),
        started_at=at,
    )
    attempt.save(force_insert=True)
    return attempt


@use_case()
def submit_attempt(
    *, actor: Actor, attempt_id: UUID, answers: Mapping[str, str]
) -> AssessmentAttempt:
    """Grade the open attempt. Repeating the same submission gives the same grade back."""
    state = selectors.get_state(actor, lock=True)
    attempt = next((one for one in state.attempts if one.id == attempt_id), None)
    if attempt is None:
        raise errors.AttemptUnknown
    if attempt.submitted_at is not None:
        if attempt.answers == dict(answers):
            return attempt
        raise errors.AttemptUnknown("This attempt is graded already.")
    for name in answers:
        if name not in attempt.question_ids:
            raise refuse_value(f"/answers/{name}", "unknown-question", "It was not drawn.")
    keys = {name: state.catalogue.questions[name].key for name in attempt.question_ids}
    graded = domain.grade(attempt.question_ids, answers, keys)
    attempt.answers = dict(answers)
    attempt.score, attempt.passed, attempt.submitted_at = graded.score, graded.passed, now()
    attempt.save(update_fields=["answers", "score", "passed", "submitted_at"])
    enrolment = ensure_enrolment(actor, state)
    if graded.passed:
        enrolment.assessment_passed_at = attempt.submitted_at
        enrolment.assessment_retry_at = None
    else:
        enrolment.assessment_retry_at = domain.retry_at(
            failed=state.failed_attempts, at=attempt.submitted_at
        )
    enrolment.save(update_fields=["assessment_passed_at", "assessment_retry_at"])
    freshness.raise_version([actor.id])
    return attempt


@use_case()
def write_reflection(*, actor: Actor, text: str) -> Enrolment:
    """Store or replace the learner's reflection."""
    state = selectors.get_state(actor, lock=True)
    enrolment = ensure_enrolment(actor, state)
    enrolment.reflection = text
    enrolment.reflected_at = now()
    enrolment.save(update_fields=["reflection", "reflected_at"])
    freshness.raise_version([actor.id])
    return enrolment
