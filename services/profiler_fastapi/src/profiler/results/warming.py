"""What the first completion of a worker would otherwise make its learner wait for."""

from profiler.bank import Bank
from profiler.results.build import build_result
from profiler.results.value_statement import Reflections
from talent_contracts.canonical import canonical_bytes


def warm_up(bank: Bank) -> None:
    """Build one result that nobody asked for: it reads the skills and fills every table."""
    answers = {item.id: item.option_keys[0] for item in bank.items}
    times_ms: dict[str, int | None] = dict.fromkeys(answers, 5000)
    reflections = Reflections(why=None, aim=None)
    canonical_bytes(
        build_result(bank=bank, answers=answers, reflections=reflections, times_ms=times_ms)
    )
