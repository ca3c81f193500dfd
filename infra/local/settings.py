"""What the person who starts the system may choose, typed and checked before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local.errors import LocalError
from infra.local.paths import REPOSITORY

_ENVIRONMENTS = ("development", "test", "production")
_DATABASE_URLS = tuple(
    f"{service}_DATABASE_{kind}URL" for service in ("CORE", "PROFILER") for kind in ("", "OWNER_")
)


@dataclass(frozen=True)
class LocalSettings:
    """The choices of one start. `given` is the whole environment, for what is only passed on."""

    environment: str
    run_dir: Path
    core_port: int
    profiler_port: int
    core_workers: int
    profiler_workers: int
    has_external_databases: bool
    has_external_redis: bool
    wants_demo_data: bool
    given: Mapping[str, str]


def read_settings(environ: Mapping[str, str]) -> LocalSettings:
    """Read the environment, or refuse with the line that names the setting."""
    settings = LocalSettings(
        environment=_read_choice(environ, "ENVIRONMENT", _ENVIRONMENTS),
        run_dir=Path(environ.get("RUN_DIR") or REPOSITORY / ".run").absolute(),
        core_port=_read_number(environ, "CORE_PORT", 8000, 65_535),
        profiler_port=_read_number(environ, "PROFILER_PORT", 8001, 65_535),
        core_workers=_read_number(environ, "CORE_WORKERS", 2, 64),
        profiler_workers=_read_number(environ, "PROFILER_WORKERS", 2, 64),
        has_external_databases=_has_external_databases(environ),
        has_external_redis=bool(environ.get("REDIS_URL")),
        wants_demo_data=environ.get("DEMO_DATA", "1") not in {"0", "false", "no"},
        given=environ,
    )
    _check(settings)
    return settings


def _check(settings: LocalSettings) -> None:
    if settings.core_port == settings.profiler_port:
        raise LocalError(f"CORE_PORT and PROFILER_PORT are both {settings.core_port}: change one")
    is_external = settings.has_external_databases and settings.has_external_redis
    if settings.environment == "production" and not is_external:
        raise LocalError(
            "production has no embedded engines: set REDIS_URL and the four database addresses"
        )


def _read_choice(environ: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = environ.get(name) or choices[0]
    if value not in choices:
        raise LocalError(f"{name} is {value!r}: choose one of {', '.join(choices)}")
    return value


def _read_number(environ: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= largest):
        raise LocalError(f"{name} is {text!r}: give a number from 1 to {largest}")
    return int(text)


def _has_external_databases(environ: Mapping[str, str]) -> bool:
    missing = [name for name in _DATABASE_URLS if not environ.get(name)]
    if len(missing) == len(_DATABASE_URLS):
        return False
    if missing:
        raise LocalError(f"your own PostgreSQL needs all four addresses: set {', '.join(missing)}")
    return True
