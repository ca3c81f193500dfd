"""Two groups of answers to one item: recent and before, focal and reference."""

from profiler.bank import Item, ItemFormat
from profiler.statistics.figures.mantel_haenszel import compare_groups
from profiler.statistics.figures.proportions import compare_shares
from profiler.statistics.gates import GATES
from profiler.statistics.rounding import round_told
from profiler.statistics.scores import KeyedScores
from profiler.statistics.tally import ItemTally
from talent_contracts.statistics import Drift, LanguageDif


def find_drift(counts: ItemTally, item: Item) -> Drift | None:
    """The option whose share moved most; None while a window has too few answers."""
    before, recent = counts.before.total(), counts.recent.total()
    if min(before, recent) < GATES.drift:
        return None
    moves = {
        key: compare_shares(counts.before[key], before, counts.recent[key], recent)
        for key in item.option_keys
    }
    option = max(moves, key=lambda key: abs(moves[key]))
    return Drift(
        option=option,
        share_before=round_told(counts.before[option] / before),
        share_recent=round_told(counts.recent[option] / recent),
        z=round_told(moves[option]),
    )


def compare_languages(scores: KeyedScores, item: Item) -> LanguageDif | None:
    """Who wished for another language than English against the others, at equal rest score."""
    focal, reference = scores.people[True], scores.people[False]
    is_gated = scores.n < GATES.dif or min(focal, reference) < GATES.dif_focal
    if item.format is not ItemFormat.KEYED or is_gated:
        return None
    found = compare_groups(scores.list_strata(item))
    if found is None:
        return None
    return LanguageDif(
        delta=round_told(found.delta),
        category=found.category,
        reference=reference,
        focal=focal,
    )
