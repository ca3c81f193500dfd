"""The first administrator: given by the person who starts, or made once and kept."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.local.account import write_private
from infra.local.settings import LocalSettings

_DEFAULT_EMAIL = "admin@talent-engine.example"


@dataclass(frozen=True)
class Credentials:
    """What `credentials.json` holds."""

    admin_email: str
    admin_password: str
    core_url: str
    profiler_url: str


def load_credentials(
    path: Path, settings: LocalSettings, *, core_url: str, profiler_url: str
) -> tuple[Credentials, bool]:
    """Return the credentials and whether this is the first start that wrote them."""
    is_first = not path.exists()
    known = {} if is_first else json.loads(path.read_text(encoding="utf-8"))
    given = settings.given
    credentials = Credentials(
        admin_email=given.get("ADMIN_EMAIL") or known.get("admin_email") or _DEFAULT_EMAIL,
        admin_password=given.get("ADMIN_PASSWORD")
        or known.get("admin_password")
        or secrets.token_urlsafe(15),
        core_url=core_url,
        profiler_url=profiler_url,
    )
    if asdict(credentials) != known:
        write_private(path, json.dumps(asdict(credentials), indent=1) + "\n")
    return credentials, is_first
