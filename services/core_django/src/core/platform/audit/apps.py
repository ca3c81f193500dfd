from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "core.platform.audit"
    label = "audit"
