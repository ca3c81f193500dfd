from django.apps import AppConfig

from core.platform.outbox import registry
from talent_contracts.events import LearnerResetV1, LearnerRestoredV1, StudentErasedV1


class JourneyConfig(AppConfig):
    name = "core.journey.journey"
    label = "journey"

    def ready(self) -> None:
        registry.register("profiler", LearnerResetV1, consume=None)
        registry.register("profiler", LearnerRestoredV1, consume=None)
        registry.register("profiler", StudentErasedV1, consume=None)
