"""Key files: JWK sets (RFC 8037, OKP Ed25519) with a state and a purpose per key.

The core directory holds ``token.json`` (access tokens), ``ticket.json`` and ``sync.json``
(private, 0600) and ``trusted.json`` (the profiler's public sync keys); the profiler directory holds
``sync.json`` and ``trusted.json`` (core's public sync keys). Missing files are made once by
``python -m talent_contracts.keyrings ensure --core DIR --profiler DIR``.
"""

import base64
import binascii
import secrets
import time
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import Field, ValidationError, model_validator

from talent_contracts.model import StrictModel
from talent_contracts.signing import KID_PATTERN, SigningKey, VerifyingKey

Purpose = Literal["token", "ticket", "sync"]
State = Literal["next", "active", "retiring", "revoked"]
_Raw32 = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]


class KeyringInvalid(ValueError):
    """The file is missing, unreadable to us or readable to others, or not a keyring."""


class Jwk(StrictModel):
    """One key. ``d`` is the private half and only stands in the owner's own file."""

    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    kid: Annotated[str, Field(pattern=rf"^{KID_PATTERN}$")]
    x: _Raw32
    d: _Raw32 | None = None
    use: Literal["sig"] = "sig"
    alg: Literal["EdDSA"] = "EdDSA"
    state: State
    purpose: Purpose

    @model_validator(mode="after")
    def _halves_belong_together(self) -> Self:
        public = self.public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        if encode_raw(public) != self.x:
            raise ValueError("x is not canonical base64url")
        private = self.private_key
        if private and private.public_key() != self.public_key:
            raise ValueError("x is not the public half of d")
        return self

    @cached_property
    def public_key(self) -> Ed25519PublicKey:
        """The public half."""
        return Ed25519PublicKey.from_public_bytes(_decode_raw(self.x))

    @cached_property
    def private_key(self) -> Ed25519PrivateKey | None:
        """The private half, where the file holds it."""
        return Ed25519PrivateKey.from_private_bytes(_decode_raw(self.d)) if self.d else None

    def to_public(self) -> dict[str, str]:
        """The published form: no private half and no state."""
        return self.model_dump(exclude={"d", "state"})


class Keyring(StrictModel):
    """All keys of one purpose and owner. At most one is active."""

    keys: list[Jwk]

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        kids = [key.kid for key in self.keys]
        if len(set(kids)) != len(kids):
            raise ValueError("two keys share a kid")
        if sum(key.state == "active" for key in self.keys) > 1:
            raise ValueError("more than one key is active")
        return self

    def signing_keys(self) -> list[SigningKey]:
        """The active key, then the newest retiring one if there is any: at most two.

        During a rotation both sign, so that a receiver that does not know the new key yet accepts
        the old one. A token is signed with the first only.
        """
        active = [key for key in self.keys if key.state == "active"]
        retiring = [key for key in self.keys if key.state == "retiring"]
        chosen = active + retiring[-1:]
        return [SigningKey(key.kid, key.private_key) for key in chosen if key.private_key]

    def find(self, kid: str) -> VerifyingKey | None:
        """The key to verify with: next, active or retiring; None when unknown or revoked."""
        return self._usable.get(kid)

    def public(self) -> "Keyring":
        """The same keys without their private halves."""
        return Keyring(
            keys=[Jwk.model_validate(key.model_dump(exclude={"d"})) for key in self.keys]
        )

    def published(self) -> list[dict[str, str]]:
        """What a JWKS endpoint shows: every key that is not revoked, with its purpose."""
        return [key.to_public() for key in self.keys if key.state != "revoked"]

    @cached_property
    def _usable(self) -> dict[str, VerifyingKey]:
        return {
            key.kid: VerifyingKey(key.kid, key.alg, key.public_key)
            for key in self.keys
            if key.state != "revoked"
        }


def new_key(purpose: Purpose, *, state: State = "active") -> Jwk:
    """A fresh key of the system's randomness."""
    private = Ed25519PrivateKey.generate()
    return Jwk(
        kid=f"{purpose}-{secrets.token_hex(5)}",
        x=encode_raw(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)),
        d=encode_raw(private.private_bytes_raw()),
        state=state,
        purpose=purpose,
    )


def load_keyring(path: Path) -> Keyring:
    """The keyring in a file. Raises :class:`KeyringInvalid`, naming the file and the fix."""
    try:
        mode = path.stat().st_mode
        keyring = Keyring.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise _missing(path) from error
    except (OSError, ValidationError) as error:
        # A validation message would quote the private half, so it is not chained.
        raise KeyringInvalid(f"{path.name} is not a readable keyring") from (
            error if isinstance(error, OSError) else None
        )
    if mode & 0o007 and any(key.d for key in keyring.keys):
        raise KeyringInvalid(f"{path.name} is open to every user: chmod 600 it")
    return keyring


_TICK_NS = 50_000_000


class KeyringFile:
    """A keyring file that is read again when it changes, so that a rotation needs no restart.

    The file is looked at on every call (one stat), hence a change counts at once. A file that
    becomes unreadable raises :class:`KeyringInvalid`: it never falls back to the keys it held.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._keyring = Keyring(keys=[])

    def get(self) -> Keyring:
        """The keyring as the file is now."""
        try:
            now = self._path.stat()
        except OSError as error:
            raise _missing(self._path) from error
        stamp = (now.st_mtime_ns, now.st_size, now.st_ino)
        if stamp != self._seen:
            self._keyring = load_keyring(self._path)
            # Two changes within one tick of the file system's clock may look the same.
            is_settled = time.time_ns() - now.st_mtime_ns > _TICK_NS
            self._seen = stamp if is_settled else None
        return self._keyring

    def find(self, kid: str) -> VerifyingKey | None:
        """As :meth:`Keyring.find` on the file as it is now."""
        return self.get().find(kid)


def list_states(folder: Path) -> dict[str, tuple[dict[str, int], float]]:
    """Of each key file in a folder: how many keys stand in each state, and when it last changed
    (unix seconds). An unreadable file raises :class:`KeyringInvalid`.
    """
    found = {}
    for path in sorted(folder.glob("*.json")):
        states = [key.state for key in load_keyring(path).keys]
        counted = {state: states.count(state) for state in get_args(State)}
        found[path.stem] = (counted, path.stat().st_mtime)
    return found


def encode_raw(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _missing(path: Path) -> KeyringInvalid:
    return KeyringInvalid(
        f"{path.name} is missing: run `python -m talent_contracts.keyrings ensure`"
    )


def _decode_raw(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


if __name__ == "__main__":
    from talent_contracts.keyring_command import main

    main()
