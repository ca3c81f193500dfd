"""Portfolio items."""

from django.db import models

from core.people.accounts.models import User


class PortfolioItem(models.Model):
    """One item. ``original_text`` is what the source wrote, ``text`` what the learner shows."""

    class Kind(models.TextChoices):
        VALUE_STATEMENT = "value_statement"

    id = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="portfolio_items")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    source_id = models.UUIDField()
    title = models.CharField(max_length=200)
    original_text = models.TextField()
    text = models.TextField()
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "portfolio_item"
        constraints = [
            models.UniqueConstraint(fields=["kind", "source_id"], name="portfolio_item_once")
        ]
        indexes = [models.Index(fields=["learner", "-id"], name="portfolio_item_learner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
