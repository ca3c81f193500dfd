"""Why a signed request is not accepted: the words and statuses of PSP/1."""

from typing import ClassVar


class Refused(Exception):
    """A request that is not accepted; nothing may be written for it."""

    reason: ClassVar[str]
    status: ClassVar[int]


class BodyTooLarge(Refused):
    """More bytes than the protocol allows."""

    reason, status = "body-too-large", 413


class MalformedHeaders(Refused):
    """A header or the path is missing, doubled or outside the grammar."""

    reason, status = "malformed-headers", 400


class UnknownKid(Refused):
    """None of the listed kids is known and usable here (a revoked key is not usable)."""

    reason, status = "unknown-kid", 403


class BadSignature(Refused):
    """No signature of a known kid holds."""

    reason, status = "bad-signature", 401


class ClockSkew(Refused):
    """The timestamp is more than 300 seconds away."""

    reason, status = "clock-skew", 401


class DigestMismatch(Refused):
    """The content-digest header does not belong to the body."""

    reason, status = "digest-mismatch", 400
