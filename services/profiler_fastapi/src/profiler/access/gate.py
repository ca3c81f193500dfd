"""The gate: turns a bearer token into a learner and a ticket into an epoch, or refuses."""

from uuid import UUID

from profiler.access.domain import (
    Expired,
    NotValid,
    is_revoked,
    read_kid,
    verify_access_token,
    verify_ticket,
)
from profiler.access.errors import (
    RoleRequired,
    TicketExpired,
    TicketInvalid,
    TicketNotYours,
    TokenExpired,
    TokenInvalid,
    TokenRevoked,
    Unauthenticated,
)
from profiler.access.keys import KeyStore
from profiler.access.revocations import RevocationList
from profiler.common.clock import Clock
from profiler.common.errors import body_fault
from talent_contracts.tokens import ACCESS_TYP, TICKET_TYP, AccessClaims, TicketClaims
from talent_contracts.vocabulary import Role


class Gate:
    """Verifies offline, with the keys and revocations this worker knows."""

    def __init__(self, keys: KeyStore, revocations: RevocationList, clock: Clock) -> None:
        self._keys = keys
        self._revocations = revocations
        self._clock = clock

    async def admit(self, authorization: str | None) -> AccessClaims:
        """The claims of a living access token. Raises a 401 that says what is wrong with it."""
        scheme, _, token = (authorization or "").partition(" ")
        if not authorization:
            raise Unauthenticated
        if scheme.lower() != "bearer":
            raise TokenInvalid("Send the access token as a bearer token.")
        try:
            key = await self._keys.get("token", read_kid(token, ACCESS_TYP))
            claims = verify_access_token(token, key, self._clock.now())
        except NotValid:
            raise TokenInvalid from None
        except Expired:
            raise TokenExpired from None
        if is_revoked(claims, await self._revocations.list_for(claims.sub)):
            raise TokenRevoked
        return claims

    async def admit_learner(self, authorization: str | None) -> UUID:
        """The id of a signed-in student. Raises 401, or 403 for everybody else."""
        claims = await self.admit(authorization)
        if Role.STUDENT not in claims.roles:
            raise RoleRequired("Only students take the profiling.")
        return claims.sub

    async def admit_admin(self, authorization: str | None) -> UUID:
        """The id of a signed-in admin. Raises 401, or 403 for everybody else."""
        claims = await self.admit(authorization)
        if Role.ADMIN not in claims.roles:
            raise RoleRequired("This operation is for admins.")
        return claims.sub

    async def redeem_ticket(self, ticket: str, *, learner_id: UUID) -> TicketClaims:
        """The claims of the learner's own, living ticket."""
        try:
            key = await self._keys.get("ticket", read_kid(ticket, TICKET_TYP))
            claims = verify_ticket(ticket, key, self._clock.now())
        except NotValid:
            fault = body_fault("/ticket", "ticket-invalid", "not a ticket of core")
            raise TicketInvalid(errors=[fault]) from None
        except Expired:
            raise TicketExpired from None
        if claims.sub != learner_id:
            raise TicketNotYours
        return claims
