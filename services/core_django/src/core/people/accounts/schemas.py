"""What goes in and out of the account operations."""

from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from talent_contracts.model import StrictModel, Text

_EMAIL = r"^[^@\s\x00-\x1f]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"

Email = Annotated[Text, Field(max_length=254, pattern=_EMAIL)]
Password = Annotated[Text, Field(min_length=1, max_length=1024)]
Secret = Annotated[Text, Field(min_length=1, max_length=200)]
Name = Annotated[Text, Field(min_length=1, max_length=100, pattern=r"\S")]


def _check_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("must be an IANA time zone, for instance Europe/Paris")
    return name


TimeZone = Annotated[Text, Field(max_length=64), AfterValidator(_check_time_zone)]


class LoginIn(StrictModel):
    """``refresh_delivery`` body: for API clients; cookie: for pages of core's own origin."""

    email: Email
    password: Password
    refresh_delivery: Literal["cookie", "body"] = "cookie"


class TokensOut(StrictModel):
    """``expires_in`` is the access token's life in seconds; ``refresh_token`` is null when it
    went into the cookie.
    """

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str | None


class RefreshIn(StrictModel):
    """Without ``refresh_token`` the cookie is read."""

    refresh_token: Secret | None = None


class LogoutIn(StrictModel):
    """``everywhere`` ends all logins of the account."""

    everywhere: bool = False


class LinkIn(StrictModel):
    """A one-time link's secret and the password to set."""

    token: Secret
    password: Password


class ChangePasswordIn(StrictModel):
    """The password of now and the one to come."""

    current_password: Password
    new_password: Password


class ResetRequestIn(StrictModel):
    """Where to send the link."""

    email: Email


class DoneOut(StrictModel):
    """The operation took effect, or, for a reset request, was received."""

    status: Literal["ok"] = "ok"


class JwkOut(StrictModel):
    """One public Ed25519 key (RFC 8037)."""

    kty: str
    crv: str
    kid: str
    x: str
    use: str
    alg: str
    purpose: str


class JwksOut(StrictModel):
    """A JWK set (RFC 7517)."""

    keys: list[JwkOut]


class LinkOut(StrictModel):
    """A one-time link; shown this once."""

    url: str
    token: str
    expires_at: datetime
