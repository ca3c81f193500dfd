"""The relay's door."""

from collections.abc import Sequence

from core.insight.dashboard import services
from core.platform.access.actors import Actor
from core.platform.outbox.registry import Delivered


def on_changes(events: Sequence[Delivered]) -> None:
    services.refresh_after(
        actor=Actor.system("relay"),
        changed={event.event_id: event.ordering_key for event in events},
    )
