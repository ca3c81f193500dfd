"""Skill gaps (spec 10, section 5): what the answers show against what track and level need."""

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

import yaml

from talent_contracts.results import ExposureDomain
from talent_contracts.results_v2 import AptitudeCategoryV2, SkillGap
from talent_contracts.skills import SKILLS_FILE, Skill, read_skills
from talent_contracts.vocabulary import Level, Track

HIGH: Final = 1.2
MEDIUM: Final = 0.6
STORED_DIGITS: Final = 4
_CATEGORY_WEIGHT, _CHECK_WEIGHT, _RATING_WEIGHT = 0.5, 0.3, 0.2
_CERTAINTY_WITHOUT_CATEGORY = 0.5
_MOST = 4.0
_ORDER = {"high": 0, "medium": 1, "low": 2}


@cache
def load_skills() -> tuple[Skill, ...]:
    """The shared skills; the same in every process of a release."""
    return read_skills(yaml.safe_load(SKILLS_FILE.read_text(encoding="utf-8")))


def list_gaps(
    *,
    skills: tuple[Skill, ...],
    track: Track,
    p_adjusted: float,
    level: Level,
    categories: Mapping[str, AptitudeCategoryV2],
    exposure: Mapping[str, ExposureDomain],
    evidence: Mapping[str, tuple[str, ...]],
) -> list[SkillGap]:
    """Skills of which something is known and that fall short, most pressing first.

    ``evidence`` maps a category or domain to its answered item ids. ``have`` is
    .5·score/25 + .3·(4 if the check is right) + .2·rating over what is known, weights renormalised;
    priority is gap · importance · p* · certainty, certainty = max(0, 1 - SE of the category).
    """
    found = [
        _judge(
            skill,
            have,
            importance=skill.importance[track],
            need=skill.need[level],
            p_adjusted=p_adjusted,
            category=categories.get(skill.category or ""),
            evidence=_evidence(skill, evidence),
        )
        for skill in skills
        if (have := _have(skill, categories, exposure)) is not None
    ]
    lacking = [(gap, weight) for gap, weight in found if gap.gap > 0]
    lacking.sort(key=lambda pair: (_ORDER[pair[0].priority], -pair[1], pair[0].skill))
    return [gap for gap, _ in lacking]


def _have(
    skill: Skill,
    categories: Mapping[str, AptitudeCategoryV2],
    exposure: Mapping[str, ExposureDomain],
) -> float | None:
    """0 to 4, or None where nothing is known."""
    parts: list[tuple[float, float]] = []
    if (category := categories.get(skill.category or "")) is not None:
        parts.append((_CATEGORY_WEIGHT, category.score / 25))
    domain = exposure.get(skill.domain or "")
    if domain is not None and domain.check is not None:
        parts.append((_CHECK_WEIGHT, _MOST if domain.check else 0.0))
    if domain is not None and domain.rating is not None:
        parts.append((_RATING_WEIGHT, float(domain.rating)))
    weight = sum(share for share, _ in parts)
    return sum(share * value for share, value in parts) / weight if parts else None


def _judge(
    skill: Skill,
    have: float,
    *,
    importance: float,
    need: float,
    p_adjusted: float,
    category: AptitudeCategoryV2 | None,
    evidence: list[str],
) -> tuple[SkillGap, float]:
    gap = max(0.0, need - have)
    certainty = (
        _CERTAINTY_WITHOUT_CATEGORY
        if category is None
        else min(1.0, max(0.0, 1 - category.standard_error))
    )
    weight = gap * importance * p_adjusted * certainty
    judged = SkillGap(
        skill=skill.code,
        name=skill.name,
        have=round(have, STORED_DIGITS),
        need=need,
        gap=round(gap, STORED_DIGITS),
        certainty=round(certainty, STORED_DIGITS),
        priority=_name_priority(weight),
        evidence=evidence,
    )
    return judged, weight


def _name_priority(weight: float) -> Literal["high", "medium", "low"]:
    if weight >= HIGH:
        return "high"
    return "medium" if weight >= MEDIUM else "low"


def _evidence(skill: Skill, evidence: Mapping[str, tuple[str, ...]]) -> list[str]:
    names = [name for name in (skill.category, skill.domain) if name is not None]
    return list(dict.fromkeys(item for name in names for item in evidence.get(name, ())))
