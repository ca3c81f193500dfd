"""Receiving an event once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connections

from core.platform.access.scopes import require_writing, step
from core.platform.common.ids import new_id
from core.platform.inbox.errors import EventIdReused
from core.platform.inbox.models import InboxRow

_RECEIVE = """
insert into inbox_row (id, source, event_id, learner_id, digest, outcome, received_at)
select arrived.id, %(source)s, arrived.event_id, arrived.learner_id, arrived.digest,
  arrived.outcome, now()
from unnest(%(ids)s::uuid[], %(events)s::text[], %(learners)s::uuid[], %(digests)s::text[],
  %(outcomes)s::text[]) as arrived(id, event_id, learner_id, digest, outcome)
order by arrived.event_id
on conflict do nothing returning event_id
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One event as it arrived; ``outcome`` is what is remembered if it is new."""

    event_id: str
    learner_id: UUID | None
    digest: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is remembered of an event, and whether it was before."""

    outcome: str
    is_repeat: bool


@step
def receive(
    *, source: str, event_id: str, learner_id: UUID | None, digest: str, outcome: str
) -> str | None:
    """None for an event never seen; its stored outcome for a repeat.

    Raises EventIdReused when the id came before with another content. A concurrent repeat waits
    for the first one's commit.
    """
    arrival = Arrival(event_id, learner_id, digest, outcome)
    receipt = receive_many(source=source, arrivals=[arrival])[event_id]
    if isinstance(receipt, EventIdReused):
        raise receipt
    return receipt.outcome if receipt.is_repeat else None


@step
def receive_many(*, source: str, arrivals: Sequence[Arrival]) -> dict[str, Receipt | EventIdReused]:
    """As ``receive`` for each of several distinct events; a reused id is told, not raised."""
    if not arrivals:
        return {}
    with connections[require_writing().alias].cursor() as cursor:
        cursor.execute(
            _RECEIVE,
            {
                "source": source,
                "ids": [new_id() for _ in arrivals],
                "events": [arrival.event_id for arrival in arrivals],
                "learners": [arrival.learner_id for arrival in arrivals],
                "digests": [arrival.digest for arrival in arrivals],
                "outcomes": [arrival.outcome for arrival in arrivals],
            },
        )
        new = {event_id for (event_id,) in cursor.fetchall()}
    repeats = find_receipts(source=source, arrivals=[a for a in arrivals if a.event_id not in new])
    return {
        arrival.event_id: Receipt(arrival.outcome, is_repeat=False)
        if arrival.event_id in new
        else repeats.get(arrival.event_id, EventIdReused())  # Stored for whom we may not see.
        for arrival in arrivals
    }


@step
def receive_new(*, source: str, arrivals: Sequence[Arrival]) -> set[str]:
    """The ids of the events never seen, now written. Raises EventIdReused if any id was reused."""
    receipts = receive_many(source=source, arrivals=arrivals)
    reused = [one for one in receipts.values() if isinstance(one, EventIdReused)]
    if reused:
        raise reused[0]
    return {
        event_id
        for event_id, receipt in receipts.items()
        if isinstance(receipt, Receipt) and not receipt.is_repeat
    }


@step
def find_receipts(
    *, source: str, arrivals: Sequence[Arrival]
) -> dict[str, Receipt | EventIdReused]:
    """What is remembered of those that came before."""
    if not arrivals:
        return {}
    digests = {arrival.event_id: arrival.digest for arrival in arrivals}
    found = InboxRow.objects.filter(source=source, event_id__in=digests)
    return {stored.event_id: _compare(stored, digests[stored.event_id]) for stored in found}


def _compare(stored: InboxRow, digest: str) -> Receipt | EventIdReused:
    if stored.digest != digest:
        return EventIdReused()
    return Receipt(stored.outcome, is_repeat=True)
