from django.apps import AppConfig

from core.platform.outbox import registry
from talent_contracts import events

_CHANGES = (
    events.StudentCreatedV1,
    events.ResultAppliedV1,
    events.LearnerResetV1,
    events.TrackConfirmedV1,
    events.FoundationsCompletedV1,
)


class DashboardConfig(AppConfig):
    name = "core.insight.dashboard"
    label = "dashboard"

    def ready(self) -> None:
        from core.insight.dashboard import consumers  # noqa: PLC0415 - models are loaded by now.

        for event in _CHANGES:
            registry.register("dashboard", event, consumers.on_changes, takes_groups=True)
