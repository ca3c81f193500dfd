"""Refusals of tickets and of the signed sync; codes and statuses as spec psp/1."""

from core.platform.common.errors import DomainError


class ProfilingAlreadyComplete(DomainError):
    code, title, status = "profiling-already-complete", "The profiling of this epoch is done", 409


class MalformedHeaders(DomainError):
    code, title, status = "malformed-headers", "The signature headers are malformed", 400


class MalformedBatch(DomainError):
    code, title, status = "malformed-batch", "The lines of the batch cannot be told apart", 400


class DigestMismatch(DomainError):
    code, title, status = "digest-mismatch", "The digest does not belong to the body", 400


class BadSignature(DomainError):
    code, title, status = "bad-signature", "The signature does not hold", 401


class ClockSkew(DomainError):
    code, title, status = "clock-skew", "The timestamp is more than 300 seconds away", 401


class UnknownKid(DomainError):
    code, title, status = "unknown-kid", "The signing key is not known here", 403


class UnknownSchema(DomainError):
    code, title, status = "unknown-schema", "This schema number is not known here yet", 422


class TicketRefused(DomainError):
    code, title, status = (
        "ticket-refused",
        "The event's ticket was not issued by core for this learner and epoch",
        422,
    )


class ResultDigestMismatch(DomainError):
    code, title, status = (
        "result-digest-mismatch",
        "result_sha256 does not belong to the result",
        422,
    )


class SessionBegun(DomainError):
    code, title, status = (
        "session-begun",
        "The learner has begun again; confirm that this session may end",
        409,
    )


class RetakeTooEarly(DomainError):
    code, title, status = "retake-too-early", "It is too early to ask for another profiling", 409


class RetakePending(DomainError):
    code, title, status = "retake-pending", "Your earlier request is still being looked at", 409


class RetakeDecided(DomainError):
    code, title, status = "retake-decided", "This request has been decided already", 409


class NoEarlierResult(DomainError):
    code, title, status = "no-earlier-result", "There is no earlier result to compare with", 404


class LearnerUnknown(DomainError):
    code, title, status = "learner-unknown", "There is no such learner", 404
