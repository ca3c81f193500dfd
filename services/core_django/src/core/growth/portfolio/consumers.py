"""The relay's door."""

from collections.abc import Sequence
from uuid import UUID

from core.growth.portfolio import services
from core.growth.portfolio.services import AppliedResult
from core.platform.access.actors import Actor
from core.platform.outbox.registry import Delivered


def on_results_applied(events: Sequence[Delivered]) -> None:
    services.add_value_statements(
        actor=Actor.system("relay"),
        applied=[
            AppliedResult(one.event_id, one.ordering_key, UUID(one.payload["result_id"]))
            for one in events
        ],
    )
