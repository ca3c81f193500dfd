"""Refusals of accounts."""

from core.platform.common.errors import DomainError


class InvalidCredentials(DomainError):
    code, title, status = "invalid-credentials", "E-mail or password is not right", 401


class InvalidRefreshToken(DomainError):
    code, title, status = "invalid-refresh-token", "This login has ended; log in again", 401


class InvalidLink(DomainError):
    code, title, status = (
        "invalid-link",
        "This link was used, has expired or is not ours; ask for a new one",
        422,
    )


class EmailTaken(DomainError):
    code, title, status = "email-taken", "An account with this e-mail exists", 409


class OriginRefused(DomainError):
    code, title, status = "origin-refused", "This cookie is only for core's own pages", 403


class LearnerErased(DomainError):
    code, title, status = "learner-erased", "This learner was erased", 410


class WrongState(DomainError):
    code, title, status = "wrong-account-state", "The account's state does not allow this", 409
