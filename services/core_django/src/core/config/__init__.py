"""The only package that sees everything: settings, routes and process entry points."""

import os


def select_settings() -> None:
    """Point Django at the settings module of ENVIRONMENT, unless one is chosen already."""
    environment = os.environ.get("ENVIRONMENT", "development")
    module = {"development": "local", "test": "test", "production": "production"}.get(environment)
    if module is None:
        raise SystemExit(
            f"ENVIRONMENT is {environment!r}; set it to development, test or production."
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"core.config.settings.{module}")
