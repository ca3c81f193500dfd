"""Publishing, and ending what was consumed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connections

from core.platform.access.scopes import require_writing, step
from core.platform.common.clock import now
from core.platform.common.ids import new_id
from core.platform.outbox import domain, registry
from core.platform.outbox.errors import LeaseLost
from core.platform.outbox.models import Delivery
from talent_contracts.events import Event

CHANNEL = "core_outbox"
# One statement, because every change of a journey waits for it under the journey's lock. It returns
# nothing it wrote: most actors may publish what they may not read.
_PUBLISH = """
with event as (
  insert into outbox_event (id, type, payload, ordering_key, published_at)
  select made.id, made.type, made.payload, made.key, %(at)s
  from unnest(%(events)s::uuid[], %(types)s::text[], %(payloads)s::jsonb[], %(keys)s::uuid[])
    as made(id, type, payload, key)
), deliveries as (
  insert into outbox_delivery (id, event_id, consumer, ordering_key, status, attempts,
    bad_signatures, next_attempt_at, fence)
  select made.id, made.event, made.consumer, made.key, 'pending', 0, 0, %(at)s, 0
  from unnest(%(deliveries)s::uuid[], %(of)s::uuid[], %(consumers)s::text[], %(to)s::uuid[])
    as made(id, event, consumer, key)
)
select pg_notify(%(channel)s, '')
"""
_END = """
update outbox_delivery d
set status = 'done', outcome = 'applied', leased_until = null, last_error = null,
    finished_at = %(at)s
from unnest(%(ids)s::uuid[], %(fences)s::bigint[]) as held(id, fence)
where d.id = held.id and d.fence = held.fence and d.status = 'pending'
"""


@step
def end_consumed(fences: Mapping[UUID, int]) -> None:
    """Deliveries, by id with the fence of their lease, are done by what this use case does.

    Raises LeaseLost when another relay took over any of them meanwhile. A use case for several
    waits no longer than a second for any row: what one learner holds up must not hold up others.
    """
    with connections[require_writing().alias].cursor() as cursor:
        if len(fences) > 1:
            cursor.execute(f"set local lock_timeout = {domain.GROUP_LOCK_TIMEOUT_MS}")
        cursor.execute(_END, {"at": now(), "ids": list(fences), "fences": list(fences.values())})
        if cursor.rowcount != len(fences):
            raise LeaseLost


@step
def hold_off(ordering_key: UUID) -> None:
    """Wait for what core's own consumers have begun for the key, and let them begin nothing before
    this use case ends. They lock their delivery first: call it before locking what they may need.
    """
    unfinished = Delivery.objects.filter(
        ordering_key=ordering_key, status__in=[Delivery.Status.PENDING, Delivery.Status.DEAD]
    ).exclude(consumer__in=registry.list_remote())
    list(unfinished.order_by("id").select_for_update().values_list("id"))


@step
def revive(letter: Delivery) -> None:
    """Send what has ended again: same event id, fresh signature, its age counted from now."""
    at = now()
    letter.status = Delivery.Status.PENDING
    letter.attempts = letter.bad_signatures = 0
    letter.next_attempt_at = letter.revived_at = at
    letter.last_error = letter.finished_at = None
    letter.save(
        update_fields=[
            "status",
            "attempts",
            "bad_signatures",
            "next_attempt_at",
            "revived_at",
            "last_error",
            "finished_at",
        ]
    )
    _wake_relay()


@step
def discard(letter: Delivery) -> None:
    """Give a dead letter up for good."""
    letter.status = Delivery.Status.DISCARDED
    letter.save(update_fields=["status"])


@step
def publish(event: Event, *, ordering_key: UUID) -> UUID:
    """Write the event and one delivery per consumer; the relay wakes at commit.

    Events of one ``ordering_key`` reach one consumer in the order of publishing, provided the
    publisher holds a lock on the key's row, as every use case on a journey does.
    """
    (event_id,) = publish_many([(event, ordering_key)])
    return event_id


@step
def publish_many(told: Sequence[tuple[Event, UUID]]) -> list[UUID]:
    """As ``publish`` for each event and its ordering key, in one statement; their ids."""
    ids = [new_id() for _ in told]
    deliveries = [
        (new_id(), event_id, consumer.name, key)
        for event_id, (event, key) in zip(ids, told, strict=True)
        for consumer in registry.consumers_of(event.TYPE)
    ]
    made, of, consumers, to = map(list, zip(*deliveries, strict=True)) if deliveries else [[]] * 4
    with connections[require_writing().alias].cursor() as cursor:
        cursor.execute(
            _PUBLISH,
            {
                "events": ids,
                "types": [event.TYPE for event, _ in told],
                "payloads": [event.model_dump_json(by_alias=True) for event, _ in told],
                "keys": [key for _, key in told],
                "at": now(),
                "deliveries": made,
                "of": of,
                "consumers": consumers,
                "to": to,
                "channel": CHANNEL,
            },
        )
    return ids


def _wake_relay() -> None:
    with connections[require_writing().alias].cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])
