"""The one base of every schema that crosses a service's edge."""

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


def _refuse_control_text(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain the NUL character")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("must not contain a lone surrogate")
    return text


Text = Annotated[str, AfterValidator(_refuse_control_text)]
"""A string that PostgreSQL and UTF-8 can hold: no NUL, no lone surrogate."""

ShortText = Annotated[Text, Field(max_length=200)]
LongText = Annotated[Text, Field(max_length=4000)]
Instant = AwareDatetime
JsonObject = dict[str, Any]
