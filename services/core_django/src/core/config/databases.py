"""Which role this process logs in as, and the second one that only pre-login flows use."""

from typing import Any
from urllib.parse import unquote, urlsplit

from core.config.environment import Environment


def databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: ``default`` is the process's own role; a web process adds ``auth``."""
    configured = {"default": _connection(environment.database_url)}
    if environment.core_database_role == "app" and environment.core_database_auth_url:
        configured["auth"] = _connection(environment.core_database_auth_url)
    return configured


def _connection(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            # Statements are prepared from their fifth use on: half the database's work per read.
            # A transaction pooler in between must support prepared statements.
            "server_side_binding": True,
            "prepare_threshold": 5,
            "options": "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000",
        },
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
