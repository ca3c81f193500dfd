"""Refusals. Raise one and forget it: only the edge turns it into problem+json."""

from collections.abc import Mapping, Sequence
from typing import Any

from talent_contracts.problems import FieldProblem


class DomainError(Exception):
    """A refusal with a stable ``code``, a ``title`` and an HTTP ``status``.

    ``errors`` name the values at fault; ``extra`` are further members of the problem that the
    operation documents; ``headers`` go on the answer.
    """

    code: str
    title: str
    status: int

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        self.detail = detail or f"{self.title}."
        super().__init__(self.detail)
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})


def body_fault(pointer: str, code: str, detail: str) -> FieldProblem:
    """A refused value of the body, by JSON pointer."""
    return FieldProblem(pointer=pointer, code=code, detail=detail)


def outside_fault(location: str, name: str, code: str, detail: str) -> FieldProblem:
    """A refused value of the query, path or headers, by name."""
    return FieldProblem.model_validate(
        {"in": location, "name": name, "code": code, "detail": detail}
    )


class InvalidInput(DomainError):
    code, title, status = "invalid-input", "A value was refused", 422


class MalformedBody(DomainError):
    code, title, status = "malformed-json", "The body is not valid JSON", 400


class BodyTooLarge(DomainError):
    code, title, status = "body-too-large", "The body is too large", 413


class UnsupportedMediaType(DomainError):
    code, title, status = "unsupported-media-type", "Send application/json", 415


class NotFound(DomainError):
    code, title, status = "not-found", "There is nothing here for you", 404


class MethodNotAllowed(DomainError):
    code, title, status = "method-not-allowed", "This method is not offered here", 405


class Unavailable(DomainError):
    code, title, status = "unavailable", "Try again in a moment", 503


class InternalError(DomainError):
    code, title, status = "internal-error", "Something went wrong on our side", 500


class HttpRefused(DomainError):
    """Whatever else the framework refuses, under the status it chose."""

    code, title = "http-error", "The request was refused"

    def __init__(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        super().__init__(headers=headers)
