"""How often the warnings speak, over many simulated banks: straight into the formulas."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from profiler.bank import Bank
from profiler.simulation.population import People
from services.profiler_fastapi.tests.statistics.planted_run import (
    GLAMOROUS,
    MISKEYED,
    draw_faulty,
)
from services.profiler_fastapi.tests.statistics.taken import conclude_from, list_warned, take_waves
from talent_contracts.statistics import BankStatistics, ItemWarning

PLANTED = {MISKEYED: ItemWarning.KEY_SUSPECT, GLAMOROUS: ItemWarning.OPTION_GLAMOROUS}


@dataclass(frozen=True)
class Rates:
    """Over ``seeds`` runs of ``sessions`` each.

    ``alarmed`` counts runs in which a warning stood on any item without a fault; ``items`` such
    items; ``found`` the runs in which a planted fault was told.
    """

    sessions: int
    seeds: int
    alarmed: dict[str, int]
    items: dict[str, int]
    found: dict[str, int]


def measure(seeds: Sequence[int], sessions: int, *, is_planted: bool) -> Rates:
    """Draw a bank and its people per seed and count what is told of them."""
    alarmed: Counter[str] = Counter()
    items: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for seed in seeds:
        statistics = compute(*draw_faulty(seed, sessions, is_planted=is_planted))
        for warning in ItemWarning:
            honest = [
                i for i in list_warned(statistics, warning) if not is_planted or i not in PLANTED
            ]
            alarmed[warning] += bool(honest)
            items[warning] += len(honest)
        for item_id, warning in PLANTED.items():
            found[warning] += is_planted and item_id in list_warned(statistics, warning)
    return Rates(sessions, len(seeds), dict(alarmed), dict(items), dict(found))


def compute(bank: Bank, people: People) -> BankStatistics:
    """What would be told of these people."""
    return conclude_from(take_waves(people), bank)
