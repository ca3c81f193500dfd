"""The shape of a blueprint: every sentence carries its evidence."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from profiler.scoring.level import LevelStatus
from talent_contracts.model import LongText, ShortText, StrictModel
from talent_contracts.results import (
    BankReference,
    Evidenced,
    ItemId,
    Recommendation,
    ValueStatement,
)
from talent_contracts.results_v2 import AptitudeResultV2, SkillGap
from talent_contracts.vocabulary import Level, Reason, Track


class Statement(StrictModel):
    """A sentence with its evidence: the items it rests on, or named figures, or both."""

    text: LongText
    evidence: Annotated[list[ItemId], Field(max_length=51)]
    figures: dict[ShortText, float]

    @model_validator(mode="after")
    def _has_evidence(self) -> Self:
        if not self.evidence and not self.figures:
            raise ValueError("a statement names its evidence")
        return self


class BlueprintTrack(StrictModel):
    """The track and how sure it is; ``is_badge`` is false where no single track should be shown."""

    primary: Track
    compare_with: Track
    is_badge: bool
    statement: Statement


class BlueprintLevel(StrictModel):
    """The level to start at, with what was chosen and how the two compare."""

    selected: Level | None
    verified: Level | None
    status: LevelStatus
    statement: Statement


class BlueprintExposure(StrictModel):
    """A self-reported rating 0-4 in one domain and its check, null when not answered."""

    domain: ShortText
    rating: Annotated[int, Field(ge=0, le=4)] | None
    check: bool | None
    statement: Statement | None


class PlanWeek(StrictModel):
    """One week: at most four hours, and how a learner knows that it is done."""

    week: Annotated[int, Field(ge=1, le=6)]
    title: ShortText
    hours: Annotated[int, Field(ge=1, le=4)]
    task: Statement
    done_when: ShortText


class Blueprint(StrictModel):
    """The body of ``GET /profiling/enhanced/session/{id}/blueprint``."""

    bank: BankReference
    provisional: bool
    track: BlueprintTrack
    level: BlueprintLevel
    value_statement: ValueStatement
    exposure: list[BlueprintExposure]
    aptitude: AptitudeResultV2 | None
    strengths: list[Evidenced]
    growth: list[Evidenced]
    gaps: list[SkillGap]
    hints: list[Evidenced]
    plan: Annotated[list[PlanWeek], Field(min_length=6, max_length=6)]
    mentor_questions: Annotated[list[Statement], Field(min_length=3, max_length=3)]
    reasons: dict[str, Reason]


def state(text: str, *tracks: Recommendation) -> Statement:
    """A sentence that rests on what was answered for these tracks."""
    figures = {f"match_percent_{found.track.value}": found.match_percent for found in tracks}
    return Statement(text=text, evidence=join_evidence(*tracks), figures=figures)


def join_evidence(*tracks: Recommendation) -> list[str]:
    return [item_id for found in tracks for item_id in found.evidence]
