"""The life of a key: next, active, retiring, revoked (pure; files are the command's business).

``next`` is known to verifiers and signs nothing yet; ``active`` signs; ``retiring`` still verifies,
and the newest of them signs beside the active one; ``revoked`` does neither, for ever.
"""

from collections.abc import Callable

from talent_contracts.keyrings import Jwk, Keyring, State


class RotationRefused(ValueError):
    """The keyring does not allow that; the message says what to do."""


def introduce(ring: Keyring, key: Jwk) -> Keyring:
    """Add a key that verifiers learn before it signs. One at a time."""
    if any(held.state == "next" for held in ring.keys):
        raise RotationRefused("a next key is waiting: promote it, or revoke it first")
    return Keyring(keys=[*ring.keys, _move(key, "next")])


def promote(ring: Keyring) -> Keyring:
    """The next key becomes active and the active one retiring."""
    if not any(held.state == "next" for held in ring.keys):
        raise RotationRefused("there is no next key: introduce one first")
    return _change(ring, lambda key: {"next": "active", "active": "retiring"}.get(key.state))


def revoke(ring: Keyring, kid: str) -> Keyring:
    """End a key at once. The active one has to be followed first, or nothing could be signed."""
    found = next((key for key in ring.keys if key.kid == kid), None)
    if found is None:
        raise RotationRefused(f"there is no key {kid}")
    if found.state == "active" and found.private_key is not None:
        raise RotationRefused(f"{kid} is active: rotate first, then revoke it")
    return _change(ring, lambda key: "revoked" if key.kid == kid else None)


def follow(trusted: Keyring, owner: Keyring) -> Keyring:
    """What a verifier holds once it knows the owner's keys as they are now.

    Keys that the owner no longer lists stay, so that what they signed can still be read; a key that
    was revoked on either side stays revoked.
    """
    revoked = {key.kid for key in trusted.keys if key.state == "revoked"}
    known = [_move(key, "revoked") if key.kid in revoked else key for key in owner.public().keys]
    listed = {key.kid for key in known}
    kept = [
        _move(key, "retiring") if key.state == "active" else key
        for key in trusted.keys
        if key.kid not in listed
    ]
    return Keyring(keys=[*kept, *known])


def _change(ring: Keyring, choose: Callable[[Jwk], str | None]) -> Keyring:
    return Keyring(keys=[_move(key, choose(key) or key.state) for key in ring.keys])


def _move(key: Jwk, state: State | str) -> Jwk:
    return Jwk.model_validate(key.model_dump() | {"state": state})
