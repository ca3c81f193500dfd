"""Issued tickets: a result without one is refused."""

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
