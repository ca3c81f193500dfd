"""Answer sheets for the shipped bank."""

from profiler.bank import ItemFormat, load_bank

BANK = load_bank()
PREFERENCES = [item.id for item in BANK.of_format(ItemFormat.PREFERENCE)]


def answer_sheet(track: str = "defender", preferences: int = 30) -> dict[str, str]:
    """The first ``preferences`` preference items answered for a track, all others with A."""
    chosen = set(PREFERENCES[:preferences])
    return {
        item.id: next((o.key for o in item.options if o.track == track), "A")
        for item in BANK.items
        if item.id in chosen or item.format is not ItemFormat.PREFERENCE
    }
