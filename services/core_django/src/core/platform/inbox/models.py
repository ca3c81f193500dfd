"""What arrived and what became of it."""

from django.db import models


class InboxRow(models.Model):
    """``source`` is the sender and consumer; ``digest`` the sha256 of what was received."""

    id = models.UUIDField(primary_key=True)
    source = models.CharField(max_length=80)
    event_id = models.CharField(max_length=80)
    learner_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=40)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "inbox_row"
        constraints = [
            models.UniqueConstraint(fields=["source", "event_id"], name="inbox_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.event_id}"
