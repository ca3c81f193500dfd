"""What other rooms' use cases do with profiles."""

from core.people.accounts.models import User
from core.people.profiles.models import StudentProfile
from core.platform.access.scopes import step


@step
def create_student_profile(user: User, *, grade: str, goal: str) -> StudentProfile:
    """The profile of a new student."""
    profile = StudentProfile(user=user, grade=grade, goal=goal)
    profile.save(force_insert=True)
    return profile


@step
def change_student_profile(
    profile: StudentProfile, *, grade: str | None, goal: str | None
) -> StudentProfile:
    """Write what is given; None leaves a value as it is."""
    profile.grade = profile.grade if grade is None else grade
    profile.goal = profile.goal if goal is None else goal
    profile.save(update_fields=["grade", "goal"])
    return profile
