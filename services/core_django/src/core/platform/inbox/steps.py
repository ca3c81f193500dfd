"""Receiving an event once."""

from uuid import UUID

from django.db import connections

from core.platform.access.scopes import require_writing, step
from core.platform.common.ids import new_id
from core.platform.inbox.errors import EventIdReused
from core.platform.inbox.models import InboxRow


@step
def receive(
    *, source: str, event_id: str, learner_id: UUID | None, digest: str, outcome: str
) -> str | None:
    """None for an event never seen; its stored outcome for a repeat.

    Raises EventIdReused when the id came before with another content. A concurrent repeat waits
    for the first one's commit.
    """
    with connections[require_writing().alias].cursor() as cursor:
        cursor.execute(
            "insert into inbox_row"
            " (id, source, event_id, learner_id, digest, outcome, received_at)"
            " values (%s, %s, %s, %s, %s, %s, now()) on conflict do nothing",
            [new_id(), source, event_id, learner_id, digest, outcome],
        )
        if cursor.rowcount == 1:
            return None
    stored = InboxRow.objects.filter(source=source, event_id=event_id).first()
    if stored is None or stored.digest != digest:
        raise EventIdReused
    return stored.outcome
