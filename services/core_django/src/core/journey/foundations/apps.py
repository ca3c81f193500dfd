from django.apps import AppConfig


class FoundationsConfig(AppConfig):
    name = "core.journey.foundations"
    label = "foundations"
