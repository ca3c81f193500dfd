from django.apps import AppConfig

from core.platform.common.logging import configure_logging


class EdgeConfig(AppConfig):
    name = "core.platform.edge"
    label = "edge"

    def ready(self) -> None:
        from core.platform.edge import openapi  # noqa: F401, PLC0415 - registers the extension.

        configure_logging()
