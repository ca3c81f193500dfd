"""The one base of every schema that crosses a service's edge."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field


class StrictModel(BaseModel):
    """Closed and strict: unknown fields are refused and nothing is coerced.

    JSON strings for UUIDs, enums and instants are read by ``model_validate_json`` or by
    ``read(...)``, which apply pydantic's JSON rules.
    """

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, ser_json_inf_nan="null", allow_inf_nan=False
    )


# One search in C: a completion passes some three thousand characters through here.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _refuse_control_text(text: str) -> str:
    found = _UNSTORABLE.search(text)
    if found is None:
        return text
    what = "the NUL character" if found[0] == "\x00" else "a lone surrogate"
    raise ValueError(f"must not contain {what}")


Text = Annotated[str, AfterValidator(_refuse_control_text)]
"""A string that PostgreSQL and UTF-8 can hold: no NUL, no lone surrogate."""

ShortText = Annotated[Text, Field(max_length=200)]
LongText = Annotated[Text, Field(max_length=4000)]
Instant = AwareDatetime
JsonObject = dict[str, Any]
