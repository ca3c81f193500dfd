"""The environment of each process: built from what it needs, never from all there is.

A web process never sees an owner's address; neither service sees the other's addresses or keys.
"""

from collections.abc import Mapping
from enum import Enum
from fnmatch import fnmatchcase

# What every process may inherit from the terminal.
_INHERITED = ("PATH", "LANG", "LC_*", "HOME", "SSL_CERT*", "TZ", "TMPDIR")
# Choices of the operator that the services themselves define and check.
_SHARED = (
    "ENVIRONMENT",
    "RUN_DIR",
    "INSTANCE_NAME",
    "REDIS_URL",
    "*_PUBLIC_URL",
    "*_INTERNAL_URL",
    "*_AUDIENCE",
    "CORE_PORT",
    "PROFILER_PORT",
    "LOG_*",
    "METRICS_*",
    "OTEL_*",
    "SENTRY_*",
    "FAILPOINT*",
    "FOUNDATIONS_*",
)
_ARMED_BY = "FAILPOINT_PYTHONPATH"
_CORE = ("CORE_SECRET_KEY", "CORE_KEYS_DIR", "EMAIL_*", "YOOKASSA_*")
_PROFILER = ("PROFILER_KEYS_DIR", "PROFILER_DATABASE_POOL", "PROFILER_SHORT_MODE")


class Group(Enum):
    """Who a process is, in the names of the settings it may have."""

    ENGINE = _INHERITED
    KEYS = (*_INHERITED, "CORE_KEYS_DIR", "PROFILER_KEYS_DIR")
    CORE_OWNER = (*_INHERITED, *_SHARED, *_CORE, "CORE_DATABASE_*", "ADMIN_*")
    CORE_APP = (*_INHERITED, *_SHARED, *_CORE, "CORE_DATABASE_URL", "CORE_DATABASE_AUTH_URL")
    CORE_WORKER = (*_INHERITED, *_SHARED, *_CORE, "CORE_DATABASE_WORKER_URL")
    PROFILER_OWNER = (*_INHERITED, *_SHARED, *_PROFILER, "PROFILER_DATABASE_*")
    PROFILER_APP = (*_INHERITED, *_SHARED, *_PROFILER, "PROFILER_DATABASE_URL")
    PROFILER_WORKER = (*_INHERITED, *_SHARED, *_PROFILER, "PROFILER_DATABASE_WORKER_URL")


def select_environment(group: Group, known: Mapping[str, str], **extra: str) -> dict[str, str]:
    """Return the settings of `known` that the group may have, and the extra ones."""
    allowed = {
        name: value
        for name, value in known.items()
        if any(fnmatchcase(name, pattern) for pattern in group.value)
    }
    # Fault tests arm what they start from outside; nothing in the services can.
    armed = {"PYTHONPATH": allowed[_ARMED_BY]} if _ARMED_BY in allowed else {}
    return {**allowed, **armed, "PYTHONUNBUFFERED": "1", **extra}
