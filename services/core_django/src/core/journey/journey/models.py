"""The journey row. Its CHECKs, its composite foreign key and the epoch trigger are named
migrations; the catalog test keeps them.
"""

from django.db import models

from core.people.accounts.models import User


class Reset(models.Model):
    """What a reset took, kept so that it can be undone.

    ``confirmation`` is what foundations gave up; ``undone_at`` is set at most once.
    """

    id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    epoch = models.IntegerField()
    reason = models.TextField()
    reset_at = models.DateTimeField()
    result_id = models.UUIDField(null=True)
    track = models.CharField(max_length=12, null=True)
    foundations_completed_at = models.DateTimeField(null=True)
    confirmation = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "journey_reset"
        constraints = [
            models.UniqueConstraint(fields=["learner", "epoch"], name="journey_reset_epoch")
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} to epoch {self.epoch}"


class Journey(models.Model):
    """One row per student. ``version`` rises with every change; ``epoch`` only with a reset.

    Once ``erased_at`` is set, the row never changes again; ``erasure_event_id`` tells the profiler.
    """

    learner = models.OneToOneField(
        User, on_delete=models.RESTRICT, primary_key=True, related_name="journey"
    )
    epoch = models.IntegerField(default=1)
    version = models.BigIntegerField(default=1)
    profiling_complete = models.BooleanField(default=False)
    result_id = models.UUIDField(null=True)
    recommended_track = models.CharField(max_length=12, null=True)
    track = models.CharField(max_length=12, null=True)
    foundations_complete = models.BooleanField(default=False)
    foundations_completed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    erasure_event_id = models.UUIDField(null=True)

    class Meta:
        db_table = "journey_journey"

    def __str__(self) -> str:
        return f"{self.learner_id} epoch {self.epoch}"
