"""Profiles."""

from django.db import models

from core.people.accounts.models import User


class StudentProfile(models.Model):
    """A learner's school grade, goal and self-description."""

    user = models.OneToOneField(
        User, on_delete=models.RESTRICT, primary_key=True, related_name="student_profile"
    )
    grade = models.CharField(max_length=40, default="")
    goal = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "profiles_student"

    def __str__(self) -> str:
        return str(self.user_id)
