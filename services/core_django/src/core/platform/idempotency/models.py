"""One row per used key."""

from django.db import models


class IdempotencyRecord(models.Model):
    """Written in the transaction of the effect; the answer follows, encrypted at rest."""

    id = models.UUIDField(primary_key=True)
    user_id = models.UUIDField()
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "idempotency_record"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="idempotency_record_key")
        ]

    def __str__(self) -> str:
        return str(self.id)
