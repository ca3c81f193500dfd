from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "core.journey.results"
    label = "results"
