"""The options of an item with everything that was counted of them."""

from collections import defaultdict
from collections.abc import Mapping

from profiler.bank import Item, ItemFormat
from profiler.statistics.alarms import Pull
from profiler.statistics.figures.correlations import Sums, correlate
from profiler.statistics.glamour import Place
from profiler.statistics.tally import BankTally
from talent_contracts.vocabulary import Track


def list_pulls(tally: BankTally, item: Item) -> tuple[Pull, ...]:
    """The options in the order shown."""
    return tuple(_pull(tally, item, key) for key in item.option_keys)


def list_avoidable(item: Item, pulls: tuple[Pull, ...]) -> list[Pull]:
    """The options that the item is the poorer for when nobody takes them.

    Ratings and levels describe people, and "not sure" is there for who needs it.
    """
    if item.format is ItemFormat.PREFERENCE:
        return list(pulls)
    return [pull for pull in pulls if pull.is_distractor]


def group_by_track(
    tally: BankTally, pulls: Mapping[str, tuple[Pull, ...]]
) -> dict[Track, dict[Place, Pull]]:
    """The options of the preference items, by the track they stand for."""
    grouped: dict[Track, dict[Place, Pull]] = defaultdict(dict)
    for item in tally.bank.of_format(ItemFormat.PREFERENCE):
        for pull in pulls[item.id]:
            track = item.option(pull.option).track
            if track is not None:
                grouped[track][item.id, pull.option] = pull
    return grouped


def _pull(tally: BankTally, item: Item, key: str) -> Pull:
    sums = _give_sums(tally, item, key)
    counts = tally.items[item.id]
    is_keyed = item.format is ItemFormat.KEYED
    return Pull(
        option=key,
        chosen=counts.count_option(key),
        answered=counts.answered,
        r=correlate(sums) if sums else None,
        n=sums.n if sums else 0,
        is_key=is_keyed and key == item.key,
        is_distractor=is_keyed and key not in (item.key, item.option_keys[-1]),
    )


def _give_sums(tally: BankTally, item: Item, key: str) -> Sums | None:
    if item.format is ItemFormat.KEYED:
        return tally.keyed.give_sums(item, key)
    if item.format is ItemFormat.PREFERENCE:
        return tally.choices.give_sums(item, key)
    return None
