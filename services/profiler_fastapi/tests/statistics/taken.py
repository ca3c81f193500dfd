"""Sessions of the shipped bank as the statistics read them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from profiler.bank import Bank, ItemFormat, load_bank
from profiler.simulation.population import People
from profiler.statistics.conclude import conclude
from profiler.statistics.records import GivenAnswer, TakenSession
from profiler.statistics.tally import BankTally
from talent_contracts.statistics import BankStatistics, ItemStatistics, ItemWarning
from talent_contracts.vocabulary import SessionStatus

BANK = load_bank()
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
KEYED = BANK.of_format(ItemFormat.KEYED)
PREFERENCES = BANK.of_format(ItemFormat.PREFERENCE)


def take(
    answers: Mapping[str, str],
    *,
    status: SessionStatus = SessionStatus.COMPLETED,
    language: str = "en",
    age: timedelta = timedelta(days=1),
    times_ms: Mapping[str, int | None] | None = None,
) -> TakenSession:
    """A session whose last answer came ``age`` before ``NOW``, after ten minutes."""
    at = NOW - age
    return TakenSession(
        status=status,
        language=language,
        started_at=at - timedelta(minutes=10),
        completed_at=at if status is SessionStatus.COMPLETED else None,
        last_active_at=at,
        answers=tuple(
            GivenAnswer(item, option, (times_ms or {}).get(item), at)
            for item, option in answers.items()
        ),
    )


def take_simulated(people: People, row: int, age: timedelta = timedelta(days=1)) -> TakenSession:
    """A simulated person's session."""
    places = list(zip(BANK.items, people.position[row], people.millis[row], strict=True))
    return take(
        {item.id: item.option_keys[position] for item, position, _ in places},
        age=age,
        times_ms={item.id: int(millis) for item, _, millis in places},
    )


def take_waves(people: People) -> list[TakenSession]:
    """Everybody's session: half of them before the recent window, a quarter in another language."""
    rows = len(people.theta)
    return [
        replace(
            take_simulated(people, row, timedelta(days=40 if row < rows / 2 else 5)),
            language="fr" if row % 4 == 3 else "en",
        )
        for row in range(rows)
    ]


def conclude_from(sessions: Sequence[TakenSession], bank: Bank = BANK) -> BankStatistics:
    """What is told of these sessions."""
    tally = BankTally(bank, NOW)
    tally.add_all(sessions)
    return conclude(tally)


def find_item(statistics: BankStatistics, item_id: str) -> ItemStatistics:
    """One item of them."""
    return next(item for item in statistics.items if item.item_id == item_id)


def list_warned(statistics: BankStatistics, warning: ItemWarning) -> list[str]:
    """The items that carry a warning."""
    return [item.item_id for item in statistics.items if warning in item.warnings]
