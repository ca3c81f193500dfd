"""What goes in and out of the operator's doors."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from profiler.common.pagination import PageQuery
from talent_contracts.events.sync import EventId
from talent_contracts.model import Instant, JsonObject, ShortText, StrictModel, Text

Reason = Annotated[Text, Field(min_length=3, max_length=1000, pattern=r"\S")]


class DeadLettersQuery(PageQuery):
    """``type`` filters."""

    type: ShortText | None = None


class DeadLetterOut(StrictModel):
    """An event that was given up. ``reason`` names the row of the sender's table.

    ``learner_id`` and ``session_id`` are null for statistics, which are about nobody.
    """

    event_id: str
    type: str
    learner_id: UUID | None
    session_id: UUID | None
    published_at: Instant
    given_up_at: Instant | None
    attempts: int
    last_status: int | None
    reason: str | None


class DeadLetterDetail(DeadLetterOut):
    """With the event, in which the ticket and everything a person wrote are masked."""

    event: JsonObject


class DeadLetterPage(StrictModel):
    """One page of dead letters, newest first; ``next`` and ``previous`` are addresses or null."""

    results: list[DeadLetterOut]
    next: str | None
    previous: str | None


class ReplayRequest(StrictModel):
    """Which letters to send again."""

    ids: Annotated[list[EventId], Field(min_length=1, max_length=100)]


class ReplayedAnswer(StrictModel):
    """``unknown`` were no dead letters any more, or never."""

    replayed: list[str]
    unknown: list[str]


class DiscardRequest(StrictModel):
    """Why nobody needs it; kept for good."""

    reason: Reason
