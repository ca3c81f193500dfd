"""Build the profiling result from answers (spec 10, section 5), schema 2.

The builder composes what scoring and quality decide; what was not answered stands as null, and
``reasons`` says so for each of them.
"""

from collections.abc import Mapping

from profiler.bank import Bank, Item, ItemFormat
from profiler.results.gaps import list_gaps, load_skills
from profiler.results.measures import (
    explain_nulls,
    tell_aptitude,
    tell_exposure,
    tell_hints,
    tell_level,
)
from profiler.results.quality_report import tell_quality
from profiler.results.rounding import round_stored
from profiler.results.strengths import list_growth, list_strengths
from profiler.results.value_statement import Reflections, quote, write_value_statement
from profiler.scoring import Choice, Coverage, TrackScore, list_choices, score_choices
from profiler.scoring.ability import Ability, score_ability
from profiler.scoring.choices import count_tracks
from profiler.scoring.exposure import Exposure, find_over_claim, read_exposure
from profiler.scoring.level import verify_level
from profiler.scoring.short_form import Mode
from profiler.scoring.track import PROVISIONAL_ANSWERS, judge_band, mix_with_uniform
from talent_contracts.results import (
    BankHashes,
    BankReference,
    Evidenced,
    Recommendation,
    TrackResult,
    TrackShare,
)
from talent_contracts.results_v2 import ProfilingResultV2
from talent_contracts.vocabulary import Level, Module, Reason, Track

__all__ = [
    "NotEnoughAnswers",
    "Reflections",
    "build_result",
    "refer_to_bank",
    "score_answers",
]

MODULE_TITLES: Mapping[Module, str] = {
    Module.IDENTITY_VALUE: "what drives you",
    Module.SCENARIO_PREFERENCE: "what you would do first",
    Module.WORK_STYLE: "how you like to work",
}


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
    *,
    bank: Bank,
    answers: Mapping[str, str],
    reflections: Reflections,
    times_ms: Mapping[str, int | None] | None = None,
    mode: Mode = Mode.FULL,
) -> ProfilingResultV2:
    """The result of one learner's answers (item id to option key).

    ``times_ms`` are response times in milliseconds where the client told them; in the short form
    what has no answer was not asked. The same input gives the same bytes. Twenty preference
    answers give a full result, 12 to 19 a provisional one. Raises :class:`NotEnoughAnswers` below
    that and ``UnknownAnswer`` for an answer that the bank does not have.
    """
    choices, score = score_answers(bank, answers)
    ability = score_ability(bank, answers, is_adaptive=mode is Mode.SHORT)
    exposures = read_exposure(bank, answers)
    quality = tell_quality(bank, answers, times_ms or {}, mode)
    shares = score.p if quality.q is None else mix_with_uniform(score.p, quality.q)
    level = tell_level(verify_level(_selected_level(bank, answers), ability), ability)
    aptitude, exposure = tell_aptitude(ability), tell_exposure(exposures)
    gaps = list_gaps(
        skills=load_skills(),
        track=score.primary,
        p_adjusted=shares[score.primary],
        level=level.verified or Level.NOVICE,
        categories={c.category: c for c in (aptitude.categories if aptitude else [])},
        exposure=exposure,
        evidence=_list_evidence(ability, exposures),
    )
    behaviour = _read_behaviour(bank, answers)
    unknown = {
        "/behavioural_profile": (behaviour, Reason.NOT_ANSWERED),
        "/quality/q": (quality.q, Reason.NOT_MEASURED),
        "/track/p_adjusted": (quality.q, Reason.NOT_MEASURED),
    }
    return ProfilingResultV2(
        schema_version=2,
        bank=refer_to_bank(bank),
        provisional=score.coverage is Coverage.PROVISIONAL,
        answered=len(answers),
        track=_tell_track(score, shares, is_adjusted=quality.q is not None),
        recommendations=[_recommend(track, score, shares, choices) for track in score.ranking],
        level=level,
        aptitude=aptitude,
        exposure=exposure,
        hints=tell_hints(find_over_claim(exposures)),
        strengths=list_strengths(ability, exposures),
        growth=list_growth(gaps),
        behavioural_profile=behaviour,
        quality=quality,
        gaps=gaps,
        value_statement=write_value_statement(bank=bank, answers=answers, reflections=reflections),
        reasons=explain_nulls(level, aptitude, exposure)
        | {pointer: reason for pointer, (value, reason) in unknown.items() if value is None},
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


def _count_missing(bank: Bank, answers: Mapping[str, str]) -> dict[Module, int]:
    open_items = [i for i in bank.of_format(ItemFormat.PREFERENCE) if i.id not in answers]
    modules = dict.fromkeys(item.module for item in open_items)
    return {module: sum(item.module is module for item in open_items) for module in modules}


def _tell_track(
    score: TrackScore, shares: Mapping[Track, float], *, is_adjusted: bool
) -> TrackResult:
    return TrackResult(
        primary=score.primary,
        match=TrackShare(**{track.value: share for track, share in score.match.items()}),
        p={track: round_stored(share) for track, share in score.p.items()},
        p_adjusted=round_stored(shares[score.primary]) if is_adjusted else None,
        band=judge_band(shares[score.primary], score.coverage),
        flips=score.flips,
        entropy=round_stored(score.entropy),
        tie=score.tie,
        secondary=score.secondary,
        counts=dict(score.counts),
        temperature=round_stored(score.temperature),
    )


def _recommend(
    track: Track, score: TrackScore, shares: Mapping[Track, float], choices: tuple[Choice, ...]
) -> Recommendation:
    own = [choice for choice in choices if choice.track is track]
    return Recommendation(
        track=track,
        match_percent=score.match[track],
        confidence=judge_band(shares[track], score.coverage),
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


def _selected_level(bank: Bank, answers: Mapping[str, str]) -> Level | None:
    (item,) = bank.of_format(ItemFormat.LEVEL)
    return item.option(answers[item.id]).level if item.id in answers else None


def _list_evidence(
    ability: Ability | None, exposures: tuple[Exposure, ...]
) -> dict[str, tuple[str, ...]]:
    """Item ids by category and by domain."""
    found = {one.category: one.evidence for one in (ability.categories if ability else ())}
    return found | {one.domain: one.evidence for one in exposures}


def _read_behaviour(bank: Bank, answers: Mapping[str, str]) -> list[Evidenced] | None:
    """What was chosen on each facet of work style, quoted; null when none was answered."""
    answered = [item for item in bank.by_module[Module.WORK_STYLE] if item.id in answers]
    return [_tell_behaviour(item, answers[item.id]) for item in answered] or None


def _tell_behaviour(item: Item, key: str) -> Evidenced:
    facet = (item.facet or "").capitalize()
    return Evidenced(text=f"{facet}: {quote(item.option(key).text)}", evidence=[item.id])
