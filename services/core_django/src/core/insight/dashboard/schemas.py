"""What the four dashboard reads answer. Null stands for unknown, ``reasons`` says why."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from talent_contracts.model import StrictModel
from talent_contracts.vocabulary import Band, Level, Reason, Step, Tier, Track

ActionType = Literal[
    "finish_profiling",
    "continue_foundations",
    "take_assessment",
    "write_reflection",
    "confirm_track",
    "finish_foundations",
    "begin_track",
    "review_value_statement",
]
Urgency = Literal["urgent", "high", "normal", "low"]


class Reasoned(StrictModel):
    """A payload with unknown parts: ``reasons`` maps the pointer of a null to why it is null."""

    reasons: dict[str, Reason]


class ScoreOut(StrictModel):
    """The parts that add up to the rank."""

    journey: int
    decision: int
    upkeep: int
    total: int


class EvidenceOut(StrictModel):
    """What the action rests on; only the facts that bear on it are set."""

    modules_done: int | None
    modules_total: int | None
    band: Band | None
    tie: bool | None
    item_id: UUID | None


class ActionOut(StrictModel):
    """One thing to do next, best first."""

    type: ActionType
    title: str
    reason: str
    evidence: EvidenceOut
    urgency: Urgency
    deadline: datetime | None
    available_at: datetime | None
    url: str
    score: ScoreOut


class JourneyOut(StrictModel):
    """Where the learner stands."""

    step: Step
    epoch: int
    profiling_complete: bool
    foundations_complete: bool


class TodayOut(StrictModel):
    """Readiness 0 to 100, streak in days, goals done of all."""

    readiness: float | None
    streak_days: int | None
    goals_done: int | None
    goals_total: int | None


class FutureSelfOut(StrictModel):
    """The track with how well it fits; ``alignment_percent`` is the match of that track."""

    track: Track | None
    recommended_track: Track | None
    alignment_percent: float | None
    band: Band | None
    tie: bool | None
    level: Level | None
    readiness_window: str | None


class SubscriptionOut(StrictModel):
    """What the learner pays for."""

    tier: Tier | None


class DashboardOut(Reasoned):
    """GET /student/dashboard. ``version`` is the learner's freshness version of the body."""

    journey: JourneyOut
    today: TodayOut
    future_self: FutureSelfOut
    next_actions: list[ActionOut]
    subscription: SubscriptionOut
    unread: int | None
    as_of: datetime
    version: int


class QuickStatsOut(StrictModel):
    """Counts of what exists."""

    modules_done: int
    modules_total: int
    portfolio_items: int


class OverviewOut(Reasoned):
    """GET /student/dashboard/overview."""

    readiness: float | None
    cohort_progress: float | None
    subscription: SubscriptionOut
    quick_stats: QuickStatsOut
    as_of: datetime
    version: int


class NextActionsOut(StrictModel):
    """GET /student/dashboard/next-actions: the whole ranked list."""

    results: list[ActionOut]
    as_of: datetime
    version: int


class StudentProfileOut(Reasoned):
    """GET /student/profile."""

    id: UUID
    email: str
    first_name: str
    last_name: str
    grade: str
    goal: str
    time_zone: str
    track: Track | None
    cohort: str | None
    mentor: str | None
    future_self: FutureSelfOut
    skills_needed: list[str] | None
    consents: list[str] | None
    as_of: datetime
    version: int
