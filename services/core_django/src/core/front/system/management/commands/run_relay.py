"""``python -m core run_relay``: the process that delivers the outbox."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.platform.outbox.relay import Relay
from core.platform.outbox.sending import SyncSender
from talent_contracts.keyrings import KeyringFile


class Command(BaseCommand):
    help = "Deliver outbox events until stopped."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        environment = settings.ENV
        keyring = KeyringFile(environment.core_keys_dir / "sync.json")
        sender = SyncSender.create(
            environment.profiler_internal_url,
            environment.profiler_audience,
            lambda: keyring.get().signing_keys(),
        )
        Relay(sender).run()
