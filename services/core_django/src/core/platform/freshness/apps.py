from django.apps import AppConfig


class FreshnessConfig(AppConfig):
    name = "core.platform.freshness"
    label = "freshness"
