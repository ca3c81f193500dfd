from django.apps import AppConfig
from talent_contracts.events import AccessEndedV1

from core.platform.outbox import registry


class AccountsConfig(AppConfig):
    name = "core.people.accounts"
    label = "accounts"

    def ready(self) -> None:
        registry.register("profiler", AccessEndedV1, consume=None)
