"""Asking core: one signed request, and an answer that is either understood or no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from pydantic import ValidationError

from profiler.common.ids import new_event_id
from profiler.outbox.sending import Sender
from talent_contracts.canonical import canonical_bytes
from talent_contracts.events import ProfilingSweepV1, SweepDifference, SweepRange
from talent_contracts.events.sweep import SweepAnswer
from talent_contracts.tokens import PROFILER

SWEEP_PATH = "/api/v1/profiler/sync-sweep"


class SweepPostponed(ValueError):
    """Core did not answer, or not as agreed: nothing can be said about the results."""


@dataclass(frozen=True, slots=True)
class Core:
    """Core's sweep door."""

    sender: Sender

    async def compare(
        self, ranges: Sequence[SweepRange], end: UUID | None
    ) -> list[SweepDifference]:
        """The ranges that differ. Raises SweepPostponed."""
        event = ProfilingSweepV1(
            event_id=new_event_id(),
            iss=PROFILER,
            aud=self.sender.audience,
            occurred_at=datetime.now(UTC),
            ranges=list(ranges),
            end=end,
        )
        answer = await self.sender.send(event.event_id, canonical_bytes(event))
        if answer.status != 200:
            raise SweepPostponed(f"core answered {answer.code or answer.status or 'nothing'}")
        try:
            return SweepAnswer.model_validate_json(answer.body).differences
        except ValidationError:
            raise SweepPostponed("core's answer cannot be read") from None
