"""Verifying core's two kinds of token. Pure: keys and clock are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import Field, ValidationError

from talent_contracts.keyrings import Jwk
from talent_contracts.model import StrictModel
from talent_contracts.tokens import (
    ACCESS_TYP,
    ALGORITHM,
    AUDIENCE_PROFILER,
    CORE,
    TICKET_TYP,
    AccessClaims,
    TicketClaims,
)

MAX_TOKEN_CHARACTERS = 4096
LEEWAY_S = 60
REQUIRED = ["exp", "iat", "sub", "jti", "iss", "aud"]

Kind = Literal["token", "ticket"]
Claims = TypeVar("Claims", AccessClaims, TicketClaims)


class NotValid(Exception):
    """Not a token of core for this service and purpose."""


class Expired(Exception):
    """A token of core whose time is over."""


class PublishedKey(StrictModel):
    """One entry of core's JWKS."""

    kid: str
    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    alg: Literal["EdDSA"]
    use: Literal["sig"]
    purpose: Kind

    def read(self) -> Ed25519PublicKey:
        """The key. Raises pydantic's ValidationError when it is malformed."""
        return Jwk(kid=self.kid, x=self.x, purpose=self.purpose, state="active").public_key


class PublishedKeys(StrictModel):
    """Core's JWKS."""

    keys: list[PublishedKey] = Field(max_length=100)


KeyTable = Mapping[tuple[str, str], Ed25519PublicKey]


def read_published_keys(document: Any) -> KeyTable:
    """Purpose and kid → key. Raises :class:`NotValid` unless the whole document is in order."""
    try:
        published = PublishedKeys.model_validate(document)
        return {(key.purpose, key.kid): key.read() for key in published.keys}
    except ValidationError as error:
        raise NotValid("core's JWKS is not in order") from error


def read_kid(token: str, typ: str) -> str:
    """The kid a token names. Raises :class:`NotValid` for another algorithm or ``typ``."""
    if len(token) > MAX_TOKEN_CHARACTERS:
        raise NotValid
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise NotValid from error
    kid = header.get("kid")
    if header.get("typ") != typ or header.get("alg") != ALGORITHM or not isinstance(kid, str):
        raise NotValid
    if header.keys() - {"typ", "alg", "kid"}:
        raise NotValid
    return kid


def verify_access_token(token: str, key: Ed25519PublicKey, now: datetime) -> AccessClaims:
    """The claims of an access token. Raises :class:`NotValid` or :class:`Expired`."""
    read_kid(token, ACCESS_TYP)
    return _check_time(_decode(token, key, AccessClaims), now)


def verify_ticket(token: str, key: Ed25519PublicKey, now: datetime) -> TicketClaims:
    """The claims of a ticket. Raises :class:`NotValid` or :class:`Expired`."""
    read_kid(token, TICKET_TYP)
    return _check_time(_decode(token, key, TicketClaims), now)


def _decode(token: str, key: Ed25519PublicKey, model: type[Claims]) -> Claims:
    try:
        payload = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE_PROFILER,
            issuer=CORE,
            options={
                "require": REQUIRED,
                "verify_exp": False,  # Judged below against the given clock.
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
        return model.read(payload)
    except (jwt.PyJWTError, ValidationError, ValueError) as error:
        raise NotValid from error


def _check_time(claims: Claims, now: datetime) -> Claims:
    seconds = now.timestamp()
    if claims.iat > seconds + LEEWAY_S or claims.exp <= claims.iat:
        raise NotValid
    if claims.exp <= seconds:
        raise Expired
    return claims


@dataclass(frozen=True, slots=True)
class Revocation:
    """An ended sign-in, or everything below a version."""

    sid: UUID | None
    min_ver: int


def is_revoked(claims: AccessClaims, revocations: list[Revocation]) -> bool:
    """Whether one of the learner's revocations ends this token."""
    return any(
        claims.ver < revocation.min_ver or claims.sid == revocation.sid
        for revocation in revocations
    )
