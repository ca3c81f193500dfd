"""The first admin, as the surroundings give it."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class AdminAccount(BaseSettings):
    """Read by the ``ensure_admin`` command alone."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    admin_email: str = ""
    admin_password: str = ""
