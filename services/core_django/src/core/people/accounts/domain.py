"""Pure rules of accounts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum, auto

from talent_contracts.vocabulary import Role

MIN_LENGTH = 12
MIN_LENGTH_STAFF = 15
MAX_LENGTH = 128
STAFF = frozenset({Role.ADMIN, Role.DIRECTOR, Role.MENTOR, Role.TEACHER, Role.TUTOR})
ACCESS_TOKEN_LIFE = timedelta(minutes=15)
REFRESH_TOKEN_LIFE = timedelta(days=14)
INVITATION_LIFE = timedelta(hours=72)
PASSWORD_RESET_LIFE = timedelta(hours=1)
ROTATION_GRACE = timedelta(seconds=30)


def normalise_email(email: str) -> str:
    """The one spelling under which an address is stored and looked up."""
    return email.strip().lower()


def min_password_length(roles: Iterable[Role]) -> int:
    """Characters a password needs at least."""
    return MIN_LENGTH_STAFF if STAFF & frozenset(roles) else MIN_LENGTH


class RefreshDecision(Enum):
    """What a presented refresh token earns."""

    ROTATE = auto()
    REPLACE_SUCCESSOR = auto()
    REFUSE = auto()
    REVOKE_FAMILY = auto()


def decide_refresh(
    *,
    now: datetime,
    expires_at: datetime,
    rotated_at: datetime | None,
    died_at: datetime | None,
    successor_rotated_at: datetime | None,
) -> RefreshDecision:
    """Spec 30: within 30 s of its rotation a token may be shown again while its successor is
    unused; used successor: refused, the family lives; later: the family is revoked.
    """
    if expires_at <= now or died_at is not None:
        return RefreshDecision.REFUSE
    if rotated_at is None:
        return RefreshDecision.ROTATE
    if now - rotated_at > ROTATION_GRACE:
        return RefreshDecision.REVOKE_FAMILY
    if successor_rotated_at is None:
        return RefreshDecision.REPLACE_SUCCESSOR
    return RefreshDecision.REFUSE
