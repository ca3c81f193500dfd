"""Applying a verified ``profiling.completed``: at most once, and a reset always wins."""

from uuid import UUID

from core.journey.journey import selectors as journeys
from core.journey.journey import steps as journey_steps
from core.journey.journey.errors import EpochAhead, ResultConflict, StaleEpoch
from core.journey.profiling import tickets
from core.journey.profiling.errors import LearnerUnknown, ResultDigestMismatch, TicketRefused
from core.journey.profiling.models import Ticket
from core.journey.profiling.services.outcomes import SOURCE, Applied
from core.journey.results import selectors as results
from core.journey.results import steps as result_steps
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.common.errors import NotFound
from core.platform.freshness import steps as freshness
from core.platform.inbox import steps as inbox
from talent_contracts import canonical
from talent_contracts.events import AnyProfilingCompleted
from talent_contracts.failpoints import failpoint
from talent_contracts.vocabulary import SyncOutcome


def apply_result(event: AnyProfilingCompleted, *, digest: str) -> Applied:
    """Apply or refuse; ``digest`` is the sha256 of the raw body.

    Raises TicketRefused, ResultDigestMismatch, LearnerUnknown, StaleEpoch (remembered), EpochAhead
    and ResultConflict (nothing changed), EventIdReused.
    """
    claims = tickets.read_ticket(event.ticket)
    if claims.sub != event.learner_id or claims.epoch != event.epoch:
        raise TicketRefused
    if canonical.sha256_hex(event.result) != event.result_sha256:
        raise ResultDigestMismatch
    applied = _apply(
        actor=Actor.learner(event.learner_id), event=event, jti=claims.jti, digest=digest
    )
    if applied.outcome is SyncOutcome.SUPERSEDED and not applied.replayed:
        raise StaleEpoch
    return applied


@use_case()
def _apply(*, actor: Actor, event: AnyProfilingCompleted, jti: UUID, digest: str) -> Applied:
    try:
        journey = journeys.get_journey(actor.id, lock=True)
    except NotFound:
        raise LearnerUnknown from None
    failpoint("core.sync.locked")
    known = Ticket.objects.filter(jti=jti, learner_id=actor.id, epoch=event.epoch)
    if not known.exists():
        raise TicketRefused
    if event.epoch > journey.epoch:
        raise EpochAhead
    is_stale = event.epoch < journey.epoch
    outcome = SyncOutcome.SUPERSEDED if is_stale else SyncOutcome.APPLIED
    stored = inbox.receive(
        source=SOURCE,
        event_id=event.event_id,
        learner_id=actor.id,
        digest=digest,
        outcome=outcome,
    )
    failpoint("core.sync.noted")
    if stored is not None:
        return Applied(outcome=SyncOutcome(stored), replayed=True)
    if is_stale:
        return Applied(outcome=outcome, replayed=False)
    present = results.find_result(actor.id, event.epoch)
    if present is not None:
        if present.result_sha256 != event.result_sha256:
            raise ResultConflict
        return Applied(outcome=outcome, replayed=False)
    result = result_steps.store(event)
    failpoint("core.sync.result-stored")
    journey_steps.apply_result(journey, result)
    failpoint("core.sync.journey-set")
    freshness.raise_version([actor.id])
    return Applied(outcome=outcome, replayed=False)
