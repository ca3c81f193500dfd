"""The learner's version."""

from django.db import models


class Freshness(models.Model):
    """Raised by every use case that changes what a dashboard shows."""

    learner_id = models.UUIDField(primary_key=True)
    version = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "freshness"

    def __str__(self) -> str:
        return f"{self.learner_id} v{self.version}"
