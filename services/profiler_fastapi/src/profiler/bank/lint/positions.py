"""Where the tracks stand: no clicking pattern may earn a track."""

from collections import Counter
from collections.abc import Iterator, Mapping

from profiler.bank.lint.findings import Fault, Rule, name_items
from profiler.bank.models import Bank, ItemFormat
from profiler.bank.search_positions import (
    MAX_CYCLIC_HITS,
    MAX_PERIODIC_HITS,
    SIZE,
    SQUARES,
    Row,
    count_cyclic_hits,
    count_periodic_hits,
)
from talent_contracts.vocabulary import Track

MIN_CONTRASTS: Mapping[frozenset[Track], int] = {
    frozenset({Track.GRC, Track.LEADERSHIP}): 6,
    frozenset({Track.OFFENSIVE, Track.INNOVATION}): 4,
}


def list_rows(bank: Bank) -> list[Row]:
    """The tracks of each preference item by position; empty while an item has no full set."""
    rows = [
        tuple(option.track for option in item.options if option.track is not None)
        for item in bank.of_format(ItemFormat.PREFERENCE)
    ]
    return rows if all(sorted(row) == sorted(Track) for row in rows) else []


def check_one_option_per_track(bank: Bank) -> Iterator[Fault]:
    for item in bank.of_format(ItemFormat.PREFERENCE):
        found = Counter(option.track for option in item.options)
        if found != Counter(list(Track)):
            yield item.id, "does not offer each of the five tracks once"


def check_track_at_position(bank: Bank) -> Iterator[Fault]:
    rows = list_rows(bank)
    for position in range(SIZE) if rows else ():
        counts = Counter(row[position] for row in rows)
        for track in Track:
            if counts[track] != SQUARES:
                yield (
                    name_items(_ids_with(bank, rows, track, position)),
                    f"{track.value} stands {counts[track]} times at {'ABCDE'[position]} and not 6",
                )


def check_cyclic_patterns(bank: Bank) -> Iterator[Fault]:
    rows = list_rows(bank)
    for track in Track if rows else ():
        hits = count_cyclic_hits(rows, track)
        if hits > MAX_CYCLIC_HITS:
            yield (
                "preference items",
                f"a constant or cyclic clicker hits {track.value} {hits} times of {len(rows)}",
            )


def check_periodic_patterns(bank: Bank) -> Iterator[Fault]:
    rows = list_rows(bank)
    for track in Track if rows else ():
        hits = count_periodic_hits(rows, track)
        if hits > MAX_PERIODIC_HITS:
            yield (
                "preference items",
                f"a clicker of period five hits {track.value} {hits} times of {len(rows)}",
            )


def check_contrasts(bank: Bank) -> Iterator[Fault]:
    counts = Counter(frozenset(pair) for item in bank.items for pair in set(item.contrasts))
    for pair, least in MIN_CONTRASTS.items():
        if counts[pair] < least:
            names = " with ".join(sorted(track.value for track in pair))
            yield "preference items", f"{counts[pair]} contrast {names}, at least {least} should"


RULES: Mapping[str, Rule] = {
    "one-option-per-track": check_one_option_per_track,
    "track-at-position": check_track_at_position,
    "cyclic-pattern": check_cyclic_patterns,
    "periodic-pattern": check_periodic_patterns,
    "contrasts": check_contrasts,
}


def _ids_with(bank: Bank, rows: list[Row], track: Track, position: int) -> list[str]:
    items = bank.of_format(ItemFormat.PREFERENCE)
    return [item.id for item, row in zip(items, rows, strict=True) if row[position] is track]
