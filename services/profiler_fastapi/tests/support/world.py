"""The world around the profiler: core's keys, learners with tokens and tickets, a set clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt

from talent_contracts.keyrings import Keyring, new_key
from talent_contracts.tokens import ACCESS_TYP, ALGORITHM, CORE, TICKET_TYP


class SetClock:
    """The machine's clock, moved by ``shift``."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift


@dataclass(frozen=True)
class CoreKeys:
    """Core's private rings."""

    token: Keyring
    ticket: Keyring

    @classmethod
    def make(cls) -> "CoreKeys":
        return cls(Keyring(keys=[new_key("token")]), Keyring(keys=[new_key("ticket")]))

    def access_token(self, sub: UUID, /, *, ring: Keyring | None = None, **changes: Any) -> str:
        headers = {"typ": ACCESS_TYP, **changes.pop("headers", {})}
        claims = {
            **_times(),
            "iss": CORE,
            "aud": ["core", "profiler"],
            "sub": str(sub),
            "sid": str(uuid4()),
            "jti": str(uuid4()),
            "ver": 1,
            "roles": ["student"],
            **changes,
        }
        return issue(ring or self.token, claims, headers)

    def ticket_for(
        self, sub: UUID, /, epoch: int = 1, *, ring: Keyring | None = None, **changes: Any
    ) -> str:
        headers = {"typ": TICKET_TYP, **changes.pop("headers", {})}
        claims = {
            **_times(),
            "iss": CORE,
            "aud": "profiler",
            "sub": str(sub),
            "jti": str(uuid4()),
            "epoch": epoch,
            **changes,
        }
        return issue(ring or self.ticket, claims, headers)


def issue(ring: Keyring, claims: dict[str, Any], headers: dict[str, Any]) -> str:
    """A signed token; a claim or header that is None is left out."""
    key = ring.signing_keys()[0]
    named = {"kid": key.kid, **headers}
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None},
        key.private,
        algorithm=ALGORITHM,
        headers={name: value for name, value in named.items() if value is not None},
    )


def _times() -> dict[str, int]:
    now = int(datetime.now(UTC).timestamp())
    return {"iat": now, "exp": now + 900}
