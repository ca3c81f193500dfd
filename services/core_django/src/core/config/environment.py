"""What the surroundings tell core, typed and frozen; nothing else reads the environment."""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ProcessRole = Literal["app", "worker", "owner"]
DEVELOPMENT_PACE = 0.002


class Environment(BaseSettings):
    """One instance per process. Durations are seconds, sizes bytes."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", case_sensitive=False)

    environment: Literal["development", "test", "production"] = "development"
    run_dir: Path = Path(".run")
    core_secret_key: Annotated[str, Field(min_length=32)]
    core_database_role: ProcessRole = "app"
    core_database_url: str = ""
    core_database_auth_url: str = ""
    core_database_worker_url: str = ""
    core_database_owner_url: str = ""
    redis_url: str = "redis://127.0.0.1:6379/0"
    core_keys_dir: Path = Path(".run/keys/core")
    core_public_url: str = "http://127.0.0.1:8000"
    profiler_public_url: str = "http://127.0.0.1:8001"
    profiler_internal_url: str = "http://127.0.0.1:8001"
    foundations_pace: Annotated[float, Field(gt=0, le=1)] | None = None
    admin_email: str = ""
    admin_password: str = ""
    mentor_email: str = ""
    mentor_password: str = ""
    metrics_token: Annotated[SecretStr, Field(min_length=16)] | None = None
    instance_name: Annotated[str, Field(pattern=r"^[a-z0-9]{1,16}$")] = "te"

    @property
    def pace(self) -> float:
        """The factor on every foundations module's minimum active time."""
        if self.foundations_pace is not None:
            return self.foundations_pace
        return 1.0 if self.environment == "production" else DEVELOPMENT_PACE

    @property
    def audience(self) -> str:
        """The name by which a signed event addresses this core."""
        return f"talent-core:{self.environment}"

    @property
    def profiler_audience(self) -> str:
        """The name by which a signed event addresses the profiler."""
        return f"talent-profiler:{self.environment}"

    @property
    def is_https(self) -> bool:
        """Whether browsers reach core over TLS."""
        return urlsplit(self.core_public_url).scheme == "https"

    @property
    def database_url(self) -> str:
        """The URL of the one role this process logs in as."""
        return {
            "app": self.core_database_url,
            "worker": self.core_database_worker_url,
            "owner": self.core_database_owner_url,
        }[self.core_database_role]

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if not self.database_url:
            name = "" if self.core_database_role == "app" else f"{self.core_database_role.upper()}_"
            raise ValueError(f"set CORE_DATABASE_{name}URL: core has no database to log in to")
        if self.environment != "production":
            return self
        if self.pace != 1.0:
            raise ValueError("set FOUNDATIONS_PACE to 1.0 or leave it out: production teaches")
        if not self.is_https:
            raise ValueError("set CORE_PUBLIC_URL to an https address: production has no http")
        if self.core_database_role == "app" and not self.core_database_auth_url:
            raise ValueError("set CORE_DATABASE_AUTH_URL: nobody could log in without it")
        return self


def load_environment() -> Environment:
    """Read the surroundings or end the process with the sentence that names the fix."""
    try:
        return Environment()
    except ValidationError as error:
        lines = [
            f"{'.'.join(str(part) for part in item['loc']).upper() or 'settings'}: {item['msg']}"
            for item in error.errors()
        ]
        raise SystemExit("core cannot start. " + " · ".join(lines)) from None
