"""The database addresses that the services read from their environment."""

from collections.abc import Mapping
from urllib.parse import quote

from infra.local.ports import LOOPBACK

# Setting, role, database.
DATABASE_SETTINGS = (
    ("CORE_DATABASE_URL", "core_app", "core"),
    ("CORE_DATABASE_OWNER_URL", "core_owner", "core"),
    ("CORE_DATABASE_AUTH_URL", "core_auth", "core"),
    ("CORE_DATABASE_WORKER_URL", "core_worker", "core"),
    ("PROFILER_DATABASE_URL", "profiler_app", "profiler"),
    ("PROFILER_DATABASE_OWNER_URL", "profiler_owner", "profiler"),
    ("PROFILER_DATABASE_WORKER_URL", "profiler_worker", "profiler"),
)


def database_urls(port: int, passwords: Mapping[str, str]) -> dict[str, str]:
    """Return every database setting for the embedded server on this port."""
    return {
        setting: f"postgresql://{role}:{quote(passwords[role], safe='')}@{LOOPBACK}:{port}/{name}"
        for setting, role, name in DATABASE_SETTINGS
    }
