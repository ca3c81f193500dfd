"""The bank as arrays: what stands where, so that thousands of people can answer at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from profiler.bank.models import Bank, Item, ItemFormat
from talent_contracts.vocabulary import Module, Track

TRACKS = tuple(Track)
MODULES = tuple(Module)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Layout:
    """Places are columns 0-50 in bank order; tracks are numbered as the vocabulary lists them.

    ``preference``, ``keyed`` and ``rating`` hold columns; ``level`` is one. ``track_at`` gives the
    track (0-4) at each position of each preference item, shape (30, 5); ``key`` the position of the
    right option, shape (15,); ``b`` the difficulties in logits; ``expected`` seconds per column.
    """

    preference: Ints
    keyed: Ints
    rating: Ints
    level: int
    track_at: Ints
    key: Ints
    b: Floats
    expected: Floats
    scenario: Bools
    work_style: Bools

    @property
    def size(self) -> int:
        """How many items there are."""
        return len(self.expected)


def lay_out(bank: Bank) -> Layout:
    """The layout of a sound bank. Raises ``ValueError`` for an item without track, key or b."""
    preferences = bank.of_format(ItemFormat.PREFERENCE)
    keyed = bank.of_format(ItemFormat.KEYED)
    return Layout(
        preference=_columns(bank, ItemFormat.PREFERENCE),
        keyed=_columns(bank, ItemFormat.KEYED),
        rating=_columns(bank, ItemFormat.RATING),
        level=int(_columns(bank, ItemFormat.LEVEL)[0]),
        track_at=np.array([_list_tracks(item) for item in preferences]),
        key=np.array([item.option_keys.index(item.key or "") for item in keyed]),
        b=np.array([item.b for item in keyed], dtype=np.float64),
        expected=np.array([item.expected_seconds for item in bank.items], dtype=np.float64),
        scenario=np.array([i.module is Module.SCENARIO_PREFERENCE for i in preferences]),
        work_style=np.array([i.module is Module.WORK_STYLE for i in preferences]),
    )


def _columns(bank: Bank, wanted: ItemFormat) -> Ints:
    return np.array([n for n, item in enumerate(bank.items) if item.format is wanted])


def _list_tracks(item: Item) -> list[int]:
    return [TRACKS.index(option.track) for option in item.options if option.track is not None]
