"""All settings of the service: read once, typed, frozen. Nothing else reads the environment."""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsInvalid(Exception):
    """The service cannot start; the message names each setting and what to do."""


def _check_address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must be an address that begins with http:// or https://")
    return text.rstrip("/")


def _check_database(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value().startswith("postgresql://"):
        raise ValueError("must be an address that begins with postgresql://")
    return secret


Address = Annotated[str, AfterValidator(_check_address)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_check_database)]


class Settings(BaseSettings):
    """Each field is the environment variable of the same name in capitals.

    The web process needs ``PROFILER_DATABASE_URL``, the relay ``PROFILER_DATABASE_WORKER_URL``
    and ``migrate`` ``PROFILER_DATABASE_OWNER_URL``; each gets only its own.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    environment: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,20}$")]
    core_public_url: Address
    core_internal_url: Address
    profiler_public_url: Address
    profiler_keys_dir: Path
    profiler_database_url: DatabaseUrl | None = None
    profiler_database_worker_url: DatabaseUrl | None = None
    profiler_database_owner_url: DatabaseUrl | None = None
    profiler_audience: str = ""
    core_audience: str = ""
    profiler_database_pool: Annotated[int, Field(ge=1, le=100)] = 8
    profiler_short_mode: bool = False
    metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = None
    log_level: Annotated[str, Field(pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")] = "INFO"

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """The settings of this process. Raises :class:`SettingsInvalid`."""
        try:
            return cls(**overrides)
        except ValidationError as error:
            raise SettingsInvalid(_explain(error)) from None

    @property
    def own_audience(self) -> str:
        """How core addresses this service in a signed event."""
        return self.profiler_audience or f"talent-profiler:{self.environment}"

    @property
    def audience_of_core(self) -> str:
        """How this service addresses core in a signed event."""
        return self.core_audience or f"talent-core:{self.environment}"

    def get_database_url(self, name: str) -> str:
        """The SQLAlchemy address behind a setting. Raises :class:`SettingsInvalid` when unset."""
        secret: SecretStr | None = getattr(self, name)
        if secret is None:
            raise SettingsInvalid(f"{name.upper()} is not set: give it this role's address")
        return secret.get_secret_value().replace("postgresql://", "postgresql+psycopg://", 1)


def _explain(error: ValidationError) -> str:
    faults = [
        f"{'.'.join(str(part) for part in fault['loc']).upper()}: {fault['msg']}"
        for fault in error.errors(include_input=False)
    ]
    return "The profiler cannot start. " + "; ".join(faults) + ". See .env.example."
