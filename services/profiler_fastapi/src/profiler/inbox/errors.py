"""Refusals of the signed inbox, in the words of the protocol."""

from profiler.common.errors import DomainError
from talent_contracts.signing import Refused


class SignatureRefused(DomainError):
    """A PSP/1 refusal under its own reason and status."""

    title = "The signed request was refused"

    def __init__(self, refused: Refused) -> None:
        self.code, self.status = refused.reason, refused.status
        super().__init__((refused.__doc__ or "").partition("\n")[0])


class UnknownSchema(DomainError):
    code, title, status = "unknown-schema", "This schema version is not known yet", 422


class EventIdReused(DomainError):
    code, title, status = "event-id-reused", "This event id stood on another body", 422
