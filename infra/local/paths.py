"""Where things are in the checkout."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCES = (
    REPOSITORY / "services/core_django/src",
    REPOSITORY / "services/profiler_fastapi/src",
    REPOSITORY / "shared/contracts/src",
    REPOSITORY / "shared/coalesce/src",
    REPOSITORY,
)
