"""Use cases of the student administration; each composes steps of the wings below."""

from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from core.front.administration import selectors
from core.front.administration.schemas import (
    ChangeStudentIn,
    CreatedStudentOut,
    CreateStudentIn,
    ResetOut,
    RetakeReviewOut,
    StudentOut,
)
from core.journey.foundations import steps as foundations
from core.journey.journey import selectors as journeys
from core.journey.journey import steps as journey_steps
from core.journey.journey.errors import NothingToRestore
from core.journey.journey.models import Journey
from core.journey.profiling import selectors as retakes
from core.journey.profiling import steps as profiling
from core.journey.profiling.errors import RetakeDecided, SessionBegun
from core.journey.profiling.models import RetakeRequest
from core.people.accounts import domain, steps
from core.people.accounts import selectors as accounts
from core.people.accounts.errors import EmailTaken, WrongState
from core.people.accounts.models import OneTimeLink, User
from core.people.accounts.schemas import LinkOut
from core.people.profiles import steps as profiles
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.audit import steps as audit
from core.platform.freshness import steps as freshness
from core.platform.outbox import steps as outbox
from talent_contracts.events import StudentCreatedV1
from talent_contracts.failpoints import failpoint
from talent_contracts.vocabulary import Role

_ACTIVATABLE = {User.Status.DEACTIVATED, User.Status.SUSPENDED}


@use_case()
def create_student(*, actor: Actor, given: CreateStudentIn) -> CreatedStudentOut:
    """Account, profile, journey and invitation in one transaction. Raises EmailTaken."""
    student = steps.create_account(
        email=given.email,
        first_name=given.first_name,
        last_name=given.last_name,
        roles=[Role.STUDENT],
        time_zone=given.time_zone,
        locale=given.locale,
    )
    profiles.create_student_profile(student, grade=given.grade, goal=given.goal)
    journey_steps.open_journey(student.id)
    invitation = _invite(student)
    outbox.publish(StudentCreatedV1(learner_id=student.id), ordering_key=student.id)
    freshness.raise_version([student.id])
    described = selectors.describe(student)
    return CreatedStudentOut(**described.model_dump(), invitation=invitation)


@use_case()
def resend_invitation(*, actor: Actor, student_id: UUID) -> LinkOut:
    """A fresh invitation; the older one ends. Raises WrongState once the account is active."""
    student = accounts.get_present_student(actor, student_id, lock=True)
    if student.status != User.Status.INVITED:
        raise WrongState("This student has accepted an invitation; send a password reset.")
    audit.record(action="invitation.renewed", subject_id=student.id)
    return _invite(student)


@use_case()
def change_student(*, actor: Actor, student_id: UUID, given: ChangeStudentIn) -> StudentOut:
    """Write what is given. Raises EmailTaken."""
    student = accounts.get_present_student(actor, student_id, lock=True)
    changes = given.model_dump(exclude_unset=True, exclude_none=True)
    columns = {name: changes[name] for name in changes if name not in {"grade", "goal"}}
    if "email" in columns:
        columns["email"] = domain.normalise_email(columns["email"])
    before = {name: getattr(student, name) for name in columns}
    for name, value in columns.items():
        setattr(student, name, value)
    if columns:
        try:
            with transaction.atomic(using="default"):
                student.save(update_fields=list(columns))
        except IntegrityError:
            raise EmailTaken from None
    profiles.change_student_profile(student.student_profile, grade=given.grade, goal=given.goal)
    audit.record(
        action="student.changed",
        subject_id=student.id,
        before={"fields": sorted(before)},
        after={"fields": sorted(changes)},
    )
    freshness.raise_version([student.id])
    return selectors.describe(student)


@use_case()
def activate_student(*, actor: Actor, student_id: UUID) -> StudentOut:
    """Let a deactivated student log in again, or accept the invitation; repeating is harmless."""
    student = accounts.get_present_student(actor, student_id, lock=True)
    if student.status == User.Status.INVITED:
        raise WrongState("This student has not accepted the invitation yet.")
    if student.status in _ACTIVATABLE:
        has_password = accounts.has_accepted_invitation(student.id)
        steps.change_status(student, User.Status.ACTIVE if has_password else User.Status.INVITED)
    return selectors.describe(student)


@use_case()
def deactivate_student(*, actor: Actor, student_id: UUID, reason: str) -> StudentOut:
    """End every login and refuse new ones; nothing is deleted. Repeating is harmless."""
    student = accounts.get_present_student(actor, student_id, lock=True)
    steps.change_status(student, User.Status.DEACTIVATED)
    audit.record(action="student.deactivated", subject_id=student.id, reason=reason)
    return selectors.describe(student)


@use_case()
def reset_profiling(*, actor: Actor, student_id: UUID, reason: str) -> ResetOut:
    """Epoch + 1: whatever was under way for the old epoch can never come back."""
    student = accounts.get_present_student(actor, student_id)
    student.journey = _begin_epoch(student.id, reason=reason)
    profiling.lapse_retake(student.id)
    described = selectors.describe(student)
    return ResetOut(epoch=described.epoch, next=described.next)


@use_case()
def undo_reset(*, actor: Actor, student_id: UUID, reason: str, is_sure: bool) -> ResetOut:
    """Bring back what the last reset took, under a new epoch.

    Raises NothingToRestore, and SessionBegun unless ``is_sure`` when the learner has begun again.
    """
    student = accounts.get_present_student(actor, student_id)
    student.journey = journeys.get_journey(student.id, lock=True)
    undone = journeys.find_undoable_reset(student.journey)
    if undone is None:
        raise NothingToRestore
    if not is_sure and retakes.has_begun(student.id, epoch=student.journey.epoch):
        raise SessionBegun
    journey_steps.undo_reset(student.journey, undone, reason=reason)
    failpoint("core.undo.journey-restored")
    foundations.restore_confirmation(student.id, undone.confirmation)
    freshness.raise_version([student.id])
    described = selectors.describe(student)
    return ResetOut(epoch=described.epoch, next=described.next)


@use_case()
def approve_retake(*, actor: Actor, request_id: UUID, answer: str | None) -> RetakeReviewOut:
    """Reset the learner's profiling as asked; repeating is harmless. Raises RetakeDecided."""
    request = _lock_retake(actor, request_id)
    if request.state == RetakeRequest.State.APPROVED:
        return selectors.describe_retake(request)
    _check_is_pending(request)
    journey = _begin_epoch(request.learner_id, reason=f"Retake: {request.reason}")
    profiling.close_retake(
        request, RetakeRequest.State.APPROVED, answer=answer, granted_epoch=journey.epoch
    )
    return selectors.describe_retake(request)


@use_case()
def decline_retake(*, actor: Actor, request_id: UUID, answer: str) -> RetakeReviewOut:
    """Leave the result as it is; repeating is harmless. Raises RetakeDecided."""
    request = _lock_retake(actor, request_id)
    if request.state == RetakeRequest.State.DECLINED:
        return selectors.describe_retake(request)
    _check_is_pending(request)
    profiling.close_retake(request, RetakeRequest.State.DECLINED, answer=answer)
    return selectors.describe_retake(request)


def _begin_epoch(learner_id: UUID, *, reason: str) -> Journey:
    journeys.get_journey(learner_id, lock=True)
    taken = foundations.withdraw_confirmation(learner_id)
    failpoint("core.reset.confirmation-withdrawn")
    journey = journey_steps.reset(learner_id, reason=reason, confirmation=taken)
    freshness.raise_version([learner_id])
    return journey


def _lock_retake(actor: Actor, request_id: UUID) -> RetakeRequest:
    """The journey's row first, as every reset does: two of them must not wait for each other."""
    asked = retakes.get_retake(retakes.list_retakes(actor, state=None), request_id)
    journeys.get_journey(asked.learner_id, lock=True)
    return profiling.lock_retake(request_id)


def _check_is_pending(request: RetakeRequest) -> None:
    if request.state != RetakeRequest.State.PENDING:
        raise RetakeDecided(f"It was {request.state} before.")


def _invite(student: User) -> LinkOut:
    issued = steps.issue_link(student, OneTimeLink.Purpose.INVITATION)
    return LinkOut(
        url=f"{settings.ENV.core_public_url}/invite?token={issued.token}",
        token=issued.token,
        expires_at=issued.expires_at,
    )
