"""Why this track: what each answer added, what would change the lead, in plain sentences."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from profiler.bank import Bank
from profiler.results.build import refer_to_bank, score_answers
from profiler.results.rounding import round_stored
from profiler.scoring import Choice, Coverage, TrackScore
from talent_contracts.model import LongText, StrictModel
from talent_contracts.results import BankReference, ItemId, TrackShare
from talent_contracts.results_v2 import ProfilingResultV2
from talent_contracts.vocabulary import Band, Module, Track

TRACK_TITLES: Mapping[Track, str] = {
    Track.DEFENDER: "Defender",
    Track.OFFENSIVE: "Offensive",
    Track.GRC: "GRC",
    Track.INNOVATION: "Innovation",
    Track.LEADERSHIP: "Leadership",
}


class Contribution(StrictModel):
    """One answer and what it added to the log-odds of its track against each other track."""

    question_id: ItemId
    module: Module
    selected_option: Annotated[str, Field(pattern=r"^[A-E]$")]
    text: LongText
    track: Track
    log_odds: Annotated[float, Field(gt=0)]


class Explanation(StrictModel):
    """The body of ``GET /profiling/session/{id}/explanation``.

    ``log_odds`` of a contribution is 1/T; ``flips`` answers must move from ``primary`` to
    ``runner_up`` for ``runner_up`` to lead, 0 when the two are level. ``band_judged_on`` is ``p``
    where answer quality is not known. ``sentences`` say the same for reading aloud.
    """

    bank: BankReference
    answered: Annotated[int, Field(ge=0, le=30)]
    total: Annotated[int, Field(ge=0, le=30)]
    coverage: Literal["full", "provisional"]
    temperature: Annotated[float, Field(gt=0)]
    counts: dict[Track, int]
    match: TrackShare
    primary: Track
    runner_up: Track
    secondary: Track | None
    tie: bool
    flips: Annotated[int, Field(ge=0, le=30)]
    band: Band
    band_judged_on: Literal["p", "p_adjusted"]
    contributions: list[Contribution]
    sentences: list[LongText]


def explain(*, bank: Bank, answers: Mapping[str, str], result: ProfilingResultV2) -> Explanation:
    """The explanation of a result by its answers (item id to option key), in bank order.

    Raises ``NotEnoughAnswers`` and ``UnknownAnswer`` as the result does.
    """
    choices, unadjusted = score_answers(bank, answers)
    score = replace(unadjusted, band=result.track.band)
    q = result.quality.q
    total = sum(bool(item.options[0].track) for item in bank.items)
    return Explanation(
        bank=refer_to_bank(bank),
        answered=score.answered,
        total=total,
        coverage="full" if score.coverage is Coverage.FULL else "provisional",
        temperature=round_stored(score.temperature),
        counts=dict(score.counts),
        match=TrackShare(**{track.value: share for track, share in score.match.items()}),
        primary=score.primary,
        runner_up=score.ranking[1],
        secondary=score.secondary,
        tie=score.tie,
        flips=score.flips,
        band=score.band,
        band_judged_on="p" if q is None else "p_adjusted",
        contributions=[_contribute(bank, choice, score) for choice in choices],
        sentences=tell_track(score, total, q),
    )


def tell_track(score: TrackScore, total: int, q: float | None) -> list[str]:
    """The score in plain sentences."""
    odds = f"{math.exp(1 / score.temperature):.2f}"
    return [
        f"You answered {score.answered} of {total} preference questions.",
        "Each of these answers counts the same, wherever its option stood.",
        f"One answer multiplies the odds of its track against each other track by {odds}.",
        tell_lead(score),
        *tell_band(score),
        "Puzzles, experience and the level you chose do not change the track.",
        _tell_quality(q),
    ]


def _tell_quality(q: float | None) -> str:
    """What the band rests on."""
    if q is None:
        return "Too few answers to judge their quality: the band rests on the match."
    return (
        "The band allows for answers that were not read: timing and pattern give that "
        f"{100 * q:.0f} % here."
    )


def tell_lead(score: TrackScore) -> str:
    """Who leads, by how much, and what would change it; a tie is called a tie."""
    first, second = score.ranking[0], score.ranking[1]
    ahead, behind = TRACK_TITLES[first], TRACK_TITLES[second]
    most, next_most = score.counts[first], score.counts[second]
    if score.tie:
        return (
            f"Too close to call: {ahead} and {behind} have {most} answers each, also among the "
            f"scenarios and work style. {ahead} is named first only by the alphabet."
        )
    if most == next_most:
        return (
            f"{ahead} and {behind} have {most} answers each; {ahead} is named first because more "
            "of its answers stand in the scenarios or, if those are level, in work style."
        )
    return (
        f"{ahead} has {_count(most)} and {behind} {next_most}. If {_count(score.flips)} moved "
        f"from {ahead} to {behind}, {behind} would lead."
    )


def tell_band(score: TrackScore) -> list[str]:
    """How likely the first track is the best fit, and how to read that."""
    first, second = TRACK_TITLES[score.ranking[0]], TRACK_TITLES[score.ranking[1]]
    reading = {
        Band.HIGH: "That is a clear lead.",
        Band.MEDIUM: f"Compare it with {second} before you decide.",
        Band.LOW: f"That is open: try {first} and {second} before you decide.",
    }
    likely = score.match[score.primary]
    sentences = [
        f"How likely {first} is the best fit among the five, given your answers: {likely} %.",
        reading[score.band],
    ]
    if score.coverage is Coverage.PROVISIONAL:
        sentences.append("With fewer than 20 preference answers this is provisional.")
    return sentences


def _contribute(bank: Bank, choice: Choice, score: TrackScore) -> Contribution:
    return Contribution(
        question_id=choice.item_id,
        module=choice.module,
        selected_option=choice.option,
        text=bank.by_id[choice.item_id].option(choice.option).text,
        track=choice.track,
        log_odds=round_stored(1 / score.temperature),
    )


def _count(answers: int) -> str:
    return "1 answer" if answers == 1 else f"{answers} answers"
