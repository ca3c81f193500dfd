"""Applying verified ``profiling.completed``: each at most once, and a reset always wins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.journey.journey import selectors as journeys
from core.journey.journey import steps as journey_steps
from core.journey.journey.errors import EpochAhead, ResultConflict, StaleEpoch
from core.journey.journey.models import Journey
from core.journey.profiling import tickets
from core.journey.profiling.errors import LearnerUnknown, ResultDigestMismatch, TicketRefused
from core.journey.profiling.models import Ticket
from core.journey.profiling.services.outcomes import SOURCE, Applied
from core.journey.results import selectors as results
from core.journey.results import steps as result_steps
from core.people.accounts.errors import LearnerErased
from core.platform.access.actors import Actor
from core.platform.access.scopes import use_case
from core.platform.common.errors import DomainError
from core.platform.freshness import steps as freshness
from core.platform.inbox import steps as inbox
from core.platform.inbox.errors import EventIdReused
from core.platform.inbox.steps import Arrival, Receipt
from talent_contracts import canonical
from talent_contracts.events import AnyProfilingCompleted
from talent_contracts.failpoints import failpoint
from talent_contracts.vocabulary import SyncOutcome

Judged = Applied | DomainError


@dataclass(frozen=True, slots=True)
class Told:
    """An event that is sound in itself: the sha256 of its raw body, the id of its ticket, and the
    canonical bytes of its result.
    """

    event: AnyProfilingCompleted
    digest: str
    jti: UUID
    body: bytes

    @property
    def learner_id(self) -> UUID:
        return self.event.learner_id

    @property
    def place(self) -> tuple[UUID, int]:
        """Where its result belongs: learner and epoch."""
        return self.event.learner_id, self.event.epoch

    def arrival(self, outcome: SyncOutcome) -> Arrival:
        """What the inbox remembers of it."""
        return Arrival(self.event.event_id, self.learner_id, self.digest, outcome)


def check_result(event: AnyProfilingCompleted, *, digest: str) -> Told:
    """What the event proves by itself; ``digest`` is the sha256 of its raw body.

    Raises TicketRefused and ResultDigestMismatch.
    """
    claims = tickets.read_ticket(event.ticket)
    if claims.sub != event.learner_id or claims.epoch != event.epoch:
        raise TicketRefused
    body = canonical.canonical_bytes(event.result)
    if canonical.sha256_of(body) != event.result_sha256:
        raise ResultDigestMismatch
    return Told(event, digest, claims.jti, body)


def apply_result(told: Told) -> Applied:
    """Apply one, waiting for the learner's journey.

    Raises LearnerErased, TicketRefused, LearnerUnknown, StaleEpoch (remembered), EpochAhead and
    ResultConflict (nothing changed), EventIdReused.
    """
    judged = apply_results([told], waits=True)[told.learner_id]
    if isinstance(judged, DomainError):
        raise judged
    return judged


def apply_results(told: Sequence[Told], *, waits: bool) -> Mapping[UUID, Judged]:
    """Learner → what became of their event; each of another learner, all in one transaction.

    Without ``waits``, learners whose journey somebody holds at the moment are left out, and so
    are those that have none.
    """
    about = Actor.sync(one.learner_id for one in told)
    return _apply(actor=about, told={one.learner_id: one for one in told}, waits=waits)


@use_case()
def _apply(*, actor: Actor, told: Mapping[UUID, Told], waits: bool) -> Mapping[UUID, Judged]:
    held = journeys.lock_journeys(actor.about, waits=waits)
    failpoint("core.sync.locked")
    judged: dict[UUID, Judged] = {}
    if waits:
        judged |= {learner_id: LearnerUnknown() for learner_id in told if learner_id not in held}
    admitted = _admit([told[learner_id] for learner_id in held], held, judged)
    received = _receive(admitted, held, judged)
    failpoint("core.sync.noted")
    if received:
        stored = result_steps.store((one.event, one.body) for one in received)
        failpoint("core.sync.result-stored")
        journey_steps.apply_results([(held[result.learner_id], result) for result in stored])
        failpoint("core.sync.journey-set")
        freshness.raise_version(result.learner_id for result in stored)
    return judged


def _admit(
    told: Sequence[Told], held: Mapping[UUID, Journey], judged: dict[UUID, Judged]
) -> list[Told]:
    """Those of learners who are still here, that core gave a ticket for, of an epoch it has
    reached; the others are judged.
    """
    rows = Ticket.objects.filter(jti__in=[one.jti for one in told])
    issued = set(rows.values_list("jti", "learner_id", "epoch"))
    admitted = list[Told]()
    for one in told:
        if held[one.learner_id].erased_at is not None:
            judged[one.learner_id] = LearnerErased()
        elif (one.jti, *one.place) not in issued:
            judged[one.learner_id] = TicketRefused()
        elif one.event.epoch > held[one.learner_id].epoch:
            judged[one.learner_id] = EpochAhead()
        else:
            admitted.append(one)
    return admitted


def _receive(
    told: Sequence[Told], held: Mapping[UUID, Journey], judged: dict[UUID, Judged]
) -> list[Told]:
    """Note in the inbox what arrived, and judge it; those whose result is to be stored.

    A conflict leaves no trace, unless the event is a repeat.
    """
    present = results.list_digests([one.learner_id for one in told])
    taken, conflicts = list[Arrival](), list[Arrival]()
    for one in told:
        is_stale = one.event.epoch < held[one.learner_id].epoch
        if not is_stale and present.get(one.place) not in {None, one.event.result_sha256}:
            conflicts.append(one.arrival(SyncOutcome.APPLIED))
        else:
            taken.append(one.arrival(SyncOutcome.SUPERSEDED if is_stale else SyncOutcome.APPLIED))
    noted = inbox.find_receipts(source=SOURCE, arrivals=conflicts)
    noted |= inbox.receive_many(source=SOURCE, arrivals=taken)
    for one in told:
        judged[one.learner_id] = _judge(noted.get(one.event.event_id))
    return [
        one
        for one in told
        if judged[one.learner_id] == Applied(outcome=SyncOutcome.APPLIED, replayed=False)
        and one.place not in present
    ]


def _judge(noted: Receipt | EventIdReused | None) -> Judged:
    if noted is None:
        return ResultConflict()
    if isinstance(noted, EventIdReused):
        return noted
    outcome = SyncOutcome(noted.outcome)
    if outcome is SyncOutcome.SUPERSEDED and not noted.is_repeat:
        return StaleEpoch()
    return Applied(outcome=outcome, replayed=noted.is_repeat)
