"""The stored result: immutable bytes with the columns the database checks."""

from django.db import models

from core.people.accounts.models import User


class Result(models.Model):
    """``body`` is the canonical JSON as signed; ``recommended_track`` its primary track.

    ``restored_from`` is the row of an earlier epoch that an undone reset brought back.
    """

    id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="results")
    epoch = models.IntegerField()
    session_id = models.UUIDField()
    event_id = models.CharField(max_length=80)
    recommended_track = models.CharField(max_length=12)
    bank_version = models.CharField(max_length=40)
    schema_version = models.SmallIntegerField()
    body = models.TextField()
    result_sha256 = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    restored_from = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, related_name="+"
    )

    class Meta:
        db_table = "results_result"
        constraints = [
            models.UniqueConstraint(fields=["learner", "epoch"], name="results_result_epoch"),
            models.UniqueConstraint(
                fields=["learner", "epoch", "id", "recommended_track"], name="results_result_key"
            ),
            models.UniqueConstraint(
                fields=["id", "learner", "result_sha256", "session_id"],
                name="results_result_origin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} epoch {self.epoch}"
