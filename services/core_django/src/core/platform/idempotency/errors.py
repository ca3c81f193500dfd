"""Refusals of repeated requests."""

from core.platform.common.errors import DomainError


class IdempotencyKeyReused(DomainError):
    code, title, status = (
        "idempotency-key-reused",
        "This Idempotency-Key was used for another request; make a new key",
        422,
    )


class IdempotencyAnswerLost(DomainError):
    code, title, status = (
        "idempotency-answer-lost",
        "The first request took effect but its answer was lost; read the resource",
        409,
    )
