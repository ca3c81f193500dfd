"""The shape of every error on both services: RFC 9457 problem+json."""

from typing import Annotated, Literal

from pydantic import Field

from talent_contracts.model import StrictModel

CONTENT_TYPE = "application/problem+json"


class FieldProblem(StrictModel):
    """One refused value. ``pointer`` is an RFC 6901 JSON pointer; for a query or path value ``in``
    and ``name`` say where it stood.
    """

    pointer: str | None = None
    location: Annotated[
        Literal["body", "query", "path", "header"], Field(alias="in", serialization_alias="in")
    ] = "body"
    name: str | None = None
    code: str
    detail: str


class Problem(StrictModel):
    """A refusal: ``type`` is the address of its page, ``code`` the stable word to switch on."""

    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    code: str
    request_id: str
    errors: list[FieldProblem] = []
