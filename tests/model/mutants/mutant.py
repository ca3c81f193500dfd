"""A mutant as data, and putting it into a copy of the sources."""

from dataclasses import dataclass
from pathlib import Path


class MutantOutdated(ValueError):
    """The text a mutant replaces does not stand exactly once in its file any more."""


@dataclass(frozen=True)
class Edit:
    """``path`` is relative to the repository."""

    path: str
    old: str
    new: str

    def change(self, text: str) -> str:
        """The mutated text. Raises MutantOutdated."""
        found = text.count(self.old)
        if found != 1:
            raise MutantOutdated(f"{self.path}: found {found} times:\n{self.old}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Mutant:
    """``breaks`` says which promise is gone."""

    name: str
    breaks: str
    edits: tuple[Edit, ...]

    def mutate(self, root: Path) -> dict[Path, str]:
        """The new texts of the files below ``root``; nothing is written. Raises MutantOutdated."""
        texts: dict[Path, str] = {}
        for edit in self.edits:
            path = root / edit.path
            text = texts[path] if path in texts else path.read_text(encoding="utf-8")
            texts[path] = edit.change(text)
        return texts


def mutant(name: str, breaks: str, path: str, *changes: tuple[str, str]) -> Mutant:
    """A mutant of one file; ``changes`` are pairs of old and new text."""
    return Mutant(name, breaks, tuple(Edit(path, old, new) for old, new in changes))
