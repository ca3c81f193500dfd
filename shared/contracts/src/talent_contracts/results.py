"""The profiling result, schema 1: the full shape; what is not computed is null with a reason."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from talent_contracts.model import LongText, ShortText, StrictModel, Text
from talent_contracts.vocabulary import Band, Level, Reason, Track

Percent = Annotated[float, Field(ge=0, le=100)]
Probability = Annotated[float, Field(ge=0, le=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
ItemId = Annotated[str, Field(pattern=r"^[a-z_]+_[0-9]{1,2}$", max_length=40)]


class BankHashes(StrictModel):
    """Three sha256 over canonical JSON: what was asked, how it was arranged, how it is scored."""

    text: Sha256
    structure: Sha256
    scoring: Sha256


class BankReference(StrictModel):
    """The bank a session is pinned to."""

    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
    hashes: BankHashes


class TrackShare(StrictModel):
    """One figure per track."""

    defender: Percent
    offensive: Percent
    grc: Percent
    innovation: Percent
    leadership: Percent

    def of(self, track: Track) -> float:
        """The share of one track."""
        return float(getattr(self, track.value))


class TrackResult(StrictModel):
    """Which track fits best among the five, given the answers.

    ``match`` are 100·p with one decimal and sum to 100.0; ``flips`` is the number of answers that
    must move from the first to the second track for a strict change of lead, 0 when tied;
    ``entropy`` is normalised to 0 to 1; ``p_adjusted`` is p* of the primary track, null until
    answer quality is scored. ``band`` is judged on p* where it is known and on p otherwise.
    """

    primary: Track
    match: TrackShare
    p: dict[Track, Probability]
    p_adjusted: Probability | None
    band: Band
    flips: Annotated[int, Field(ge=0, le=30)]
    entropy: Probability
    tie: bool
    secondary: Track | None
    counts: dict[Track, Annotated[int, Field(ge=0, le=30)]]
    temperature: Annotated[float, Field(gt=0)]

    @model_validator(mode="after")
    def _match_is_whole(self) -> Self:
        if round(sum(self.match.of(track) for track in Track), 1) != 100.0:
            raise ValueError("match must sum to 100.0")
        if set(self.p) != set(Track) or set(self.counts) != set(Track):
            raise ValueError("p and counts name each of the five tracks")
        return self


class Recommendation(StrictModel):
    """One of the five tracks with what speaks for it. ``evidence`` are item ids."""

    track: Track
    match_percent: Percent
    confidence: Band
    reasons: Annotated[list[LongText], Field(max_length=10)]
    evidence: Annotated[list[ItemId], Field(max_length=51)]


class LevelResult(StrictModel):
    """``selected`` is the learner's own choice, ``measured`` and ``verified`` come from ability."""

    selected: Level | None
    measured: Level | None
    verified: Level | None
    status: Literal["confirmed", "stretch", "plausible", "start-lower", "unverified"]
    theta: float | None
    standard_error: float | None


class AptitudeCategory(StrictModel):
    """Ability in one category of keyed items."""

    category: ShortText
    theta: float
    standard_error: float
    items: int
    label: Literal["emerging", "developing", "strong"]


class AptitudeResult(StrictModel):
    """Ability on 0 to 100 with a band of ±1 standard error."""

    score: Percent
    band: tuple[Percent, Percent]
    categories: list[AptitudeCategory]


class ExposureDomain(StrictModel):
    """A self rating 0 to 4 and, where it is scored, whether the paired check was right."""

    rating: Annotated[int, Field(ge=0, le=4)] | None
    check: bool | None


class Evidenced(StrictModel):
    """A statement with the items it rests on."""

    text: LongText
    evidence: Annotated[list[ItemId], Field(min_length=1, max_length=51)]


class QualityResult(StrictModel):
    """What the answers' timing and pattern say. ``q`` is the probability of careless answering."""

    verdict: Literal["ok", "soft", "strong"]
    q: Probability
    notes: list[LongText]


class ValueStatement(StrictModel):
    """Why and aim in the learner's own words; ``completeness`` says how much they wrote."""

    text: Annotated[Text, Field(min_length=1, max_length=6000)]
    completeness: Literal["complete", "partial", "empty"]
    evidence: Annotated[list[ItemId], Field(max_length=51)]


class ProfilingResult(StrictModel):
    """Everything the profiler computed for one learner in one epoch.

    ``reasons`` maps the JSON pointer of every null that stands for an uncomputed value to why it
    is null.
    """

    schema_version: Literal[1]
    bank: BankReference
    provisional: bool
    answered: Annotated[int, Field(ge=0, le=51)]
    track: TrackResult
    recommendations: Annotated[list[Recommendation], Field(min_length=5, max_length=5)]
    level: LevelResult
    aptitude: AptitudeResult | None
    exposure: dict[ShortText, ExposureDomain]
    strengths: Annotated[list[Evidenced], Field(max_length=3)] | None
    growth: Annotated[list[Evidenced], Field(max_length=3)] | None
    behavioural_profile: list[Evidenced] | None
    quality: QualityResult | None
    value_statement: ValueStatement
    reasons: dict[Annotated[str, Field(pattern=r"^(/[^/]+)+$")], Reason]
