from django.apps import AppConfig

from core.platform.outbox import registry
from talent_contracts.events import ResultAppliedV1


class PortfolioConfig(AppConfig):
    name = "core.growth.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        from core.growth.portfolio import consumers  # noqa: PLC0415 - models are loaded by now.

        registry.register(
            "portfolio", ResultAppliedV1, consumers.on_results_applied, takes_groups=True
        )
