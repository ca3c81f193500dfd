"""Reads of profiles."""

from uuid import UUID

from core.people.profiles.models import StudentProfile


def find_student_profile(user_id: UUID) -> StudentProfile | None:
    """A student's profile; None for other accounts."""
    return StudentProfile.objects.filter(user_id=user_id).first()
