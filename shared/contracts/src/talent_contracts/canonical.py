"""One spelling for every JSON value, so that a hash means the same on both services.

Canonical JSON here is: UTF-8, no spaces, object keys sorted by Unicode code point, no escapes but
the ones JSON requires, integers in plain decimals, floats as Python's ``repr`` writes them (the
shortest text that reads back as the same double: ``100.0``, ``1e-05``). NaN, the infinities, lone
surrogates and keys that are not strings are refused.
"""

import hashlib
import json

from pydantic import BaseModel


class NotCanonical(ValueError):
    """The value has no canonical JSON spelling."""


def _refuse_other_keys(value: object) -> None:
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, dict):
            if not all(isinstance(key, str) for key in current):
                raise NotCanonical("object keys must be strings")
            pending.extend(current.values())
        elif isinstance(current, list | tuple):
            pending.extend(current)


def canonical_bytes(value: object) -> bytes:
    """The canonical JSON of a JSON value or of a pydantic model (by alias, in JSON mode).

    Raises :class:`NotCanonical` for anything that has no such spelling.
    """
    plain = value
    if isinstance(value, BaseModel):
        plain = value.model_dump(mode="json", by_alias=True)  # Writes every key as text by itself.
    else:
        _refuse_other_keys(plain)
    try:
        text = json.dumps(
            plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        return text.encode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:
        raise NotCanonical(str(error)) from error


def sha256_hex(value: object) -> str:
    """The lowercase hex sha256 over the canonical JSON of a value or model."""
    return sha256_of(canonical_bytes(value))


def sha256_of(canonical: bytes) -> str:
    """The lowercase hex sha256 of canonical bytes that are at hand already."""
    return hashlib.sha256(canonical).hexdigest()
