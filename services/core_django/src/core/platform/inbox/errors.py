"""Refusals of the inbox."""

from core.platform.common.errors import DomainError


class EventIdReused(DomainError):
    code, title, status = (
        "event-id-reused",
        "This event id was received with another content",
        422,
    )
