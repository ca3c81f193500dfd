"""Which of the five tracks fits best, given the answers (spec 10, section 3).

Every preference answer counts the same. With c the answers for a track and n all of them::

    T(n) = sqrt(0.5 + 0.146 n)        p = exp(c / T) / sum over tracks of exp(c / T)

so one more answer for a track is worth 1/T in log-odds. T grows with n because thirty forced
choices are less independent than they look; its two constants are part of this version's contract
and are judged by the simulation, never tuned on the people who answer.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from profiler.scoring.choices import Choice, count_tracks
from profiler.scoring.percent import to_percentages
from talent_contracts.vocabulary import Band, Module, Track

FULL_ANSWERS = 20
PROVISIONAL_ANSWERS = 12
HIGH_SHARE = 0.75
MEDIUM_SHARE = 0.50
SECONDARY_SHARE = 0.15


class Coverage(StrEnum):
    """Whether there are enough preference answers to speak."""

    FULL = "full"
    PROVISIONAL = "provisional"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TrackScore:
    """Everything that the preference answers say.

    ``p`` are probabilities, ``match`` percentages with one decimal that sum to 100.0, ``entropy``
    is normalised to 0-1, ``temperature`` is T(n), ``flips`` counts answers. ``ranking`` holds the
    five tracks, best first; ``tie`` says that only the alphabet chose between its first two.
    """

    counts: Mapping[Track, int]
    answered: int
    coverage: Coverage
    temperature: float
    p: Mapping[Track, float]
    match: Mapping[Track, float]
    ranking: tuple[Track, ...]
    tie: bool
    flips: int
    entropy: float
    band: Band
    secondary: Track | None

    @property
    def primary(self) -> Track:
        """The track that leads; stored even when the tie or the band says that it hardly does."""
        return self.ranking[0]


def score_choices(choices: Iterable[Choice]) -> TrackScore:
    """The score of a learner's choices, in any order."""
    chosen = tuple(choices)
    return score_track(
        count_tracks(chosen),
        scenario=count_tracks(chosen, Module.SCENARIO_PREFERENCE),
        work_style=count_tracks(chosen, Module.WORK_STYLE),
    )


def score_track(
    counts: Mapping[Track, int],
    *,
    scenario: Mapping[Track, int] | None = None,
    work_style: Mapping[Track, int] | None = None,
) -> TrackScore:
    """The score of answers counted per track; ``scenario`` and ``work_style`` break ties.

    ``counts`` names all five tracks; raises ``KeyError`` otherwise.
    """
    breakers = (counts, scenario or {}, work_style or {})
    ranking = rank_tracks(*breakers)
    answered = sum(counts[track] for track in Track)
    temperature = compute_temperature(answered)
    p = compute_shares(counts, temperature)
    coverage = judge_coverage(answered)
    first, second = ranking[0], ranking[1]
    return TrackScore(
        counts={track: counts[track] for track in Track},
        answered=answered,
        coverage=coverage,
        temperature=temperature,
        p=p,
        match=to_percentages(p, ranking),
        ranking=ranking,
        tie=all(votes.get(first, 0) == votes.get(second, 0) for votes in breakers),
        flips=count_flips(counts[first], counts[second]),
        entropy=compute_entropy(p),
        band=judge_band(p[first], coverage),
        secondary=second if p[second] >= SECONDARY_SHARE else None,
    )


def compute_temperature(answered: int) -> float:
    """T(n) = sqrt(0.5 + 0.146 n)."""
    return math.sqrt(0.5 + 0.146 * answered)


def compute_shares(counts: Mapping[Track, int], temperature: float) -> dict[Track, float]:
    """The softmax of counts over T; written relative to the largest count so nothing overflows."""
    top = max(counts[track] for track in Track)
    weights = {track: math.exp((counts[track] - top) / temperature) for track in Track}
    total = math.fsum(weights.values())
    return {track: weight / total for track, weight in weights.items()}


def mix_with_uniform(p: Mapping[Track, float], q: float) -> dict[Track, float]:
    """p* = (1 - q) p + q/5, where q is the probability that the answers were careless.

    Raises ``ValueError`` unless 0 <= q <= 1.
    """
    if not 0 <= q <= 1:
        raise ValueError(f"q is a probability, not {q}")
    return {track: (1 - q) * p[track] + q / len(Track) for track in Track}


def rank_tracks(
    counts: Mapping[Track, int], scenario: Mapping[Track, int], work_style: Mapping[Track, int]
) -> tuple[Track, ...]:
    """Best first: by answers, then scenario answers, then work style answers, then the alphabet."""
    return tuple(
        sorted(
            Track,
            key=lambda track: (
                -counts[track],
                -scenario.get(track, 0),
                -work_style.get(track, 0),
                track.value,
            ),
        )
    )


def count_flips(first: int, second: int) -> int:
    """How many answers must move from the first to the second track so that the second leads.

    floor((first - second) / 2) + 1; 0 when they are level, since then there is no lead to change.
    """
    return (first - second) // 2 + 1 if first != second else 0


def compute_entropy(p: Mapping[Track, float]) -> float:
    """Shannon entropy over its maximum ln 5: 0 for one certain track, 1 for five equal ones."""
    nats = math.fsum(share * math.log(share) for share in p.values() if share > 0)
    return min(1.0, max(0.0, -nats / math.log(len(p))))


def judge_band(top_share: float, coverage: Coverage) -> Band:
    """High from .75, medium from .50, else low; at most medium unless coverage is full."""
    if top_share >= HIGH_SHARE and coverage is Coverage.FULL:
        return Band.HIGH
    return Band.MEDIUM if top_share >= MEDIUM_SHARE else Band.LOW


def judge_coverage(answered: int) -> Coverage:
    """Full from 20 preference answers, provisional from 12."""
    if answered >= FULL_ANSWERS:
        return Coverage.FULL
    return Coverage.PROVISIONAL if answered >= PROVISIONAL_ANSWERS else Coverage.NONE
