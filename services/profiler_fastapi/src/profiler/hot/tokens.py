"""The gate, remembering whose signature it has verified."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from profiler.access.domain import NotValid, is_revoked, read_kid
from profiler.access.gate import Gate
from profiler.access.keys import KeyStore
from profiler.access.revocations import RevocationList
from profiler.common.clock import Clock
from talent_contracts.tokens import ACCESS_TYP, AccessClaims

REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class _Verified:
    claims: AccessClaims
    kid: str
    key: Ed25519PublicKey


class RememberingGate(Gate):
    """Verifies a signature once, and everything that can change on every request.

    A remembered token is admitted only while it has not expired, core still publishes the very key
    that signed it and no revocation ends it. Whatever is not admitted from memory is judged anew by
    :class:`Gate`, so refusals are the same. At most ``remembered`` tokens are kept; the oldest
    goes first.
    """

    def __init__(
        self,
        keys: KeyStore,
        revocations: RevocationList,
        clock: Clock,
        *,
        remembered: int = REMEMBERED,
    ) -> None:
        super().__init__(keys, revocations, clock)
        self._limit = remembered
        self._known: dict[str, _Verified] = {}

    async def admit(self, authorization: str | None) -> AccessClaims:
        """As :meth:`Gate.admit`."""
        header = authorization or ""
        known = self._known.get(header)
        if known is not None:
            if await self._is_still_good(known):
                return known.claims
            self._known.pop(header, None)
        signer = await self._find_signer(header)
        claims = await super().admit(authorization)
        if signer is not None:
            self._remember(header, _Verified(claims, *signer))
        return claims

    async def _is_still_good(self, known: _Verified) -> bool:
        if known.claims.exp <= self._clock.now().timestamp():
            return False
        try:
            key = await self._keys.get("token", known.kid)
        except NotValid:
            return False
        revocations = await self._revocations.list_for(known.claims.sub)
        return key == known.key and not is_revoked(known.claims, revocations)

    async def _find_signer(self, header: str) -> tuple[str, Ed25519PublicKey] | None:
        """Asked before verifying: a key that changes meanwhile is then never trusted for this."""
        try:
            kid = read_kid(header.partition(" ")[2], ACCESS_TYP)
            return kid, await self._keys.get("token", kid)
        except NotValid:
            return None

    def _remember(self, header: str, verified: _Verified) -> None:
        while len(self._known) >= self._limit:
            del self._known[next(iter(self._known))]
        self._known[header] = verified
