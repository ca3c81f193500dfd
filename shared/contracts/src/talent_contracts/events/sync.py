"""PSP/1 bodies: what core and the profiler send each other, signed (spec psp/1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from talent_contracts.events.base import Event
from talent_contracts.model import StrictModel
from talent_contracts.results import BankReference, ProfilingResult, Sha256
from talent_contracts.results_v2 import ProfilingResultV2
from talent_contracts.statistics import BankStatistics
from talent_contracts.vocabulary import Module, SyncOutcome

EventId = Annotated[str, Field(pattern=r"^evt_[0-9a-f-]{36}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:/=+-]{1,200}$")]
Schema1 = Annotated[Literal[1], Field(alias="schema", serialization_alias="schema")]
Epoch = Annotated[int, Field(ge=1, le=2**31 - 1)]


class SyncEvent(Event):
    """The envelope of a signed event. ``aud`` names the receiver and its environment."""

    spec: Literal["psp/1"] = "psp/1"
    iss: Name
    aud: Name
    event_id: EventId
    occurred_at: datetime


class ProfilingCompleted(SyncEvent):
    """profiler → core, any schema. ``result_sha256`` covers the canonical JSON of ``result``."""

    TYPE: ClassVar[str] = "profiling.completed"
    type: Literal["profiling.completed"] = "profiling.completed"
    learner_id: UUID
    epoch: Epoch
    session_id: UUID
    ticket: Annotated[str, Field(max_length=4096)]
    bank: BankReference
    result_sha256: Sha256


class ProfilingCompletedV1(ProfilingCompleted):
    """Schema 1: the track is scored."""

    schema_: Schema1 = 1
    result: ProfilingResult


class ProfilingCompletedV2(ProfilingCompleted):
    """Schema 2: ability, level, quality and gaps are scored as well."""

    schema_: Annotated[Literal[2], Field(alias="schema", serialization_alias="schema")] = 2
    result: ProfilingResultV2


AnyProfilingCompleted = ProfilingCompletedV1 | ProfilingCompletedV2
COMPLETED_BY_SCHEMA: Mapping[int, type[AnyProfilingCompleted]] = {
    1: ProfilingCompletedV1,
    2: ProfilingCompletedV2,
}
"""What a receiver accepts, by the number in ``schema``; it learns a number before it is sent."""


class ProfilingProgressV1(SyncEvent):
    """profiler → core, advisory: how far an open session was at ``occurred_at``; the newest wins.

    ``module`` is the one with the next open question, None when all is answered.
    """

    schema_: Schema1 = 1
    TYPE: ClassVar[str] = "profiling.progress"
    type: Literal["profiling.progress"] = "profiling.progress"
    learner_id: UUID
    epoch: Epoch
    session_id: UUID
    answered: Annotated[int, Field(ge=0, le=100)]
    total: Annotated[int, Field(ge=1, le=100)]
    module: Module | None


class ProfilingStatisticsV1(SyncEvent):
    """profiler → core, daily per bank: how its items behave; about nobody in particular."""

    schema_: Schema1 = 1
    TYPE: ClassVar[str] = "profiling.statistics"
    type: Literal["profiling.statistics"] = "profiling.statistics"
    bank: BankReference
    statistics: BankStatistics


ProfilerEvent = AnyProfilingCompleted | ProfilingProgressV1 | ProfilingStatisticsV1
PROFILER_EVENTS: Mapping[str, Mapping[int, type[ProfilerEvent]]] = {
    ProfilingCompleted.TYPE: COMPLETED_BY_SCHEMA,
    ProfilingProgressV1.TYPE: {1: ProfilingProgressV1},
    ProfilingStatisticsV1.TYPE: {1: ProfilingStatisticsV1},
}
"""What core accepts from the profiler, by type and by the number in ``schema``."""


class ProfilingResetV1(SyncEvent):
    """core → profiler. Sessions of the learner older than ``epoch`` become superseded."""

    schema_: Schema1 = 1
    TYPE: ClassVar[str] = "profiling.reset"
    type: Literal["profiling.reset"] = "profiling.reset"
    learner_id: UUID
    epoch: Epoch


class ProfilingRestoredV1(SyncEvent):
    """core → profiler. A reset was undone: ``session_id`` belongs to ``epoch`` now, completed as it
    was; every other session of the learner becomes superseded.
    """

    schema_: Schema1 = 1
    TYPE: ClassVar[str] = "profiling.restored"
    type: Literal["profiling.restored"] = "profiling.restored"
    learner_id: UUID
    epoch: Epoch
    session_id: UUID


class LearnerErasedV1(SyncEvent):
    """core → profiler. Everything about the learner goes, and nothing new begins; the receiver
    acknowledges it by the outcome ``erased``.
    """

    schema_: Schema1 = 1
    TYPE: ClassVar[str] = "learner.erased"
    type: Literal["learner.erased"] = "learner.erased"
    learner_id: UUID


class AccessRevokedV1(SyncEvent):
    """core → profiler. Access tokens of ``sub`` below ``min_ver``, or of ``sid``, end now."""

    schema_: Schema1 = 1
    TYPE: ClassVar[str] = "access.revoked"
    type: Literal["access.revoked"] = "access.revoked"
    sub: UUID
    sid: UUID | None
    min_ver: int


class SyncAnswer(StrictModel):
    """What a receiver answers with 200."""

    event_id: EventId
    outcome: SyncOutcome
