"""Ability, level and exposure as they stand in a result; no decisions of its own."""

from collections.abc import Mapping

from profiler.results.rounding import round_score, round_stored
from profiler.results.titles import DOMAIN_TITLES
from profiler.scoring.ability import Ability, CategoryAbility
from profiler.scoring.exposure import Exposure, OverClaimHint
from profiler.scoring.level import LevelCheck
from talent_contracts.results import Evidenced, ExposureDomain, LevelResult
from talent_contracts.results_v2 import AptitudeCategoryV2, AptitudeResultV2
from talent_contracts.vocabulary import Reason


def tell_aptitude(ability: Ability | None) -> AptitudeResultV2 | None:
    """Ability with its band; None when no keyed item was answered."""
    if ability is None:
        return None
    return AptitudeResultV2(
        theta=round_stored(ability.theta),
        standard_error=round_stored(ability.standard_error),
        score=round_score(ability.score),
        band=(round_score(ability.band[0]), round_score(ability.band[1])),
        items=ability.counted,
        provisional=ability.is_provisional,
        categories=[_tell_category(category) for category in ability.categories],
    )


def _tell_category(category: CategoryAbility) -> AptitudeCategoryV2:
    return AptitudeCategoryV2(
        category=category.category,
        theta=round_stored(category.theta),
        standard_error=round_stored(category.standard_error),
        score=round_score(category.score),
        items=category.items,
        label=category.label.value,
        first_impression=category.is_first_impression,
    )


def tell_level(check: LevelCheck, ability: Ability | None) -> LevelResult:
    """The verified level beside what was selected and measured."""
    return LevelResult(
        selected=check.selected,
        measured=check.measured,
        verified=check.verified,
        status=check.status.value,
        theta=round_stored(ability.theta) if ability else None,
        standard_error=round_stored(ability.standard_error) if ability else None,
    )


def tell_exposure(exposures: tuple[Exposure, ...]) -> dict[str, ExposureDomain]:
    """Each domain's own rating and check."""
    return {one.domain: ExposureDomain(rating=one.rating, check=one.check) for one in exposures}


def tell_hints(hint: OverClaimHint | None) -> list[Evidenced]:
    """A coaching hint in plain words, never an accusation."""
    if hint is None:
        return []
    domains = " and ".join(DOMAIN_TITLES[domain] for domain in hint.domains)
    text = (
        f"In {domains} you describe practice of your own, and the short checks went another way. "
        "Walking through one task there with your mentor will show what to refresh."
    )
    return [Evidenced(text=text, evidence=list(hint.evidence))]


def explain_nulls(
    level: LevelResult, aptitude: AptitudeResultV2 | None, exposure: Mapping[str, ExposureDomain]
) -> dict[str, Reason]:
    """Why a part of these three is null."""
    unknown = {
        "/level/selected": (level.selected, Reason.NOT_ANSWERED),
        "/level/measured": (level.measured, Reason.NOT_MEASURED),
        "/level/theta": (level.theta, Reason.NOT_MEASURED),
        "/level/standard_error": (level.standard_error, Reason.NOT_MEASURED),
        "/aptitude": (aptitude, Reason.NOT_MEASURED),
    }
    for domain, found in exposure.items():
        unknown[f"/exposure/{domain}/rating"] = (found.rating, Reason.NOT_ANSWERED)
        unknown[f"/exposure/{domain}/check"] = (found.check, Reason.NOT_ANSWERED)
    return {pointer: reason for pointer, (value, reason) in unknown.items() if value is None}
