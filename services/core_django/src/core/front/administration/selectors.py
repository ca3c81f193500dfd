"""Reads of the student administration."""

from uuid import UUID

from django.db.models import QuerySet

from core.front.administration.schemas import (
    ResetPreviewOut,
    RetakeLearnerOut,
    RetakeReviewOut,
    StudentOut,
    UndoPreviewOut,
    reads_status,
)
from core.front.session.schemas import NextOut
from core.journey.journey import domain
from core.journey.journey import selectors as journeys
from core.journey.journey.errors import NothingToRestore
from core.journey.profiling import selectors as profiling
from core.journey.profiling.models import RetakeRequest
from core.journey.profiling.schemas import SessionProgressOut
from core.journey.results import selectors as results
from core.people.accounts import selectors as accounts
from core.people.accounts.models import User
from core.platform.access.actors import Actor
from talent_contracts.vocabulary import Role, Track


def list_students(actor: Actor, *, search: str | None, status: str | None) -> QuerySet[User]:
    """Students with journey and profile joined: one query for a page of any size."""
    students = accounts.list_students(actor, search=search, status=status)
    return students.select_related("journey", "student_profile", "profiling_progress")


def get_student(actor: Actor, student_id: UUID) -> StudentOut:
    """One student; NotFound for what is no student."""
    return describe(accounts.get_student(actor, student_id))


def describe(student: User) -> StudentOut:
    """A student with journey and next step."""
    journey = student.journey
    step = domain.next_step(
        is_active=student.is_active,
        must_change_password=student.must_change_password,
        roles=[Role.STUDENT],
        journey=journeys.state_of(journey),
    )
    return StudentOut(
        id=student.id,
        email=student.email,
        first_name=student.first_name,
        last_name=student.last_name,
        status=reads_status.validate_python(student.status),
        grade=student.student_profile.grade,
        goal=student.student_profile.goal,
        time_zone=student.time_zone,
        locale=student.locale,
        created_at=student.created_at,
        epoch=journey.epoch,
        profiling_complete=journey.profiling_complete,
        foundations_complete=journey.foundations_complete,
        recommended_track=Track(journey.recommended_track) if journey.recommended_track else None,
        track=Track(journey.track) if journey.track else None,
        profiling_progress=_find_progress(student),
        next=NextOut(step=step.step, reason=step.reason, url=step.url),
    )


def preview_reset(actor: Actor, student_id: UUID) -> ResetPreviewOut:
    """What a reset would take. Raises NotFound, LearnerErased."""
    student = accounts.get_present_student(actor, student_id)
    journey = student.journey
    result = results.find_result(student.id, journey.epoch)
    return ResetPreviewOut(
        epoch=journey.epoch,
        takes_result_of=result.occurred_at if result else None,
        takes_track=Track(journey.track) if journey.track else None,
        takes_foundations_completion=journey.foundations_complete,
        ends_open_session=_find_progress(student),
        undo_within_hours=int(domain.UNDO_WITHIN.total_seconds() // 3600) if result else None,
    )


def preview_undo(actor: Actor, student_id: UUID) -> UndoPreviewOut:
    """What undoing the last reset would do. Raises NotFound, LearnerErased, NothingToRestore."""
    student = accounts.get_present_student(actor, student_id)
    undone = journeys.find_undoable_reset(student.journey)
    if undone is None or undone.result_id is None:
        raise NothingToRestore
    return UndoPreviewOut(
        possible_until=undone.reset_at + domain.UNDO_WITHIN,
        reset_at=undone.reset_at,
        reset_reason=undone.reason,
        restores_result_of=results.get_result(undone.result_id).occurred_at,
        restores_track=Track(undone.track) if undone.track else None,
        restores_foundations_completion=undone.foundations_completed_at is not None,
        ends_begun_session=profiling.has_begun(student.id, epoch=student.journey.epoch),
        session=_find_progress(student),
    )


def describe_retake(request: RetakeRequest) -> RetakeReviewOut:
    """A request with its learner."""
    learner = request.learner
    return RetakeReviewOut(
        **profiling.describe_retake(request).model_dump(),
        learner=RetakeLearnerOut(
            id=learner.id,
            email=learner.email,
            first_name=learner.first_name,
            last_name=learner.last_name,
        ),
        epoch=request.epoch,
    )


def _find_progress(student: User) -> SessionProgressOut | None:
    """Of the open session; what is complete has a result instead."""
    if student.journey.profiling_complete:
        return None
    progress = getattr(student, "profiling_progress", None)
    return profiling.describe_progress(progress, epoch=student.journey.epoch)
