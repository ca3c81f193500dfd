"""Answer sheets for the keyed items of the shipped bank."""

from profiler.bank import Item, ItemFormat, load_bank
from talent_contracts.vocabulary import Level

BANK = load_bank()
KEYED = sorted(BANK.of_format(ItemFormat.KEYED), key=lambda item: item.b or 0.0)
"""The fifteen keyed items, easiest first."""
LEVEL_ITEM = BANK.of_format(ItemFormat.LEVEL)[0]
NOT_SURE = "E"


def miss(item: Item) -> str:
    """A distractor."""
    return next(key for key in "ABCD" if key != item.key)


def answer_keyed(right: int, wrong: str | None = None) -> dict[str, str]:
    """All keyed items answered, the ``right`` easiest of them rightly."""
    return {
        item.id: (item.key or "") if place < right else wrong or miss(item)
        for place, item in enumerate(KEYED)
    }


def select_level(level: Level) -> dict[str, str]:
    """The answer that selects a level."""
    return {LEVEL_ITEM.id: next(o.key for o in LEVEL_ITEM.options if o.level is level)}
