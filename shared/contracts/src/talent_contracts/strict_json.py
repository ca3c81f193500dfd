"""Reading JSON that strangers send: bounded, unambiguous, and never an unexpected exception."""

import json
import math
from typing import Any, NoReturn

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class MalformedJson(ValueError):
    """The bytes are not one JSON value that every reader understands the same way."""


class TooLarge(ValueError):
    """More bytes than the reader allows."""


class RefusedText(ValueError):
    """A string or key that UTF-8 or PostgreSQL cannot hold.

    ``pointer`` is the RFC 6901 pointer of the string, or of the object when a key is at fault;
    ``code`` is ``nul-character`` or ``lone-surrogate``.
    """

    def __init__(self, pointer: str, code: str) -> None:
        super().__init__(f"{code} at {pointer!r}")
        self.pointer = pointer
        self.code = code


def parse_strict(raw: bytes, *, max_bytes: int, max_depth: int = 32) -> object:
    """The one JSON value in ``raw``.

    Raises :class:`TooLarge`; :class:`MalformedJson` for an empty body, bad UTF-8, a byte order
    mark, anything unparsable, duplicate keys, NaN or an infinity, a number that neither a double
    nor an integer of at most 4,300 digits can hold, or nesting deeper than ``max_depth``;
    :class:`RefusedText` for NUL or a lone surrogate anywhere.
    """
    if len(raw) > max_bytes:
        raise TooLarge(f"more than {max_bytes} bytes")
    _check_depth(raw, max_depth)
    try:
        value: object = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_refuse_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_read_finite,
        )
    except MalformedJson:
        raise
    except (ValueError, RecursionError) as error:
        raise MalformedJson("the body is not valid JSON") from error
    if b"\\u" in raw:  # Raw NUL and encoded surrogates were refused above; only escapes remain.
        _check_text(value, "")
    return value


def escape_pointer(token: str) -> str:
    """One reference token of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def _check_depth(raw: bytes, max_depth: int) -> None:
    if raw.count(b"[") + raw.count(b"{") <= max_depth:
        return
    # Without escapes each quote begins or ends a string: every other piece is outside of all.
    pieces = raw.replace(rb"\\", b"").replace(rb"\"", b"").split(b'"')
    depth = 0
    for bracket in b"".join(pieces[::2]).translate(None, _NO_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > max_depth:
            raise MalformedJson(f"nested deeper than {max_depth}")


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedJson("an object names a key twice")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedJson(f"{name} is not JSON")


def _read_finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise MalformedJson("a number is out of range")
    return number


def _check_text(value: object, pointer: str) -> None:
    if isinstance(value, str):
        _check_string(value, pointer)
    elif isinstance(value, dict):
        for key, member in value.items():
            _check_string(key, pointer)
            _check_text(member, f"{pointer}/{escape_pointer(key)}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            _check_text(member, f"{pointer}/{index}")


def _check_string(text: str, pointer: str) -> None:
    if "\x00" in text:
        raise RefusedText(pointer, "nul-character")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise RefusedText(pointer, "lone-surrogate")
