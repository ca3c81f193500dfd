"""A learner asks to start."""

from dataclasses import dataclass
from datetime import datetime

from core.journey.journey import selectors as journeys
from core.journey.profiling import tickets
from core.journey.profiling.errors import ProfilingAlreadyComplete
from core.journey.profiling.models import Ticket
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.common.clock import now
from core.platform.common.ids import new_id
from talent_contracts.failpoints import failpoint


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """The signed ticket, its epoch and the instant after which it starts nothing."""

    ticket: str
    epoch: int
    expires_at: datetime


@use_case()
def issue_ticket(*, actor: Actor) -> IssuedTicket:
    """Sign and remember a ticket for the actor's present epoch."""
    journey = journeys.get_journey(actor.id, lock=True)
    if journey.profiling_complete:
        raise ProfilingAlreadyComplete("Your result is here already; see GET /profiler/result.")
    failpoint("core.ticket.locked")
    at, jti = now(), new_id()
    Ticket(
        jti=jti,
        learner_id=actor.id,
        epoch=journey.epoch,
        issued_at=at,
        expires_at=at + tickets.LIFE,
    ).save(force_insert=True)
    failpoint("core.ticket.saved")
    ticket = tickets.write_ticket(learner_id=actor.id, epoch=journey.epoch, jti=jti, now=at)
    return IssuedTicket(ticket=ticket, epoch=journey.epoch, expires_at=at + tickets.LIFE)
