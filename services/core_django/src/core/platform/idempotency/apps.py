from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "core.platform.idempotency"
    label = "idempotency"
