from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "core.platform.access"
    label = "access"
