"""Every setting the processes may be given: from the person who starts, or decided here."""

from urllib.parse import quote, urlsplit

from infra.local.instance import Instance
from infra.local.ports import LOOPBACK
from infra.local.settings import LocalSettings
from infra.local.urls import DATABASE_SETTINGS, database_urls

# Roles that we make ourselves on an external server, unless their address is given.
_OPTIONAL_URLS = (
    "CORE_DATABASE_AUTH_URL",
    "CORE_DATABASE_WORKER_URL",
    "PROFILER_DATABASE_WORKER_URL",
)


def collect_settings(settings: LocalSettings, instance: Instance, redis_url: str) -> dict[str, str]:
    """Return what the services may read; select_environment() decides who gets which."""
    core_url = f"http://{LOOPBACK}:{settings.core_port}"
    profiler_url = f"http://{LOOPBACK}:{settings.profiler_port}"
    defaults = {
        "INSTANCE_NAME": f"te{instance.id}",
        "CORE_SECRET_KEY": instance.secret_key,
        "CORE_PUBLIC_URL": core_url,
        "PROFILER_PUBLIC_URL": profiler_url,
        "REDIS_URL": redis_url,
    }
    decided = {
        "ENVIRONMENT": settings.environment,
        "RUN_DIR": str(instance.run_dir),
        "CORE_PORT": str(settings.core_port),
        "PROFILER_PORT": str(settings.profiler_port),
        # A fault test puts a proxy between the services.
        "CORE_INTERNAL_URL": settings.given.get("FAILPOINT_CORE_URL") or core_url,
        "PROFILER_INTERNAL_URL": settings.given.get("FAILPOINT_PROFILER_URL") or profiler_url,
        "CORE_KEYS_DIR": str(instance.run_dir / "keys" / "core"),
        "PROFILER_KEYS_DIR": str(instance.run_dir / "keys" / "profiler"),
        **_choose_database_urls(settings, instance),
    }
    given = {name: value for name, value in settings.given.items() if value}
    return defaults | given | decided


def list_roles_to_make(settings: LocalSettings) -> list[str]:
    """Return the roles that an external server needs from us: those no address was given for."""
    return [
        role
        for setting, role, _ in DATABASE_SETTINGS
        if setting in _OPTIONAL_URLS and not settings.given.get(setting)
    ]


def _choose_database_urls(settings: LocalSettings, instance: Instance) -> dict[str, str]:
    if not settings.has_external_databases:
        return database_urls(instance.postgres_port, instance.passwords)
    urls = {}
    for setting, role, _ in DATABASE_SETTINGS:
        owner_url = settings.given[f"{setting.partition('_')[0]}_DATABASE_OWNER_URL"]
        derived = _replace_login(owner_url, role, instance.passwords[role])
        urls[setting] = settings.given.get(setting) or derived
    return urls


def _replace_login(url: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{place}").geturl()
