"""The files the rules look at, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = (
    "services/core_django/src",
    "services/profiler_fastapi/src",
    "shared/contracts/src",
    "shared/coalesce/src",
    "infra",
    "tools",
)


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file; ``path`` is relative to the repository."""

    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> tuple[str, str] | None:
        """``(wing, room)`` of a file of core; None elsewhere."""
        parts = Path(self.path).parts
        if parts[:4] != ("services", "core_django", "src", "core") or len(parts) < 7:
            return None
        return parts[4], parts[5]

    @property
    def is_migration(self) -> bool:
        """Migrations are frozen history; rules look away."""
        return "migrations" in Path(self.path).parts


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a rule is broken and what to do."""

    path: str
    line: int
    rule: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.advice}"


def read_sources(root: Path = ROOT) -> Iterator[Source]:
    """Every Python file of ours below the source folders, tests left out."""
    for folder in SOURCES:
        for path in sorted((root / folder).glob("**/*.py")):
            if "tests" not in path.relative_to(root).parts:
                yield parse(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


def parse(path: str, text: str) -> Source:
    """A source from its text."""
    return Source(path=path, text=text, tree=ast.parse(text))
