from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "core.platform.outbox"
    label = "outbox"
