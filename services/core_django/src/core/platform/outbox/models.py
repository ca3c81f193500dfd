"""Events and their deliveries."""

from django.db import models


class OutboxEvent(models.Model):
    """One published event. ``ordering_key``: the learner whose events keep their order."""

    id = models.UUIDField(primary_key=True)
    type = models.CharField(max_length=80)
    payload = models.JSONField()
    ordering_key = models.UUIDField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_event"

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class Delivery(models.Model):
    """One event on its way to one consumer. ``fence`` rises with each claim of the lease.

    ``revived_at`` is when an operator last sent a dead letter again: its age counts from there.
    """

    class Status(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        DEAD = "dead"
        DISCARDED = "discarded"

    id = models.UUIDField(primary_key=True)
    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="deliveries")
    consumer = models.CharField(max_length=60)
    ordering_key = models.UUIDField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.IntegerField(default=0)
    bad_signatures = models.IntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    fence = models.BigIntegerField(default=0)
    outcome = models.CharField(max_length=40, null=True)
    last_error = models.CharField(max_length=200, null=True)
    finished_at = models.DateTimeField(null=True)
    revived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outbox_delivery"
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="outbox_delivery_once")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="outbox_delivery_due",
                condition=models.Q(status="pending"),
            ),
            models.Index(
                fields=["consumer", "ordering_key", "id"],
                name="outbox_delivery_order",
                condition=models.Q(status="pending"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} {self.event_id}"


class RelayState(models.Model):
    """What the relay last told about itself: whether a receiver is away, and that it lives."""

    receiver = models.CharField(max_length=60, primary_key=True)
    is_away = models.BooleanField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_relay_state"

    def __str__(self) -> str:
        return self.receiver
