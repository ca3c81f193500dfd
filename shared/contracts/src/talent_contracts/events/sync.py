"""PSP/1 bodies: what core and the profiler send each other, signed (spec psp/1)."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from talent_contracts.events.base import Event
from talent_contracts.model import StrictModel
from talent_contracts.results import BankReference, ProfilingResult, Sha256
from talent_contracts.vocabulary import SyncOutcome

EventId = Annotated[str, Field(pattern=r"^evt_[0-9a-f-]{36}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:/=+-]{1,200}$")]
Epoch = Annotated[int, Field(ge=1, le=2**31 - 1)]


class SyncEvent(Event):
    """The envelope of a signed event. ``aud`` names the receiver and its environment."""

    spec: Literal["psp/1"] = "psp/1"
    schema_: Annotated[Literal[1], Field(alias="schema", serialization_alias="schema")] = 1
    iss: Name
    aud: Name
    event_id: EventId
    occurred_at: datetime


class ProfilingCompletedV1(SyncEvent):
    """profiler → core. ``result_sha256`` covers the canonical JSON of ``result``."""

    TYPE: ClassVar[str] = "profiling.completed"
    type: Literal["profiling.completed"] = "profiling.completed"
    learner_id: UUID
    epoch: Epoch
    session_id: UUID
    ticket: Annotated[str, Field(max_length=4096)]
    bank: BankReference
    result: ProfilingResult
    result_sha256: Sha256


class ProfilingResetV1(SyncEvent):
    """core → profiler. Sessions of the learner older than ``epoch`` become superseded."""

    TYPE: ClassVar[str] = "profiling.reset"
    type: Literal["profiling.reset"] = "profiling.reset"
    learner_id: UUID
    epoch: Epoch


class AccessRevokedV1(SyncEvent):
    """core → profiler. Access tokens of ``sub`` below ``min_ver``, or of ``sid``, end now."""

    TYPE: ClassVar[str] = "access.revoked"
    type: Literal["access.revoked"] = "access.revoked"
    sub: UUID
    sid: UUID | None
    min_ver: int


class SyncAnswer(StrictModel):
    """What a receiver answers with 200."""

    event_id: EventId
    outcome: SyncOutcome
