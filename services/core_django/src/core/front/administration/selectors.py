"""Reads of the student administration."""

from uuid import UUID

from django.db.models import QuerySet

from core.front.administration.schemas import StudentOut, reads_status
from core.front.session.schemas import NextOut
from core.journey.journey import domain
from core.journey.journey import selectors as journeys
from core.people.accounts import selectors as accounts
from core.people.accounts.models import User
from core.platform.access.actors import Actor
from talent_contracts.vocabulary import Role, Track


def list_students(actor: Actor, *, search: str | None, status: str | None) -> QuerySet[User]:
    """Students with journey and profile joined: one query for a page of any size."""
    students = accounts.list_students(actor, search=search, status=status)
    return students.select_related("journey", "student_profile")


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
        next=NextOut(step=step.step, reason=step.reason, url=step.url),
    )
