"""Reads of dead letters, for admins and operators. Row-level security is the second lock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from core.platform.access.actors import Actor
from core.platform.common.errors import NotFound
from core.platform.outbox.models import Delivery
from talent_contracts.vocabulary import Role


def list_dead_letters(
    actor: Actor, *, consumer: str | None = None, event_type: str | None = None
) -> QuerySet[Delivery]:
    """Deliveries that were given up, with their events; nothing for other users."""
    if actor.user_id is not None and not actor.has(Role.ADMIN):
        return Delivery.objects.none()
    found = Delivery.objects.filter(status=Delivery.Status.DEAD).select_related("event")
    if consumer:
        found = found.filter(consumer=consumer)
    return found.filter(event__type=event_type) if event_type else found


def get_delivery(actor: Actor, *, event_id: UUID, consumer: str) -> Delivery:
    """How far an event is on its way to one consumer. NotFound for other users too."""
    found = list_deliveries(actor, event_ids=[event_id], consumer=consumer).first()
    if found is None:
        raise NotFound
    return found


def list_deliveries(
    actor: Actor, *, event_ids: Collection[UUID], consumer: str
) -> QuerySet[Delivery]:
    """How far these events are on their way to one consumer; nothing for other users."""
    if actor.user_id is not None and not actor.has(Role.ADMIN):
        return Delivery.objects.none()
    return Delivery.objects.filter(event_id__in=event_ids, consumer=consumer)


def find_trouble(actor: Actor, told: Delivery) -> str | None:
    """What last kept a delivery, or the one before it that it waits for, from its consumer."""
    if told.status != Delivery.Status.PENDING or not actor.has(Role.ADMIN):
        return told.last_error
    waiting = Delivery.objects.filter(
        consumer=told.consumer, ordering_key=told.ordering_key, status=Delivery.Status.PENDING
    )
    first = waiting.order_by("id").first()
    return first.last_error if first else None


@dataclass(frozen=True, slots=True)
class QueueState:
    """How much waits and how much was given up, per consumer."""

    consumer: str
    pending: int
    dead: int
    oldest_pending_at: datetime | None


def list_queues(actor: Actor) -> list[QueueState]:
    """Every consumer that has something pending or dead; nothing for other users."""
    if actor.user_id is not None and not actor.has(Role.ADMIN):
        return []
    pending, dead = Q(status=Delivery.Status.PENDING), Q(status=Delivery.Status.DEAD)
    rows = (
        Delivery.objects.filter(pending | dead)
        .values("consumer")
        .annotate(
            waiting=Count("id", filter=pending),
            given_up=Count("id", filter=dead),
            oldest=Min("event__published_at", filter=pending),
        )
        .order_by("consumer")
    )
    return [
        QueueState(row["consumer"], row["waiting"], row["given_up"], row["oldest"]) for row in rows
    ]
