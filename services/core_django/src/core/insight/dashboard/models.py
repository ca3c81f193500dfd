"""The read model."""

from django.db import models

from core.people.accounts.models import User


class DashboardRow(models.Model):
    """``body`` is JSON text; dirty when older than freshness or past ``stale_at``."""

    learner = models.OneToOneField(
        User, on_delete=models.RESTRICT, primary_key=True, related_name="+"
    )
    version = models.BigIntegerField()
    body = models.TextField()
    stale_at = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField()

    class Meta:
        db_table = "dashboard_row"

    def __str__(self) -> str:
        return f"{self.learner_id} v{self.version}"
