"""A developer's machine: the embedded engines, mail in the run directory."""

from core.config.settings.base import *  # noqa: F403 - Django's own way to layer settings.
