"""Faults that item statistics must find, planted in a bank and in simulated people."""

from dataclasses import replace
from typing import Final

import numpy as np

from profiler.bank import Bank, ItemFormat
from profiler.simulation.layout import TRACKS, Layout
from profiler.simulation.population import People
from talent_contracts.vocabulary import Track

DESIRABILITY: Final = 3.0
"""In logits. An honest option's is drawn from N(0, .4), so this one is far outside."""


def plant_wrong_key(bank: Bank, item_id: str) -> Bank:
    """The bank with the key of one item on a distractor. People answer as before."""
    items = tuple(
        replace(item, key=_pick_distractor(item.key)) if item.id == item_id else item
        for item in bank.items
    )
    hashes = replace(bank.hashes, scoring="0" * 64)
    return replace(bank, items=items, hashes=hashes)


def plant_glamour(people: People, layout: Layout, place: int, track: Track, seed: int) -> People:
    """The people with one option made desirable: who took another is won over by chance.

    By the softmax of their interests p, an option with desirability d is taken with
    p e^d / (1 - p + p e^d); so this part of the others changes over: p(e^d - 1) / (1 + p(e^d - 1)).
    """
    column = layout.preference[place]
    number = TRACKS.index(track)
    option = int(np.flatnonzero(layout.track_at[place] == number)[0])
    weights = np.exp(people.interest)
    odds = weights[:, number] / weights.sum(axis=1) * (np.exp(DESIRABILITY) - 1)
    chance = np.random.default_rng(seed).random(len(odds))
    is_won = people.is_attentive & (chance < odds / (1 + odds))
    position = people.position.copy()
    position[is_won, column] = option
    return replace(people, position=position)


def pick_item(bank: Bank, wanted: ItemFormat, place: int) -> str:
    """The id of an item by its place among those of its format."""
    return bank.of_format(wanted)[place].id


def _pick_distractor(key: str | None) -> str:
    return "A" if key != "A" else "B"
