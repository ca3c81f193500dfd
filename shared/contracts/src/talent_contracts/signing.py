"""PSP/1: how the two services sign what they send each other. Pure: clock and keys are given.

The signed bytes are eight lines joined by a line feed: ``PSP1``, method, path, audience, kid,
webhook-id, webhook-timestamp, lowercase hex sha256 of the raw body. The path is the one sent,
without trailing slash or query. Each listed kid signs its own eight lines with Ed25519.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from talent_contracts.refusals import (
    BadSignature,
    BodyTooLarge,
    ClockSkew,
    DigestMismatch,
    MalformedHeaders,
    Refused,
    UnknownKid,
)

__all__ = [
    "BadSignature",
    "BodyTooLarge",
    "ClockSkew",
    "DigestMismatch",
    "MalformedHeaders",
    "Refused",
    "SigningKey",
    "UnknownKid",
    "Unsignable",
    "Verified",
    "VerifyingKey",
    "sign",
    "verify",
]

MAX_BYTES = 65_536
MAX_SKEW_S = 300
KID_PATTERN = r"[a-z0-9-]{1,40}"
SCHEMES = {"EdDSA": "v1a"}
"""The signature prefix that belongs to the algorithm of a key record."""

_FIELD = re.compile(r"[A-Za-z0-9._:/=+-]{1,500}")
_METHOD = re.compile(r"[A-Z]{1,10}")
_PATH = re.compile(r"/[A-Za-z0-9._:/=+-]{0,499}")
_HEX = "[0-9a-f]"
_EVENT_ID = re.compile(rf"evt_{_HEX}{{8}}-{_HEX}{{4}}-7{_HEX}{{3}}-[89ab]{_HEX}{{3}}-{_HEX}{{12}}")
_TIMESTAMP = re.compile(r"(?:0|[1-9][0-9]{0,11})")
_DIGEST = re.compile(r"sha-256=:[A-Za-z0-9+/]{43}=:")
_KIDS = re.compile(rf"{KID_PATTERN}(?: {KID_PATTERN})?")
_ONE_SIGNATURE = r"v1a,[A-Za-z0-9+/]{86}=="
_SIGNATURES = re.compile(rf"{_ONE_SIGNATURE}(?: {_ONE_SIGNATURE})?")
_GRAMMAR = {
    "webhook-id": _EVENT_ID,
    "webhook-timestamp": _TIMESTAMP,
    "content-digest": _DIGEST,
    "x-psp-kid": _KIDS,
    "webhook-signature": _SIGNATURES,
}


class Unsignable(ValueError):
    """A field holds characters that must not be signed."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the name it signs under."""

    kid: str
    private: Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key that may be used now; ``alg`` is the record's, never the message's."""

    kid: str
    alg: str
    public: Ed25519PublicKey


class Registry(Protocol):
    """The receiver's own list of keys."""

    def find(self, kid: str) -> VerifyingKey | None:
        """The usable key of that name, or None when it is unknown or revoked."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a request proved. ``body_sha256`` is the lowercase hex hash of the raw body."""

    kid: str
    event_id: str
    timestamp: int
    body_sha256: str


def sign(
    *,
    method: str,
    path: str,
    audience: str,
    event_id: str,
    timestamp: int,
    body: bytes,
    keys: Sequence[SigningKey],
) -> dict[str, str]:
    """The five headers of a request, signed with one or two keys.

    ``timestamp`` is in unix seconds of this attempt. Raises :class:`Unsignable` when a field is
    outside the grammar or the number of keys is wrong.
    """
    _check_signable(method, path, audience, event_id, str(timestamp), [key.kid for key in keys])
    digest = hashlib.sha256(body)
    signatures = [
        key.private.sign(
            _signed_bytes(
                method, path, audience, key.kid, event_id, str(timestamp), digest.hexdigest()
            )
        )
        for key in keys
    ]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "content-digest": _digest_header(digest.digest()),
        "x-psp-kid": " ".join(key.kid for key in keys),
        "webhook-signature": " ".join(f"v1a,{_b64(signature)}" for signature in signatures),
    }


def verify(
    *,
    method: str,
    raw_path: str,
    audience: str,
    headers: Mapping[str, str],
    body: bytes,
    registry: Registry,
    now: float,
    max_bytes: int = MAX_BYTES,
) -> Verified:
    """What the request proves, or the first :class:`Refused` in the protocol's order.

    The order is size, header grammar, kid, algorithm of the key record, signature, timestamp,
    digest. ``raw_path`` is the path as received (one trailing slash and a query are cut off),
    ``headers`` any mapping of names to values (a doubled header must be joined by commas, which
    the grammar refuses), ``now`` unix seconds. Accepted if one listed kid is usable and its
    signature holds.
    """
    if len(body) > max_bytes:
        raise BodyTooLarge
    fields = _read_headers(headers)
    path = raw_path.partition("?")[0].removesuffix("/")
    if not (_METHOD.fullmatch(method) and _PATH.fullmatch(path) and _FIELD.fullmatch(audience)):
        raise MalformedHeaders
    digest = hashlib.sha256(body)
    event_id, sent_at = fields["webhook-id"], fields["webhook-timestamp"]
    kid = _find_holding_kid(
        fields,
        registry,
        lambda name: _signed_bytes(
            method, path, audience, name, event_id, sent_at, digest.hexdigest()
        ),
    )
    if abs(now - int(sent_at)) > MAX_SKEW_S:
        raise ClockSkew
    if fields["content-digest"] != _digest_header(digest.digest()):
        raise DigestMismatch
    return Verified(kid, event_id, int(sent_at), digest.hexdigest())


class _Lines(Protocol):
    def __call__(self, name: str, /) -> bytes: ...


def _find_holding_kid(fields: Mapping[str, str], registry: Registry, lines: _Lines) -> str:
    listed = zip(
        fields["x-psp-kid"].split(" "), fields["webhook-signature"].split(" "), strict=True
    )
    known = [(key, text) for kid, text in listed if (key := registry.find(kid)) is not None]
    if not known:
        raise UnknownKid
    for key, text in known:
        if _holds(key, text, lines(key.kid)):
            return key.kid
    raise BadSignature


def _holds(key: VerifyingKey, text: str, signed: bytes) -> bool:
    scheme, _, encoded = text.partition(",")
    if SCHEMES.get(key.alg) != scheme:
        return False
    try:
        signature = base64.b64decode(encoded, validate=True)
        key.public.verify(signature, signed)
    except (binascii.Error, InvalidSignature):
        return False
    return _b64(signature) == encoded  # Spare bits of base64 are signed material too.


def _read_headers(headers: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in headers.items():
        lowered = name.lower()
        if lowered not in _GRAMMAR:
            continue
        if lowered in fields or not _GRAMMAR[lowered].fullmatch(value):
            raise MalformedHeaders
        fields[lowered] = value
    if len(fields) != len(_GRAMMAR):
        raise MalformedHeaders
    kids = fields["x-psp-kid"].split(" ")
    if len(kids) != len(fields["webhook-signature"].split(" ")) or len(set(kids)) != len(kids):
        raise MalformedHeaders
    return fields


def _check_signable(  # noqa: PLR0917 - the lines of the protocol in their order.
    method: str, path: str, audience: str, event_id: str, timestamp: str, kids: list[str]
) -> None:
    fits = (
        _METHOD.fullmatch(method)
        and _PATH.fullmatch(path)
        and not path.endswith("/")
        and _FIELD.fullmatch(audience)
        and _EVENT_ID.fullmatch(event_id)
        and _TIMESTAMP.fullmatch(timestamp)
        and _KIDS.fullmatch(" ".join(kids))
    )
    if not fits or len(set(kids)) != len(kids):
        raise Unsignable("a field is outside the grammar, or there are not one or two keys")


def _signed_bytes(*fields: str) -> bytes:
    return "\n".join(("PSP1", *fields)).encode("ascii")


def _digest_header(digest: bytes) -> str:
    return f"sha-256=:{_b64(digest)}:"


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
