"""Plant a fault in a copy of the shipped bank."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from profiler.bank import Bank, Item, load_bank
from profiler.bank.search_positions import Row
from talent_contracts.vocabulary import Track

Fault = Callable[[Item], Item]


def in_item(item_id: str, **fields: Any) -> Bank:
    return change(item_id, lambda item: replace(item, **fields))


def in_option(item_id: str, at: str, /, **fields: Any) -> Bank:
    return change(item_id, lambda item: set_option(item, at, **fields))


def in_bank(**fields: Any) -> Bank:
    return replace(load_bank(), **fields)


def change(item_id: str, fault: Fault) -> Bank:
    bank = load_bank()
    items = tuple(fault(item) if item.id == item_id else item for item in bank.items)
    return replace(bank, items=items)


def set_option(item: Item, at: str, /, **fields: Any) -> Item:
    options = tuple(replace(o, **fields) if o.key == at else o for o in item.options)
    return replace(item, options=options)


def with_rows(rows: list[Row]) -> Bank:
    """The shipped bank with its tracks arranged by other rows."""
    bank = load_bank()
    waiting = iter(rows)
    items = tuple(
        arrange(item, next(waiting)) if item.format == "preference" else item for item in bank.items
    )
    return replace(bank, items=items)


def arrange(item: Item, row: Row) -> Item:
    by_track = {option.track: option for option in item.options}
    placed = zip("ABCDE", row, strict=True)
    return replace(item, options=tuple(replace(by_track[t], key=k) for k, t in placed))


def rotate(index: int) -> Row:
    tracks = list(Track)
    return tuple(tracks[(place - index) % 5] for place in range(5))
