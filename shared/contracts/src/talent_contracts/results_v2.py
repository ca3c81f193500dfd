"""The profiling result, schema 2: ability, verified level, answer quality and gaps are scored.

Schema 1 stays readable for ever; ``AnyProfilingResult`` reads both by ``schema_version``.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from talent_contracts.model import LongText, ShortText, StrictModel
from talent_contracts.results import (
    BankReference,
    Evidenced,
    ExposureDomain,
    ItemId,
    LevelResult,
    Percent,
    Probability,
    ProfilingResult,
    Recommendation,
    TrackResult,
    ValueStatement,
)
from talent_contracts.vocabulary import Module, Reason

SkillCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]


class AptitudeCategoryV2(StrictModel):
    """Ability in one category of keyed items, estimated with what the other items say as prior.

    ``score`` is 0 to 100; ``first_impression`` marks a category of two items or fewer.
    """

    category: ShortText
    theta: float
    standard_error: Annotated[float, Field(ge=0)]
    score: Percent
    items: Annotated[int, Field(ge=1)]
    label: Literal["emerging", "developing", "strong"]
    first_impression: bool


class AptitudeResultV2(StrictModel):
    """Ability: EAP ``theta`` with its posterior SD; ``score`` 0 to 100 with ``band`` at ±1 SE.

    ``provisional`` below eight answered keyed items.
    """

    theta: float
    standard_error: Annotated[float, Field(ge=0)]
    score: Percent
    band: tuple[Percent, Percent]
    items: Annotated[int, Field(ge=1, le=15)]
    provisional: bool
    categories: Annotated[list[AptitudeCategoryV2], Field(max_length=10)]

    @model_validator(mode="after")
    def _band_holds_the_score(self) -> Self:
        if not self.band[0] <= self.score <= self.band[1]:
            raise ValueError("the band must hold the score")
        return self


class QualityResultV2(StrictModel):
    """What timing and pattern of the answers say, in the learner's words.

    ``q`` is the probability of careless answering, null below the number of answers from which it
    can be told; ``redo`` are the modules one is invited to repeat, only for the verdict strong.
    """

    verdict: Literal["ok", "soft", "strong"]
    q: Probability | None
    notes: Annotated[list[LongText], Field(max_length=10)]
    redo: Annotated[list[Module], Field(max_length=6)]


class SkillGap(StrictModel):
    """One skill of the primary track: what the answers show, what the level needs, 0 to 4."""

    skill: SkillCode
    name: ShortText
    have: Annotated[float, Field(ge=0, le=4)]
    need: Annotated[float, Field(ge=0, le=4)]
    gap: Annotated[float, Field(ge=0, le=4)]
    certainty: Probability
    priority: Literal["high", "medium", "low"]
    evidence: Annotated[list[ItemId], Field(min_length=1, max_length=51)]


class ProfilingResultV2(StrictModel):
    """Everything the profiler computed for one learner in one epoch, schema 2.

    ``reasons`` maps the JSON pointer of every null that stands for an unknown value to why.
    ``hints`` are coaching hints, for instance where self-ratings and checks disagree.
    """

    schema_version: Literal[2]
    bank: BankReference
    provisional: bool
    answered: Annotated[int, Field(ge=0, le=51)]
    track: TrackResult
    recommendations: Annotated[list[Recommendation], Field(min_length=5, max_length=5)]
    level: LevelResult
    aptitude: AptitudeResultV2 | None
    exposure: dict[ShortText, ExposureDomain]
    hints: Annotated[list[Evidenced], Field(max_length=5)]
    strengths: Annotated[list[Evidenced], Field(max_length=3)]
    growth: Annotated[list[Evidenced], Field(max_length=3)]
    behavioural_profile: list[Evidenced] | None
    quality: QualityResultV2
    gaps: Annotated[list[SkillGap], Field(max_length=40)]
    value_statement: ValueStatement
    reasons: dict[Annotated[str, Field(pattern=r"^(/[^/]+)+$")], Reason]


AnyProfilingResult = Annotated[
    ProfilingResult | ProfilingResultV2, Field(discriminator="schema_version")
]
"""A result of any schema ever accepted."""
