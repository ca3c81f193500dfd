from django.apps import AppConfig


class ProfilingConfig(AppConfig):
    name = "core.journey.profiling"
    label = "profiling"
