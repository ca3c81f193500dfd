"""The one validator and the one verifier of passwords."""

from collections.abc import Iterable
from functools import cache

from django.contrib.auth import hashers
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from core.people.accounts import domain
from core.platform.common.errors import refuse_value
from talent_contracts.vocabulary import Role


def check_policy(password: str, roles: Iterable[Role], *, pointer: str = "/password") -> None:
    """Length by role and the common-password list; InvalidInput pointing at ``pointer``."""
    minimum = domain.min_password_length(roles)
    if len(password) < minimum:
        raise refuse_value(pointer, "too-short", f"Use at least {minimum} characters.")
    if len(password) > domain.MAX_LENGTH:
        raise refuse_value(pointer, "too-long", f"Use at most {domain.MAX_LENGTH} characters.")
    try:
        _common().validate(password)
    except ValidationError:
        raise refuse_value(
            pointer, "too-common", "This password is on the list of common ones."
        ) from None


def hash_password(password: str) -> str:
    """The argon2id hash for Credential."""
    return hashers.make_password(password)


def verify_password(password: str, stored: str | None) -> bool:
    """Whether it matches. The hash runs exactly once, also without an account."""
    matches = hashers.check_password(password, stored or _dummy())
    return matches and stored is not None


@cache
def _dummy() -> str:
    return hashers.make_password("nobody has this password")


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()
