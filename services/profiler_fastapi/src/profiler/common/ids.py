"""New ids: UUIDv7, so that they sort by the time they were made."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()


def new_event_id() -> str:
    """A fresh id of a signed event."""
    return f"evt_{uuid7()}"
