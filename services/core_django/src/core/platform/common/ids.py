"""The one id type: UUIDv7, made in Python so that an INSERT needs no RETURNING."""

import hashlib
import secrets
from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A fresh UUIDv7 (RFC 9562): ordered by creation time."""
    return compat.uuid7()


def new_secret() -> str:
    """256 bits from the operating system's CSPRNG, url-safe."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """Lowercase hex sha256 of a high-entropy secret, for storage at rest."""
    return hashlib.sha256(secret.encode()).hexdigest()
