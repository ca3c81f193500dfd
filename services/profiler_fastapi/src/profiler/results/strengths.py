"""Up to three strengths and three points to grow, each with the items it rests on."""

from collections.abc import Sequence
from typing import Final

from profiler.results.titles import CATEGORY_TITLES, DOMAIN_TITLES
from profiler.scoring.ability import Ability, Label
from profiler.scoring.exposure import Exposure
from talent_contracts.results import Evidenced
from talent_contracts.results_v2 import SkillGap

MOST: Final = 3
PRACTISED_RATING: Final = 2


def list_strengths(ability: Ability | None, exposures: Sequence[Exposure]) -> list[Evidenced]:
    """Categories labelled strong, best first, then domains whose practice the check bears out."""
    categories = sorted(ability.categories if ability else (), key=lambda c: (-c.score, c.category))
    found = [
        Evidenced(
            text=f"{CATEGORY_TITLES[one.category].capitalize()}: {one.right} of {one.items} right.",
            evidence=list(one.evidence),
        )
        for one in categories
        if one.label is Label.STRONG and one.right
    ]
    found += [
        Evidenced(
            text=f"{DOMAIN_TITLES[one.domain].capitalize()}: you have done it, "
            "and the check was right.",
            evidence=list(one.evidence),
        )
        for one in exposures
        if one.check and one.rating is not None and one.rating >= PRACTISED_RATING
    ]
    return found[:MOST]


def list_growth(gaps: Sequence[SkillGap]) -> list[Evidenced]:
    """The most pressing gaps of different evidence; ``gaps`` come most pressing first."""
    found: list[Evidenced] = []
    for gap in gaps:
        if all(set(gap.evidence) != set(one.evidence) for one in found):
            text = f"{gap.name}: your answers show {gap.have:.1f} of the {gap.need:.1f} it takes."
            found.append(Evidenced(text=text, evidence=gap.evidence))
    return found[:MOST]
