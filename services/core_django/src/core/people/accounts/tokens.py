"""Access tokens: EdDSA JWTs (RFC 9068 ``at+jwt``) under the token keyring."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import jwt
from django.conf import settings

from core.people.accounts import domain
from core.platform.common.errors import NotAuthenticated
from core.platform.common.ids import new_id
from talent_contracts import tokens
from talent_contracts.keyrings import KeyringFile
from talent_contracts.tokens import AccessClaims
from talent_contracts.vocabulary import Role


@cache
def token_keys() -> KeyringFile:
    """The keyring of access tokens."""
    return KeyringFile(settings.ENV.core_keys_dir / "token.json")


@cache
def ticket_keys() -> KeyringFile:
    """The keyring of profiling tickets."""
    return KeyringFile(settings.ENV.core_keys_dir / "ticket.json")


def published_keys() -> list[dict[str, str]]:
    """The JWK set's keys: tokens and tickets, never revoked ones."""
    return [*token_keys().get().published(), *ticket_keys().get().published()]


def issue_access_token(
    *, user_id: UUID, session_id: UUID, version: int, roles: Iterable[Role], now: datetime
) -> str:
    """A signed access token of 15 minutes for core and the profiler."""
    claims = AccessClaims(
        iss=tokens.CORE,
        aud=[tokens.AUDIENCE_CORE, tokens.AUDIENCE_PROFILER],
        sub=user_id,
        sid=session_id,
        ver=version,
        iat=int(now.timestamp()),
        exp=int((now + domain.ACCESS_TOKEN_LIFE).timestamp()),
        jti=new_id(),
        roles=sorted(roles),
    )
    return encode(claims, tokens.ACCESS_TYP, token_keys())


def encode(claims: tokens.Claims, typ: str, keys: KeyringFile) -> str:
    """Sign claims with the keyring's active key."""
    key = keys.get().signing_keys()[0]
    return jwt.encode(
        claims.payload(), key.private, tokens.ALGORITHM, headers={"kid": key.kid, "typ": typ}
    )


def read_access_token(token: str) -> AccessClaims:
    """The verified claims; NotAuthenticated for anything else."""
    try:
        header: dict[str, Any] = jwt.get_unverified_header(token)
        key = token_keys().find(str(header.get("kid")))
        if header.get("typ") != tokens.ACCESS_TYP or key is None:
            raise NotAuthenticated("This access token is not one of ours.")
        payload = jwt.decode(
            token,
            key.public,
            algorithms=[tokens.ALGORITHM],
            audience=tokens.AUDIENCE_CORE,
            issuer=tokens.CORE,
            options={"require": ["exp", "iat", "sub", "jti", "aud", "iss"]},
        )
        return AccessClaims.read(payload)
    except jwt.ExpiredSignatureError:
        raise NotAuthenticated("This access token has expired; refresh it.") from None
    except (jwt.PyJWTError, ValueError):
        raise NotAuthenticated("This access token is not one of ours.") from None
