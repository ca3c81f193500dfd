"""The blueprint: six weeks out of a result, by a template that names its evidence.

Every sentence carries the item ids or the figures it rests on. What was not answered stands as
null, and ``reasons`` says why.
"""

from profiler.bank import Bank, ItemFormat
from profiler.results.blueprint.models import (
    Blueprint,
    BlueprintExposure,
    BlueprintLevel,
    BlueprintTrack,
    PlanWeek,
    Statement,
    state,
)
from profiler.results.blueprint.plan import plan_weeks
from profiler.results.blueprint.questions import ask_mentor
from profiler.results.blueprint.templates import LEVEL_SENTENCES, RATING_WORDS
from profiler.results.explanation import TRACK_TITLES
from profiler.results.titles import DOMAIN_TITLES
from profiler.scoring.level import LevelStatus
from talent_contracts.results import ExposureDomain, LevelResult
from talent_contracts.results_v2 import ProfilingResultV2
from talent_contracts.vocabulary import Band, Level, Reason

__all__ = [
    "Blueprint",
    "BlueprintExposure",
    "BlueprintLevel",
    "BlueprintTrack",
    "PlanWeek",
    "Statement",
    "build_blueprint",
]


def build_blueprint(*, bank: Bank, result: ProfilingResultV2) -> Blueprint:
    """The blueprint of a stored result. ``bank`` is the one that the result is pinned to.

    The same input gives the same bytes.
    """
    ratings = {i.domain: i.id for i in bank.of_format(ItemFormat.RATING) if i.domain is not None}
    (level_item,) = bank.of_format(ItemFormat.LEVEL)
    exposure = [
        _tell_exposure(domain, found, ratings[domain]) for domain, found in result.exposure.items()
    ]
    return Blueprint(
        bank=result.bank,
        provisional=result.provisional,
        track=_tell_track(result),
        level=_tell_level(result.level, level_item.id),
        value_statement=result.value_statement,
        exposure=exposure,
        aptitude=result.aptitude,
        strengths=result.strengths,
        growth=result.growth,
        gaps=result.gaps,
        hints=result.hints,
        plan=plan_weeks(result, exposure, level_item.id),
        mentor_questions=ask_mentor(result, exposure),
        reasons=_list_reasons(result, exposure),
    )


def _tell_track(result: ProfilingResultV2) -> BlueprintTrack:
    first, second = result.recommendations[0], result.recommendations[1]
    ahead, behind = TRACK_TITLES[first.track], TRACK_TITLES[second.track]
    is_badge = result.track.band is not Band.LOW
    if result.track.tie:
        text = (
            f"{ahead} with {first.match_percent} % and {behind} with {second.match_percent} % "
            "are too close to call."
        )
    elif not is_badge:
        text = (
            f"No track stands out yet: {ahead} is at {first.match_percent} % and {behind} at "
            f"{second.match_percent} %, so you try both."
        )
    else:
        text = (
            f"{ahead} is the best fit among the five with {first.match_percent} %, "
            f"then comes {behind} with {second.match_percent} %."
        )
    return BlueprintTrack(
        primary=first.track,
        compare_with=second.track,
        is_badge=is_badge,
        statement=state(text, first, second),
    )


def _tell_level(level: LevelResult, item_id: str) -> BlueprintLevel:
    selected = level.selected.value if level.selected else None
    verified = level.verified.value if level.verified else Level.NOVICE.value
    status = LevelStatus(level.status)
    figures = {} if level.theta is None else {"theta": level.theta}
    evidence = [item_id] if selected else []
    return BlueprintLevel(
        selected=level.selected,
        verified=level.verified,
        status=status,
        statement=Statement(
            text=LEVEL_SENTENCES[status].format(selected=selected or "no level", verified=verified),
            evidence=evidence,
            figures=figures if figures or evidence else {"keyed_answers": 0.0},
        ),
    )


def _tell_exposure(domain: str, found: ExposureDomain, item_id: str) -> BlueprintExposure:
    if found.rating is None:
        return BlueprintExposure(domain=domain, rating=None, check=found.check, statement=None)
    text = f"You say about {DOMAIN_TITLES[domain]}: {RATING_WORDS[found.rating]}."
    statement = Statement(text=text, evidence=[item_id], figures={"rating": float(found.rating)})
    return BlueprintExposure(
        domain=domain, rating=found.rating, check=found.check, statement=statement
    )


def _list_reasons(
    result: ProfilingResultV2, exposure: list[BlueprintExposure]
) -> dict[str, Reason]:
    reasons = {} if result.aptitude else {"/aptitude": Reason.NOT_MEASURED}
    if result.level.selected is None:
        reasons["/level/selected"] = Reason.NOT_ANSWERED
    for place, found in enumerate(exposure):
        if found.rating is None:
            pointers = (f"/exposure/{place}/rating", f"/exposure/{place}/statement")
            reasons |= dict.fromkeys(pointers, Reason.NOT_ANSWERED)
        if found.check is None:
            reasons[f"/exposure/{place}/check"] = Reason.NOT_ANSWERED
    return reasons
