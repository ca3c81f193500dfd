"""Refusals of the session engine."""

from datetime import UTC

from profiler.common.errors import DomainError
from profiler.sessions.merge import StoredAnswer


class SessionNotFound(DomainError):
    code, title, status = "not-found", "There is no such session of yours", 404


class StaleEpoch(DomainError):
    code, title, status = "stale-epoch", "A reset made this ticket obsolete", 409


class LearnerErased(DomainError):
    code, title, status = "learner-erased", "This learner was erased", 410


class SessionCompleted(DomainError):
    code, title, status = "session-completed", "This session is complete", 409


class SessionSuperseded(DomainError):
    code, title, status = "session-superseded", "A reset ended this session", 409


class SessionExpired(DomainError):
    code, title, status = "session-expired", "This session has expired; start again", 409


class SessionNotCompleted(DomainError):
    code, title, status = "session-not-completed", "This session is not complete yet", 409


class StaleAnswer(DomainError):
    code, title, status = "stale-answer", "A newer answer is stored", 409

    def __init__(self, stored: StoredAnswer) -> None:
        super().__init__(
            f"The stored answer has version {stored.answer_version}.",
            extra={
                "answer_version": stored.answer_version,
                "selected_option": stored.selected_option,
                "answered_at": f"{stored.answered_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            },
        )


class BankRetired(DomainError):
    code, title, status = "bank-retired", "The questions have changed; start again", 409


class AnswersMissing(DomainError):
    code, title, status = "not-enough-answers", "Too few preference answers for a result", 422
