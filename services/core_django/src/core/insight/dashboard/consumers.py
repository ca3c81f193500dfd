"""The relay's door."""

from core.insight.dashboard import services
from core.platform.access.actors import Actor
from core.platform.outbox.registry import Delivered


def on_change(event: Delivered) -> None:
    services.refresh_after(
        actor=Actor.system("relay"), event_id=event.event_id, learner_id=event.ordering_key
    )
