"""The six weeks: at most four hours each, and a sign by which a learner knows it is done."""

from profiler.results.blueprint.models import BlueprintExposure, PlanWeek, Statement, state
from profiler.results.blueprint.templates import NEXT_STEPS, TRACK_PLANS, TrackPlan
from profiler.results.explanation import TRACK_TITLES
from profiler.results.titles import DOMAIN_TITLES
from profiler.scoring.level import MISSION_DIFFICULTY
from talent_contracts.results import LevelResult, Recommendation
from talent_contracts.results_v2 import ProfilingResultV2
from talent_contracts.vocabulary import Level


def plan_weeks(
    result: ProfilingResultV2, exposure: list[BlueprintExposure], level_id: str
) -> list[PlanWeek]:
    """Six weeks out of the two first tracks, the domain known least and the verified level."""
    first, second = result.recommendations[0], result.recommendations[1]
    own, other = TRACK_PLANS[first.track], TRACK_PLANS[second.track]
    return [
        PlanWeek(
            week=1,
            title="Read your own answers",
            hours=2,
            task=state(
                f"Read the answers you gave for {TRACK_TITLES[first.track]} and "
                f"{TRACK_TITLES[second.track]} and mark the three that are most like you.",
                first,
                second,
            ),
            done_when="Three answers are marked, each with a line on why.",
        ),
        PlanWeek(
            week=2,
            title=f"First recipe: {TRACK_TITLES[first.track]}",
            hours=3,
            task=state(own.practice, first),
            done_when=own.practised,
        ),
        _plan_exposure(own.domain, exposure, first),
        PlanWeek(
            week=4,
            title=f"Taster: {TRACK_TITLES[second.track]}",
            hours=2,
            task=state(other.taster, second),
            done_when=other.tasted,
        ),
        _plan_mission(own, first, result.level, level_id),
        PlanWeek(
            week=6,
            title="Look back with your mentor",
            hours=2,
            task=state(
                f"Show your mentor weeks 2 to 5 and decide whether {TRACK_TITLES[first.track]} "
                "is still your first choice.",
                first,
                second,
            ),
            done_when="Your choice and its reason stand in your portfolio.",
        ),
    ]


def _plan_exposure(
    own_domain: str, exposure: list[BlueprintExposure], first: Recommendation
) -> PlanWeek:
    """Week 3 goes to the domain known least; to the track's own domain when none was rated."""
    least = find_least_known(exposure)
    domain, rating = (least.domain, least.rating or 0) if least else (own_domain, 0)
    step, done_when = NEXT_STEPS[rating]
    name = DOMAIN_TITLES[domain]
    text = f"In {name}, {step}."
    rated = least.statement if least else None
    return PlanWeek(
        week=3,
        title=f"Widen: {name}",
        hours=3,
        task=Statement(text=text, evidence=rated.evidence, figures=rated.figures)
        if rated
        else state(text, first),
        done_when=done_when,
    )


def _plan_mission(
    own: TrackPlan, first: Recommendation, level: LevelResult, level_id: str
) -> PlanWeek:
    difficulty = MISSION_DIFFICULTY[level.verified or Level.NOVICE]
    return PlanWeek(
        week=5,
        title=f"One mission: {TRACK_TITLES[first.track]}",
        hours=4,
        task=Statement(
            text=f"{own.mission} Choose difficulty {difficulty}.",
            evidence=[*first.evidence, *([level_id] if level.selected else [])],
            figures={"difficulty": float(difficulty)},
        ),
        done_when=own.delivered,
    )


def find_least_known(exposure: list[BlueprintExposure]) -> BlueprintExposure | None:
    """The domain with the lowest rating, the first of equals; None when none was rated."""
    rated = [found for found in exposure if found.rating is not None]
    return min(rated, key=lambda found: found.rating or 0, default=None)
