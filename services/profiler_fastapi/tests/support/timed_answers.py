"""Whole sessions with times, for the indices of quality."""

from collections.abc import Callable, Mapping

from profiler.bank import Item, ItemFormat, load_bank
from profiler.quality import TimedAnswer

BANK = load_bank()
PREFERENCES = BANK.of_format(ItemFormat.PREFERENCE)


def at_pace(pace: float) -> Callable[[Item], int]:
    """Milliseconds at a multiple of the expected time."""
    return lambda item: round(1000 * pace * item.expected_seconds)


def take_expected_time(item: Item) -> int:
    return 1000 * item.expected_seconds


def take(
    answers: Mapping[str, str], time_ms: Callable[[Item], int | None] = take_expected_time
) -> list[TimedAnswer]:
    """The answers with their times."""
    return [TimedAnswer(i, option, time_ms(BANK.by_id[i])) for i, option in answers.items()]


def click(position: Callable[[int], int]) -> dict[str, str]:
    """Every item answered by its place in the bank alone."""
    return {item.id: item.option_keys[position(n) % 5] for n, item in enumerate(BANK.items)}
