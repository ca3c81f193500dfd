from django.apps import AppConfig

from core.platform.outbox import registry
from talent_contracts.events import AccessEndedV1, PasswordResetRequestedV1


class AccountsConfig(AppConfig):
    name = "core.people.accounts"
    label = "accounts"

    def ready(self) -> None:
        from core.people.accounts import consumers  # noqa: PLC0415 - models are loaded by now.

        registry.register("profiler", AccessEndedV1, consume=None)
        registry.register("mail", PasswordResetRequestedV1, consumers.on_reset_requested)
