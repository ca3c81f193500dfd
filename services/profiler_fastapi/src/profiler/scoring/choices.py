"""From stored answers to what they say about the tracks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from profiler.bank.models import Bank
from talent_contracts.vocabulary import Module, Track


class UnknownAnswer(ValueError):
    """An answer names an item or an option that the bank does not have."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answered preference item and the track that its chosen option stands for."""

    item_id: str
    module: Module
    option: str
    track: Track


def check_answers(bank: Bank, answers: Mapping[str, str]) -> None:
    """Raise :class:`UnknownAnswer` for the first answer that the bank cannot read."""
    for item_id, key in answers.items():
        item = bank.by_id.get(item_id)
        if item is None or key not in item.option_keys:
            raise UnknownAnswer(f"{item_id}: {key}")


def list_choices(bank: Bank, answers: Mapping[str, str]) -> tuple[Choice, ...]:
    """The choices behind ``answers`` (item id to option key) in bank order.

    Keyed items, ratings and the level are left out: experience and ability say nothing about the
    track. Raises :class:`UnknownAnswer`.
    """
    check_answers(bank, answers)
    return tuple(
        Choice(item.id, item.module, option.key, option.track)
        for item in bank.items
        if item.id in answers
        for option in (item.option(answers[item.id]),)
        if option.track is not None
    )


def count_tracks(choices: Iterable[Choice], module: Module | None = None) -> dict[Track, int]:
    """How many choices each of the five tracks has, over all modules or in one."""
    counts = dict.fromkeys(Track, 0)
    for choice in choices:
        counts[choice.track] += module in (None, choice.module)
    return counts
