"""Receiving events once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connections

from core.platform.access.scopes import require_writing, step
from core.platform.common.ids import new_id
from core.platform.inbox.errors import EventIdReused
from core.platform.inbox.models import InboxRow

# In id order, so that two use cases that receive the same events cannot deadlock.
_RECEIVE = """
insert into inbox_row (id, source, event_id, learner_id, digest, outcome, received_at)
select id, %(source)s, event_id, learner_id, digest, outcome, now()
from unnest(%(ids)s::uuid[], %(events)s::text[], %(learners)s::uuid[], %(digests)s::text[],
  %(outcomes)s::text[]) as arrival(id, event_id, learner_id, digest, outcome)
order by event_id
on conflict do nothing
returning event_id
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event as it came. ``digest`` is the sha256 of its content or a name for it, ``outcome``
    what is remembered if it is new.
    """

    event_id: str
    learner_id: UUID | None
    digest: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """``outcome`` is None for an event never seen and the stored one for a repeat;
    ``is_id_reused`` when the id came before with another content.
    """

    outcome: str | None
    is_id_reused: bool = False

    @property
    def is_new(self) -> bool:
        """Whether its effect is still to come."""
        return self.outcome is None and not self.is_id_reused


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
    if receipt.is_id_reused:
        raise EventIdReused
    return receipt.outcome


@step
def receive_many(*, source: str, arrivals: Sequence[Arrival]) -> Mapping[str, Receipt]:
    """The receipt of each event, by event id; the ids differ. Those that are new are written.

    One statement, and one more if there are repeats. A concurrent repeat waits as in ``receive``.
    """
    with connections[require_writing().alias].cursor() as cursor:
        cursor.execute(
            _RECEIVE,
            {
                "source": source,
                "ids": [new_id() for _ in arrivals],
                "events": [one.event_id for one in arrivals],
                "learners": [one.learner_id for one in arrivals],
                "digests": [one.digest for one in arrivals],
                "outcomes": [one.outcome for one in arrivals],
            },
        )
        new = {event_id for (event_id,) in cursor.fetchall()}
    repeats = [one for one in arrivals if one.event_id not in new]
    return dict.fromkeys(new, Receipt(None)) | _recall_all(source, repeats)


@step
def receive_new(*, source: str, arrivals: Sequence[Arrival]) -> set[str]:
    """The ids of the events never seen, now written. Raises EventIdReused if any id was reused."""
    receipts = receive_many(source=source, arrivals=arrivals)
    if any(receipt.is_id_reused for receipt in receipts.values()):
        raise EventIdReused
    return {event_id for event_id, receipt in receipts.items() if receipt.is_new}


def _recall_all(source: str, repeats: Sequence[Arrival]) -> dict[str, Receipt]:
    if not repeats:
        return {}
    ids = [one.event_id for one in repeats]
    rows = {row.event_id: row for row in InboxRow.objects.filter(source=source, event_id__in=ids)}
    return {one.event_id: _make_receipt(rows.get(one.event_id), one.digest) for one in repeats}


def _make_receipt(stored: InboxRow | None, digest: str) -> Receipt:
    try:
        return Receipt(_recall(stored, digest))
    except EventIdReused:
        return Receipt(None, is_id_reused=True)


def _recall(stored: InboxRow | None, digest: str) -> str:
    if stored is None or stored.digest != digest:
        raise EventIdReused
    return stored.outcome
