"""Build the profiling result from answers (spec 10, section 5).

This version scores the track. Ability, verified level, answer quality, strengths and growth are
null, and ``reasons`` says so for each of them.
"""

from collections.abc import Mapping
from typing import Final

from profiler.bank import Bank, Item, ItemFormat
from profiler.results.value_statement import Reflections, quote, write_value_statement
from profiler.scoring import Choice, Coverage, TrackScore, list_choices, score_choices
from profiler.scoring.choices import count_tracks
from profiler.scoring.track import PROVISIONAL_ANSWERS, judge_band
from talent_contracts.results import (
    BankHashes,
    BankReference,
    Evidenced,
    ExposureDomain,
    LevelResult,
    ProfilingResult,
    Recommendation,
    TrackResult,
    TrackShare,
)
from talent_contracts.vocabulary import Module, Reason, Track

__all__ = [
    "NotEnoughAnswers",
    "Reflections",
    "build_result",
    "refer_to_bank",
    "round_stored",
    "score_answers",
]

STORED_DIGITS: Final = 6
"""Decimals of a stored probability: more would differ between machines' maths libraries."""

MODULE_TITLES: Mapping[Module, str] = {
    Module.IDENTITY_VALUE: "what drives you",
    Module.SCENARIO_PREFERENCE: "what you would do first",
    Module.WORK_STYLE: "how you like to work",
}

_NOT_SCORED = (
    "/track/p_adjusted",
    "/level/measured",
    "/level/verified",
    "/level/theta",
    "/level/standard_error",
    "/aptitude",
    "/strengths",
    "/growth",
    "/quality",
)


class NotEnoughAnswers(ValueError):
    """Fewer than 12 preference answers.

    ``answered`` preference answers of ``needed``; ``missing`` counts the unanswered items of each
    preference module that has any, in bank order.
    """

    def __init__(self, *, answered: int, missing: Mapping[Module, int]) -> None:
        self.answered = answered
        self.needed = PROVISIONAL_ANSWERS
        self.missing = dict(missing)
        named = ", ".join(f"{module.value} {count}" for module, count in self.missing.items())
        super().__init__(
            f"{answered} preference answers, at least {self.needed} are needed; open: {named}"
        )


def build_result(
    *, bank: Bank, answers: Mapping[str, str], reflections: Reflections
) -> ProfilingResult:
    """The result of one learner's answers (item id to option key).

    The same input gives the same bytes. Twenty preference answers give a full result, 12 to 19 a
    provisional one. Raises :class:`NotEnoughAnswers` below that and ``UnknownAnswer`` for an answer
    that the bank does not have.
    """
    choices, score = score_answers(bank, answers)
    level = _read_level(bank, answers)
    exposure = _read_exposure(bank, answers)
    behaviour = _read_behaviour(bank, answers)
    reasons = dict.fromkeys(_NOT_SCORED, Reason.NOT_SCORED_IN_THIS_VERSION)
    reasons |= {
        f"/exposure/{domain}/check": Reason.NOT_SCORED_IN_THIS_VERSION for domain in exposure
    }
    reasons |= {
        f"/exposure/{domain}/rating": Reason.NOT_ANSWERED
        for domain, found in exposure.items()
        if found.rating is None
    }
    reasons |= {
        pointer: Reason.NOT_ANSWERED
        for pointer, value in (
            ("/level/selected", level.selected),
            ("/behavioural_profile", behaviour),
        )
        if value is None
    }
    return ProfilingResult(
        schema_version=1,
        bank=refer_to_bank(bank),
        provisional=score.coverage is Coverage.PROVISIONAL,
        answered=len(answers),
        track=_tell_track(score),
        recommendations=[_recommend(track, score, choices) for track in score.ranking],
        level=level,
        aptitude=None,
        exposure=exposure,
        strengths=None,
        growth=None,
        behavioural_profile=behaviour,
        quality=None,
        value_statement=write_value_statement(bank=bank, answers=answers, reflections=reflections),
        reasons=reasons,
    )


def score_answers(bank: Bank, answers: Mapping[str, str]) -> tuple[tuple[Choice, ...], TrackScore]:
    """The choices in bank order and their score. Raises :class:`NotEnoughAnswers`."""
    choices = list_choices(bank, answers)
    score = score_choices(choices)
    if score.coverage is Coverage.NONE:
        raise NotEnoughAnswers(answered=len(choices), missing=_count_missing(bank, answers))
    return choices, score


def refer_to_bank(bank: Bank) -> BankReference:
    """The version and hashes that pin a result to its bank."""
    hashes = BankHashes(
        text=bank.hashes.text, structure=bank.hashes.structure, scoring=bank.hashes.scoring
    )
    return BankReference(version=bank.version, hashes=hashes)


def round_stored(value: float) -> float:
    """A figure as it is stored."""
    return round(value, STORED_DIGITS)


def _count_missing(bank: Bank, answers: Mapping[str, str]) -> dict[Module, int]:
    open_items = [i for i in bank.of_format(ItemFormat.PREFERENCE) if i.id not in answers]
    modules = dict.fromkeys(item.module for item in open_items)
    return {module: sum(item.module is module for item in open_items) for module in modules}


def _tell_track(score: TrackScore) -> TrackResult:
    return TrackResult(
        primary=score.primary,
        match=TrackShare(**{track.value: share for track, share in score.match.items()}),
        p={track: round_stored(share) for track, share in score.p.items()},
        p_adjusted=None,
        band=score.band,
        flips=score.flips,
        entropy=round_stored(score.entropy),
        tie=score.tie,
        secondary=score.secondary,
        counts=dict(score.counts),
        temperature=round_stored(score.temperature),
    )


def _recommend(track: Track, score: TrackScore, choices: tuple[Choice, ...]) -> Recommendation:
    own = [choice for choice in choices if choice.track is track]
    return Recommendation(
        track=track,
        match_percent=score.match[track],
        confidence=judge_band(score.p[track], score.coverage),
        reasons=[_count_out(len(own), score.answered), *_where_chosen(own, choices)],
        evidence=[choice.item_id for choice in own],
    )


def _count_out(own: int, answered: int) -> str:
    return f"{own or 'None'} of your {answered} preference answers chose this track."


def _where_chosen(own: list[Choice], choices: tuple[Choice, ...]) -> list[str]:
    return [
        f"{chosen} of {offered} answers about {title}."
        for module, title in MODULE_TITLES.items()
        if (chosen := sum(count_tracks(own, module).values()))
        and (offered := sum(count_tracks(choices, module).values()))
    ]


def _read_level(bank: Bank, answers: Mapping[str, str]) -> LevelResult:
    (item,) = bank.of_format(ItemFormat.LEVEL)
    return LevelResult(
        selected=item.option(answers[item.id]).level if item.id in answers else None,
        measured=None,
        verified=None,
        status="unverified",
        theta=None,
        standard_error=None,
    )


def _read_exposure(bank: Bank, answers: Mapping[str, str]) -> dict[str, ExposureDomain]:
    return {
        item.domain: ExposureDomain(
            rating=item.option(answers[item.id]).rating if item.id in answers else None,
            check=None,
        )
        for item in bank.of_format(ItemFormat.RATING)
        if item.domain is not None
    }


def _read_behaviour(bank: Bank, answers: Mapping[str, str]) -> list[Evidenced] | None:
    """What was chosen on each facet of work style, quoted; null when none was answered."""
    answered = [item for item in bank.by_module[Module.WORK_STYLE] if item.id in answers]
    return [_tell_behaviour(item, answers[item.id]) for item in answered] or None


def _tell_behaviour(item: Item, key: str) -> Evidenced:
    facet = (item.facet or "").capitalize()
    return Evidenced(text=f"{facet}: {quote(item.option(key).text)}", evidence=[item.id])
