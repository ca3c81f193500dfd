from django.apps import AppConfig
from talent_contracts.events import LearnerResetV1

from core.platform.outbox import registry


class JourneyConfig(AppConfig):
    name = "core.journey.journey"
    label = "journey"

    def ready(self) -> None:
        registry.register("profiler", LearnerResetV1, consume=None)
