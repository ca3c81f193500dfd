"""Receiving what the profiler tells beside results: progress, and item statistics."""

from core.journey.journey import selectors as journeys
from core.journey.journey.errors import EpochAhead, StaleEpoch
from core.journey.profiling.errors import LearnerUnknown
from core.journey.profiling.models import BankReport, Progress
from core.journey.profiling.services.outcomes import SOURCE, Applied
from core.platform.access.actors import PROFILER_ID, Actor
from core.platform.access.scopes import use_case
from core.platform.common.clock import now
from core.platform.common.errors import NotFound
from core.platform.common.ids import new_id
from core.platform.inbox import steps as inbox
from talent_contracts.events import ProfilingProgressV1, ProfilingStatisticsV1
from talent_contracts.vocabulary import SyncOutcome


def receive_progress(event: ProfilingProgressV1, *, digest: str) -> Applied:
    """Remember how far an open session is; the newest report wins.

    ``digest`` is the sha256 of the raw body. Raises LearnerUnknown, StaleEpoch (remembered),
    EpochAhead, EventIdReused, LearnerErased.
    """
    applied = _note_progress(actor=Actor.learner(event.learner_id), event=event, digest=digest)
    if applied.outcome is SyncOutcome.SUPERSEDED and not applied.replayed:
        raise StaleEpoch
    return applied


@use_case()
def _note_progress(*, actor: Actor, event: ProfilingProgressV1, digest: str) -> Applied:
    try:
        journey = journeys.get_journey(actor.id, lock=True)
    except NotFound:
        raise LearnerUnknown from None
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
    if stored is not None:
        return Applied(outcome=SyncOutcome(stored), replayed=True)
    present = Progress.objects.filter(learner_id=actor.id).first()
    if not is_stale and (present is None or _is_newer(event, present)):
        Progress(
            learner_id=actor.id,
            epoch=event.epoch,
            session_id=event.session_id,
            answered=event.answered,
            total=event.total,
            module=event.module,
            at=event.occurred_at,
        ).save(force_insert=present is None, force_update=present is not None)
    return Applied(outcome=outcome, replayed=False)


def _is_newer(event: ProfilingProgressV1, present: Progress) -> bool:
    return (event.epoch, event.occurred_at) > (present.epoch, present.at)


@use_case()
def receive_statistics(*, actor: Actor, event: ProfilingStatisticsV1, digest: str) -> Applied:
    """Keep the newest item statistics of a bank; older ones are superseded.

    Raises EventIdReused.
    """
    report = _lock_report(event)
    is_stale = report is not None and report.computed_at >= event.occurred_at
    outcome = SyncOutcome.SUPERSEDED if is_stale else SyncOutcome.APPLIED
    stored = inbox.receive(
        source=SOURCE,
        event_id=event.event_id,
        learner_id=PROFILER_ID,
        digest=digest,
        outcome=outcome,
    )
    if stored is not None:
        return Applied(outcome=SyncOutcome(stored), replayed=True)
    if not is_stale:
        _write_report(event, report)
    return Applied(outcome=outcome, replayed=False)


def _lock_report(event: ProfilingStatisticsV1) -> BankReport | None:
    hashes = event.bank.hashes
    return (
        BankReport.objects.select_for_update()
        .filter(text_hash=hashes.text, structure_hash=hashes.structure, scoring_hash=hashes.scoring)
        .first()
    )


def _write_report(event: ProfilingStatisticsV1, present: BankReport | None) -> None:
    BankReport(
        id=present.id if present else new_id(),
        bank_version=event.bank.version,
        text_hash=event.bank.hashes.text,
        structure_hash=event.bank.hashes.structure,
        scoring_hash=event.bank.hashes.scoring,
        computed_at=event.occurred_at,
        received_at=now(),
        body=event.statistics.model_dump_json(by_alias=True),
    ).save(force_insert=present is None, force_update=present is not None)
