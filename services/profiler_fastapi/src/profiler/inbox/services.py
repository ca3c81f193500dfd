"""Applying core's events, each at most once."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.access.revocations import revoke_access
from profiler.common.body import list_faults, parse_body
from profiler.common.clock import Clock
from profiler.common.database import act_as
from profiler.common.erasing import erase_learner
from profiler.common.errors import InvalidInput, body_fault
from profiler.inbox.errors import EventIdReused, UnknownSchema
from profiler.inbox.models import InboxEvent
from profiler.sessions.errors import LearnerErased
from profiler.sessions.steps import raise_epoch, restore_session
from talent_contracts.events import (
    AccessRevokedV1,
    LearnerErasedV1,
    ProfilingResetV1,
    ProfilingRestoredV1,
)
from talent_contracts.failpoints import failpoint
from talent_contracts.signing import Verified
from talent_contracts.tokens import CORE
from talent_contracts.vocabulary import SyncOutcome

EpochEvent = ProfilingResetV1 | ProfilingRestoredV1
InboundEvent = EpochEvent | LearnerErasedV1 | AccessRevokedV1
KINDS: Final[tuple[type[InboundEvent], ...]] = (
    ProfilingResetV1,
    ProfilingRestoredV1,
    LearnerErasedV1,
    AccessRevokedV1,
)
_BY_TYPE: Final[Mapping[str, type[InboundEvent]]] = {kind.TYPE: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of an event; ``is_replay`` when it was here before."""

    outcome: SyncOutcome
    is_replay: bool


def read_event(raw: bytes, *, verified: Verified, audience: str) -> InboundEvent:
    """The event of a verified body.

    Raises MalformedBody, UnknownSchema, or InvalidInput for a refused field or an envelope that
    does not belong to this request and receiver.
    """
    document = parse_body(raw)
    if not isinstance(document, dict):
        raise InvalidInput(errors=[body_fault("", "model-type", "an event is an object")])
    kind = _get_kind(document)
    try:
        event = kind.model_validate_json(raw)
    except ValidationError as error:
        raise InvalidInput(errors=list_faults(error)) from None
    expected = {"event_id": verified.event_id, "iss": CORE, "aud": audience}
    faults = [
        body_fault(f"/{name}", "not-for-this-request", f"expected {value}")
        for name, value in expected.items()
        if getattr(event, name) != value
    ]
    if faults:
        raise InvalidInput(errors=faults)
    return event


async def apply_event(
    db: AsyncSession, event: InboundEvent, *, verified: Verified, clock: Clock
) -> Applied:
    """Apply the event, or answer what became of it the first time.

    Raises :class:`EventIdReused` when the id stood on another body.
    """
    outcome = SyncOutcome.ERASED if isinstance(event, LearnerErasedV1) else SyncOutcome.APPLIED
    row = {
        "source": event.iss,
        "event_id": event.event_id,
        "type": event.type,
        "body_sha256": verified.body_sha256,
        "outcome": outcome.value,
        "received_at": clock.now(),
    }
    noted = insert(InboxEvent).values(row).on_conflict_do_nothing().returning(InboxEvent.event_id)
    if (await db.execute(noted)).first() is None:
        stored = await db.get_one(InboxEvent, (event.iss, event.event_id))
        if stored.body_sha256 != verified.body_sha256:
            raise EventIdReused
        return Applied(SyncOutcome(stored.outcome), is_replay=True)
    failpoint("profiler.inbox.noted")
    await _act_on(db, event, clock)
    failpoint("profiler.inbox.applied")
    return Applied(outcome, is_replay=False)


async def _act_on(db: AsyncSession, event: InboundEvent, clock: Clock) -> None:
    if isinstance(event, AccessRevokedV1):
        await revoke_access(db, sub=event.sub, sid=event.sid, min_ver=event.min_ver, clock=clock)
    elif isinstance(event, LearnerErasedV1):
        await erase_learner(db, event.learner_id)
    else:
        await act_as(db, event.learner_id)
        with suppress(LearnerErased):  # It came late: nothing is left that could end or return.
            await _move_epoch(db, event)


async def _move_epoch(db: AsyncSession, event: EpochEvent) -> None:
    if isinstance(event, ProfilingResetV1):
        await raise_epoch(db, learner_id=event.learner_id, epoch=event.epoch)
    else:
        await restore_session(
            db, learner_id=event.learner_id, session_id=event.session_id, epoch=event.epoch
        )


def _get_kind(document: dict[str, Any]) -> type[InboundEvent]:
    """What a release ahead of this one sends is retried, be it a new type or a new schema."""
    kind = document.get("type")
    model = _BY_TYPE.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise UnknownSchema(f"The profiler accepts the types {', '.join(sorted(_BY_TYPE))}.")
    version = document.get("schema")
    if isinstance(version, int) and not isinstance(version, bool) and version != 1:
        raise UnknownSchema
    return model
