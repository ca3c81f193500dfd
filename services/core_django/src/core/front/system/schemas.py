"""What goes in and out of the operator's pages."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from core.platform.common.pagination import Page, PageQuery
from talent_contracts.model import JsonObject, ShortText, StrictModel, Text

Reason = Annotated[Text, Field(min_length=3, max_length=1000, pattern=r"\S")]


class DeadLettersQuery(PageQuery):
    """``consumer`` and ``type`` filter."""

    consumer: ShortText | None = None
    type: ShortText | None = None


class DeadLetterOut(StrictModel):
    """A delivery that was given up. ``reason`` names the row of the sender's table."""

    id: UUID
    event_id: UUID
    type: str
    consumer: str
    learner_id: UUID
    published_at: datetime
    given_up_at: datetime | None
    attempts: int
    reason: str | None


class DeadLetterDetail(DeadLetterOut):
    """With the event, in which everything a person wrote is masked."""

    event: JsonObject


class DeadLetterPage(Page[DeadLetterOut]):
    """One page of dead letters, newest first."""


class ReplayIn(StrictModel):
    """Which letters to send again."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class ReplayedOut(StrictModel):
    """``unknown`` were no dead letters any more, or never."""

    replayed: list[UUID]
    unknown: list[UUID]


class DiscardIn(StrictModel):
    """Why nobody needs it; kept in the audit trail."""

    reason: Reason


class QueueOut(StrictModel):
    """What waits for one consumer; ``oldest_s`` is the age in seconds of the oldest pending."""

    consumer: str
    pending: int
    dead: int
    oldest_s: float | None


class HealthOut(StrictModel):
    """``attention`` when something was given up, or waits for more than five minutes."""

    state: Literal["ok", "attention"]
    queues: list[QueueOut]
