"""Production: TLS in front, nothing guessed."""

from core.config.settings.base import *  # noqa: F403 - Django's own way to layer settings.

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
