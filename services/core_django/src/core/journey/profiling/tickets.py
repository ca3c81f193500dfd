"""Writing and checking tickets: EdDSA JWTs of ``typ: psp-ticket+jwt``."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import jwt

from core.journey.profiling.errors import TicketRefused
from core.people.accounts.tokens import encode, ticket_keys
from talent_contracts import tokens
from talent_contracts.tokens import TicketClaims

LIFE = timedelta(minutes=15)


def write_ticket(*, learner_id: UUID, epoch: int, jti: UUID, now: datetime) -> str:
    """A signed ticket; its 15 minutes bind only the start of a session."""
    claims = TicketClaims(
        iss=tokens.CORE,
        aud="profiler",
        sub=learner_id,
        epoch=epoch,
        jti=jti,
        iat=int(now.timestamp()),
        exp=int((now + LIFE).timestamp()),
    )
    return encode(claims, tokens.TICKET_TYP, ticket_keys())


def read_ticket(ticket: str) -> TicketClaims:
    """The claims of a ticket core signed at any time; its expiry bound only the start."""
    try:
        header: dict[str, Any] = jwt.get_unverified_header(ticket)
        key = ticket_keys().find(str(header.get("kid")))
        if header.get("typ") != tokens.TICKET_TYP or key is None:
            raise TicketRefused
        payload = jwt.decode(
            ticket,
            key.public,
            algorithms=[tokens.ALGORITHM],
            audience=tokens.AUDIENCE_PROFILER,
            issuer=tokens.CORE,
            options={
                "require": ["exp", "iat", "sub", "jti", "aud", "iss"],
                "verify_exp": False,
            },
        )
        return TicketClaims.read(payload)
    except (jwt.PyJWTError, ValueError):
        raise TicketRefused from None
