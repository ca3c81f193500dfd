"""A few simulated people, and the same as single answer sheets."""

from functools import cache

from profiler.bank import load_bank
from profiler.quality import TimedAnswer
from profiler.simulation.layout import Layout, lay_out
from profiler.simulation.population import People, draw_people

BANK = load_bank()
SEED = 51


@cache
def few(learners: int = 400) -> People:
    return draw_people(shape(), SEED, learners)


@cache
def shape() -> Layout:
    return lay_out(BANK)


def sheet_of(people: People, row: int) -> dict[str, str]:
    """One person's answers as the service stores them."""
    positions = zip(BANK.items, people.position[row], strict=True)
    return {item.id: item.option_keys[position] for item, position in positions}


def timed_sheet_of(people: People, row: int) -> list[TimedAnswer]:
    """The same with times."""
    return [
        TimedAnswer(item_id, option, int(millis))
        for (item_id, option), millis in zip(
            sheet_of(people, row).items(), people.millis[row], strict=True
        )
    ]
