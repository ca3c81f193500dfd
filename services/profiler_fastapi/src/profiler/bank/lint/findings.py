"""What a rule says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from profiler.bank.models import Bank

Fault = tuple[str, str]
"""The item (or items, or the part of the bank) at fault, and a sentence about it."""

Rule = Callable[[Bank], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule: its stable ``code``, the ``items`` at fault, and why."""

    code: str
    items: str
    message: str

    def __str__(self) -> str:
        return f"{self.items}: {self.code}: {self.message}"


def name_items(ids: list[str]) -> str:
    """Item ids as one text."""
    return ", ".join(ids)
