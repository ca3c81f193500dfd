"""Showing an event to an operator without showing what a person wrote."""

import re
from typing import Any, Final

_CODE: Final = re.compile(r"[A-Za-z0-9._:/=+-]{1,80}")


def mask_personal_text(value: Any) -> Any:
    """A JSON value in which every string that is no code, id, instant or hash is masked.

    What is masked tells its length. Keys are field names and codes, so they stay.
    """
    if isinstance(value, dict):
        return {name: mask_personal_text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [mask_personal_text(inner) for inner in value]
    if isinstance(value, str) and not _CODE.fullmatch(value):
        return f"({len(value)} characters)"
    return value
