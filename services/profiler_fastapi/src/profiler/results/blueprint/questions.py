"""Three questions to take to a mentor."""

from profiler.results.blueprint.models import (
    BlueprintExposure,
    Statement,
    join_evidence,
    state,
)
from profiler.results.blueprint.plan import find_least_known
from profiler.results.explanation import TRACK_TITLES
from profiler.results.titles import DOMAIN_TITLES
from profiler.results.value_statement import AIM_ID
from talent_contracts.results_v2 import ProfilingResultV2


def ask_mentor(result: ProfilingResultV2, exposure: list[BlueprintExposure]) -> list[Statement]:
    """One about the track, one about experience, one about the aim."""
    return [_ask_about_track(result), _ask_about_exposure(result, exposure), _ask_about_aim(result)]


def _ask_about_track(result: ProfilingResultV2) -> Statement:
    first, second = result.recommendations[0], result.recommendations[1]
    ahead, behind = TRACK_TITLES[first.track], TRACK_TITLES[second.track]
    flips = result.track.flips
    answers = "1 answer" if flips == 1 else f"{flips} answers"
    lead = (
        f"{answers} would turn my lead from {ahead} to {behind}"
        if flips
        else f"{ahead} and {behind} have as many answers as each other"
    )
    return Statement(
        text=f"{lead}: what could I try to find out which of the two suits me?",
        evidence=join_evidence(first, second),
        figures={"flips": float(flips)},
    )


def _ask_about_exposure(result: ProfilingResultV2, exposure: list[BlueprintExposure]) -> Statement:
    least = find_least_known(exposure)
    if least is None or least.statement is None:
        track = result.recommendations[0]
        title = TRACK_TITLES[track.track]
        return state(f"Which experience should I gather first for {title}?", track)
    return Statement(
        text=f"My lowest rating is in {DOMAIN_TITLES[least.domain]}: how did you begin there?",
        evidence=least.statement.evidence,
        figures=least.statement.figures,
    )


def _ask_about_aim(result: ProfilingResultV2) -> Statement:
    first = result.recommendations[0]
    title = TRACK_TITLES[first.track]
    if AIM_ID in result.value_statement.evidence:
        return Statement(
            text=f"Which part of {title} would bring me closest to the aim I wrote down?",
            evidence=[AIM_ID, *first.evidence],
            figures={},
        )
    return state(f"Which aim for a year from now would be within reach in {title}?", first)
