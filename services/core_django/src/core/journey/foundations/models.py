"""What a learner has done in foundations. Modules and questions themselves are seed data."""

from django.db import models

from core.people.accounts.models import User


class Enrolment(models.Model):
    """One row per learner. A reset takes ``confirmed_*`` alone."""

    learner = models.OneToOneField(
        User, on_delete=models.RESTRICT, primary_key=True, related_name="foundations"
    )
    started_at = models.DateTimeField()
    assessment_passed_at = models.DateTimeField(null=True)
    assessment_retry_at = models.DateTimeField(null=True)
    reflection = models.TextField(default="")
    reflected_at = models.DateTimeField(null=True)
    confirmed_track = models.CharField(max_length=12, null=True)
    confirmed_reason = models.TextField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "foundations_enrolment"

    def __str__(self) -> str:
        return str(self.learner_id)


class ModuleProgress(models.Model):
    """Active time and position as the server measured them, seconds and 0 to 1."""

    id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    module_id = models.CharField(max_length=60)
    active_s = models.FloatField(default=0)
    position = models.FloatField(default=0)
    started_at = models.DateTimeField()
    last_beat_at = models.DateTimeField()
    checks_passed = models.JSONField(default=list)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "foundations_module_progress"
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "module_id"], name="foundations_module_progress_once"
            ),
            models.CheckConstraint(
                condition=models.Q(active_s__gte=0, position__gte=0, position__lte=1),
                name="foundations_module_progress_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.module_id}"


class AssessmentAttempt(models.Model):
    """Ten drawn questions; ``answers`` and ``score`` (0 to 1) once submitted."""

    id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    number = models.IntegerField()
    question_ids = models.JSONField()
    answers = models.JSONField(null=True)
    score = models.FloatField(null=True)
    passed = models.BooleanField(null=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "foundations_assessment_attempt"
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "number"], name="foundations_attempt_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} attempt {self.number}"
