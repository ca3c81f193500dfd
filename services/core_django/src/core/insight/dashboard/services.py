"""Refreshing: by read, by event, by the minute."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from core.insight.dashboard import selectors
from core.insight.dashboard.refresh import refresh_rows
from core.insight.dashboard.selectors import Stored
from core.journey.foundations.catalogue import mandatory_module_ids
from core.platform.access.actors import Actor
from core.platform.access.scopes import reading, use_case
from core.platform.inbox import steps as inbox
from core.platform.inbox.steps import Arrival

CONSUMER = "dashboard"
CHUNK = 10_000
_SINGLE_FLIGHT = 7_216_001  # an arbitrary advisory lock key, this room's own.


def read_dashboard(actor: Actor) -> Stored:
    """The actor's row, refreshed first when it is dirty: one always sees the own change.

    A change of somebody else that comes after the refresh is shown by the next read; waiting for
    a row that nobody dirties would never end under steady changes.
    """
    with reading(actor):
        stored = selectors.find_clean(actor)
    return stored or _refresh_own(actor=actor)


@use_case()
def _refresh_own(*, actor: Actor) -> Stored:
    refresh_rows([actor.id], mandatory_modules=mandatory_module_ids())
    return selectors.get_stored(actor)


@use_case()
def refresh_after(*, actor: Actor, changed: Mapping[UUID, UUID]) -> None:
    """Rebuild the rows of learners after events, once per event: event id → learner id."""
    arrivals = [
        Arrival(str(event_id), learner_id, digest=str(learner_id), outcome="refreshed")
        for event_id, learner_id in changed.items()
    ]
    new = inbox.receive_new(source=CONSUMER, arrivals=arrivals)
    learner_ids = [changed[UUID(event_id)] for event_id in new]
    if learner_ids:
        refresh_rows(learner_ids, mandatory_modules=mandatory_module_ids())


@use_case()
def drain_dirty(*, actor: Actor) -> int:
    """Rebuild up to one chunk of dirty rows; 0 when another process is at it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_SINGLE_FLIGHT])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        return 0
    dirty = selectors.list_dirty(CHUNK)
    return refresh_rows(dirty, mandatory_modules=mandatory_module_ids()) if dirty else 0
