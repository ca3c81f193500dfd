"""Made-up people: how they answer the shipped bank."""

from profiler.bank import ItemFormat, load_bank
from talent_contracts.vocabulary import Track

MIXED = (
    [Track.DEFENDER] * 12
    + [Track.OFFENSIVE] * 8
    + [Track.GRC] * 5
    + [Track.INNOVATION] * 3
    + [Track.LEADERSHIP] * 2
)
"""The golden counts 12, 8, 5, 3, 2."""


def choose(tracks: list[Track]) -> dict[str, str]:
    """Answers to the first preference items, so that they stand for these tracks in turn."""
    items = load_bank().of_format(ItemFormat.PREFERENCE)
    return {
        item.id: next(option.key for option in item.options if option.track is track)
        for item, track in zip(items, tracks, strict=False)
    }


def answer_all(tracks: list[Track] | None = None) -> dict[str, str]:
    """All 51 items: preferences as given, C on every other item."""
    others = {item.id: "C" for item in load_bank().items}
    return others | choose(MIXED if tracks is None else tracks)


def solve(answers: dict[str, str], *, right: int) -> dict[str, str]:
    """The answers with the ``right`` easiest keyed items right and the others not sure."""
    keyed = sorted(load_bank().of_format(ItemFormat.KEYED), key=lambda item: item.b or 0.0)
    solved = {item.id: item.key or "" for item in keyed[:right]}
    unsure = {item.id: item.option_keys[-1] for item in keyed[right:]}
    return answers | solved | unsure
