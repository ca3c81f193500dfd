"""The relay's door."""

from uuid import UUID

from core.growth.portfolio import services
from core.platform.access.actors import Actor
from core.platform.outbox.registry import Delivered


def on_result_applied(event: Delivered) -> None:
    services.add_value_statement(
        actor=Actor.system("relay"),
        event_id=event.event_id,
        learner_id=event.ordering_key,
        result_id=UUID(event.payload["result_id"]),
    )
