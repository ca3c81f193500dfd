"""The claims of core's two tokens. The services encode and verify them; the shapes live here."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field

from talent_contracts.model import StrictModel
from talent_contracts.vocabulary import Role

ACCESS_TYP = "at+jwt"
TICKET_TYP = "psp-ticket+jwt"
ALGORITHM = "EdDSA"
CORE = "talent-core"
PROFILER = "talent-profiler"
AUDIENCE_CORE = "core"
AUDIENCE_PROFILER = "profiler"

UnixSeconds = Annotated[int, Field(ge=0, le=2**40)]


class Claims(StrictModel):
    """What both tokens carry."""

    iss: Annotated[str, Field(min_length=1, max_length=200)]
    sub: UUID
    iat: UnixSeconds
    exp: UnixSeconds
    jti: UUID

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Self:
        """The claims of a decoded payload, by JSON's rules; raises pydantic's ValidationError."""
        return cls.model_validate_json(json.dumps(dict(payload)))

    def payload(self) -> dict[str, Any]:
        """The claims as plain JSON values, for the encoder."""
        return self.model_dump(mode="json")


class AccessClaims(Claims):
    """An access token (``typ: at+jwt``): who calls, in which session, with which roles.

    ``ver`` rises with password, role and state changes; ``sid`` ends with its logout.
    """

    aud: Annotated[list[str], Field(min_length=1, max_length=10)]
    sid: UUID
    ver: Annotated[int, Field(ge=0, le=2**31 - 1)]
    roles: list[Role]


class TicketClaims(Claims):
    """Core's permission to start one profiling session (``typ: psp-ticket+jwt``)."""

    aud: Literal["profiler"]
    epoch: Annotated[int, Field(ge=1, le=2**31 - 1)]
