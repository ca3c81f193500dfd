"""What may be answered: the preferences a result needs, and for each track its options."""

from profiler.bank import ItemFormat, load_bank
from talent_contracts.vocabulary import Track
from tests.model.model import NEEDED

ITEMS = load_bank().of_format(ItemFormat.PREFERENCE)[:NEEDED]
QUESTIONS = [item.id for item in ITEMS[:3]]
"""The ones that are answered by themselves; three, so that they meet again."""
TRACKS = [track.value for track in Track]


def choose_options(track: str) -> dict[str, str]:
    """Question → option, for the track where the question offers it."""
    return {
        item.id: next((o.key for o in item.options if o.track == track), item.options[0].key)
        for item in ITEMS
    }
