"""The relay's door."""

from collections.abc import Sequence
from uuid import UUID

from core.people.accounts.services import credentials
from core.platform.access.actors import Actor
from core.platform.outbox.registry import Delivered


def on_reset_requested(events: Sequence[Delivered]) -> None:
    (event,) = events
    credentials.mail_reset_link(
        actor=Actor.system("relay"),
        event_id=event.event_id,
        user_id=UUID(event.payload["user_id"]),
    )
