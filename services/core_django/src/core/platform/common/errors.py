"""Refusals. Rooms raise them and forget; only the edge maps them to problem+json."""

from typing import ClassVar

from talent_contracts.problems import FieldProblem


class DomainError(Exception):
    """A refusal with a stable ``code``, a ``title`` and an HTTP ``status``.

    ``detail`` says what to do; ``retry_after_s`` becomes a Retry-After header.
    """

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "The request was refused"
    status: ClassVar[int] = 409

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: list[FieldProblem] | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = errors or []
        self.retry_after_s = retry_after_s


class MalformedJson(DomainError):
    code, title, status = "malformed-json", "The body is not well-formed JSON", 400


class TooLarge(DomainError):
    code, title, status = "body-too-large", "The body is larger than this operation accepts", 413


class UnsupportedMediaType(DomainError):
    code, title, status = "unsupported-media-type", "Send application/json", 415


class NotAcceptable(DomainError):
    code, title, status = "not-acceptable", "This operation answers application/json", 406


class InvalidInput(DomainError):
    code, title, status = "invalid-input", "Some values were refused", 422


class NotAuthenticated(DomainError):
    code, title, status = "not-authenticated", "Log in first", 401


class NotAllowed(DomainError):
    code, title, status = "not-allowed", "Your role does not allow this", 403


class NotFound(DomainError):
    code, title, status = "not-found", "There is nothing here for you", 404


class MethodNotAllowed(DomainError):
    code, title, status = "method-not-allowed", "This address does not take that method", 405


class TooManyRequests(DomainError):
    code, title, status = "too-many-requests", "Too many attempts; wait and try again", 429


class InternalError(DomainError):
    code, title, status = "internal-error", "Something failed on our side", 500


class Unavailable(DomainError):
    code, title, status = "unavailable", "The service is busy or starting; try again shortly", 503


def refuse_value(pointer: str, code: str, detail: str) -> InvalidInput:
    """One refused body value as an InvalidInput."""
    return InvalidInput(errors=[FieldProblem(pointer=pointer, code=code, detail=detail)])
