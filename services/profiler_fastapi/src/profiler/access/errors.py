"""Refusals of identity."""

from profiler.common.errors import DomainError

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="talent-engine"'}


class Unauthenticated(DomainError):
    code, title, status = "unauthenticated", "Sign in first", 401

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers=_CHALLENGE)


class TokenInvalid(Unauthenticated):
    code, title = "token-invalid", "The access token is not valid"


class TokenExpired(Unauthenticated):
    code, title = "token-expired", "The access token has expired"


class TokenRevoked(Unauthenticated):
    code, title = "token-revoked", "This sign-in has ended"


class RoleRequired(DomainError):
    code, title, status = "role-required", "Your role may not do this", 403


class TicketInvalid(DomainError):
    code, title, status = "ticket-invalid", "The ticket is not valid", 422


class TicketExpired(DomainError):
    code, title, status = "ticket-expired", "The ticket has expired; ask core for a new one", 409


class TicketNotYours(DomainError):
    code, title, status = "ticket-not-yours", "The ticket belongs to someone else", 403
