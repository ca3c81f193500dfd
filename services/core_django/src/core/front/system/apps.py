from django.apps import AppConfig


class SystemConfig(AppConfig):
    name = "core.front.system"
    label = "system"
