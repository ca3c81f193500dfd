"""Events that cross a service or a wing. Past tense, versioned, closed."""

from talent_contracts.events.base import Event
from talent_contracts.events.core import (
    AccessEndedV1,
    FoundationsCompletedV1,
    LearnerResetV1,
    PasswordResetRequestedV1,
    ResultAppliedV1,
    StudentCreatedV1,
    TrackConfirmedV1,
)
from talent_contracts.events.sync import (
    COMPLETED_BY_SCHEMA,
    PROFILER_EVENTS,
    AccessRevokedV1,
    AnyProfilingCompleted,
    ProfilerEvent,
    ProfilingCompleted,
    ProfilingCompletedV1,
    ProfilingCompletedV2,
    ProfilingProgressV1,
    ProfilingResetV1,
    ProfilingStatisticsV1,
    SyncAnswer,
    SyncEvent,
)

__all__ = [
    "COMPLETED_BY_SCHEMA",
    "PROFILER_EVENTS",
    "AccessEndedV1",
    "AccessRevokedV1",
    "AnyProfilingCompleted",
    "Event",
    "FoundationsCompletedV1",
    "LearnerResetV1",
    "PasswordResetRequestedV1",
    "ProfilerEvent",
    "ProfilingCompleted",
    "ProfilingCompletedV1",
    "ProfilingCompletedV2",
    "ProfilingProgressV1",
    "ProfilingResetV1",
    "ProfilingStatisticsV1",
    "ResultAppliedV1",
    "StudentCreatedV1",
    "SyncAnswer",
    "SyncEvent",
    "TrackConfirmedV1",
]
