"""Issued tickets, requested retakes, and what the profiler tells beside results."""

from django.db import models

from core.people.accounts.models import User


class Ticket(models.Model):
    """Core's permission to start one session in one epoch."""

    jti = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="tickets")
    epoch = models.IntegerField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "profiling_ticket"

    def __str__(self) -> str:
        return str(self.jti)


class RetakeRequest(models.Model):
    """A learner's wish to be profiled again, and what became of it.

    ``epoch`` is the one whose result is doubted, ``granted_epoch`` the one an approval began.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        APPROVED = "approved"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="retake_requests")
    epoch = models.IntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    answer = models.TextField(null=True)
    granted_epoch = models.IntegerField(null=True)

    class Meta:
        db_table = "profiling_retake_request"
        constraints = [
            models.UniqueConstraint(
                fields=["learner"],
                condition=models.Q(state="pending"),
                name="profiling_retake_one_pending",
            ),
            models.CheckConstraint(
                condition=models.Q(state="pending", decided_at__isnull=True)
                | (~models.Q(state="pending") & models.Q(decided_at__isnull=False)),
                name="profiling_retake_decided_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="approved", granted_epoch__isnull=False)
                | (~models.Q(state="approved") & models.Q(granted_epoch__isnull=True)),
                name="profiling_retake_approved_has_epoch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.state}"


class Progress(models.Model):
    """How far a learner's open session is; advisory, the newest report wins."""

    learner = models.OneToOneField(
        User, on_delete=models.RESTRICT, primary_key=True, related_name="profiling_progress"
    )
    epoch = models.IntegerField()
    session_id = models.UUIDField()
    answered = models.SmallIntegerField()
    total = models.SmallIntegerField()
    module = models.CharField(max_length=40, null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "profiling_progress"

    def __str__(self) -> str:
        return f"{self.learner_id} {self.answered}/{self.total}"


class BankReport(models.Model):
    """The newest item statistics of one bank; ``body`` is the JSON of its BankStatistics."""

    id = models.UUIDField(primary_key=True)
    bank_version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    structure_hash = models.CharField(max_length=64)
    scoring_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        db_table = "profiling_bank_report"
        constraints = [
            models.UniqueConstraint(
                fields=["text_hash", "structure_hash", "scoring_hash"],
                name="profiling_bank_report_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bank_version} {self.computed_at:%Y-%m-%d}"
