from django.apps import AppConfig

from core.platform.outbox import registry
from talent_contracts.events import AccessEndedV1


class AccountsConfig(AppConfig):
    name = "core.people.accounts"
    label = "accounts"

    def ready(self) -> None:
        registry.register("profiler", AccessEndedV1, consume=None)
