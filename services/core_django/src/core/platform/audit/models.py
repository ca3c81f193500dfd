"""Insert-only rows."""

from django.db import models


class AuditEntry(models.Model):
    """One change of state. ``actor_id`` null: ``actor_label`` names a process of ours."""

    id = models.UUIDField(primary_key=True)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=40)
    action = models.CharField(max_length=80)
    subject_id = models.UUIDField(db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "audit_entry"

    def __str__(self) -> str:
        return f"{self.action} {self.id}"
