"""Changes of the journey row; each caller holds its lock."""

from uuid import UUID

from core.journey.journey import selectors
from core.journey.journey.models import Journey
from core.journey.results.models import Result
from core.platform.access.scopes import step
from core.platform.audit import steps as audit
from core.platform.common.clock import now
from core.platform.outbox import steps as outbox
from talent_contracts.events import (
    FoundationsCompletedV1,
    LearnerResetV1,
    ResultAppliedV1,
    TrackConfirmedV1,
)
from talent_contracts.vocabulary import Track


@step
def open_journey(learner_id: UUID) -> Journey:
    """The row of a new student, epoch 1."""
    journey = Journey(learner_id=learner_id, updated_at=now())
    journey.save(force_insert=True)
    return journey


@step
def apply_result(journey: Journey, result: Result) -> None:
    """Set flag, result and tracks of the current epoch."""
    before = _facts(journey)
    journey.profiling_complete = True
    journey.result_id = result.id
    journey.recommended_track = result.recommended_track
    journey.track = result.recommended_track
    _save(journey, "journey.result_applied", before)
    outbox.publish(
        ResultAppliedV1(learner_id=journey.learner_id, epoch=journey.epoch, result_id=result.id),
        ordering_key=journey.learner_id,
    )


@step
def reset(learner_id: UUID, *, reason: str) -> Journey:
    """Epoch + 1; flags, result and tracks cleared; the profiler is told by a signed event."""
    journey = selectors.get_journey(learner_id, lock=True)
    before = _facts(journey)
    journey.epoch += 1
    journey.profiling_complete = False
    journey.result_id = None
    journey.recommended_track = None
    journey.track = None
    journey.foundations_complete = False
    journey.foundations_completed_at = None
    _save(journey, "journey.reset", before, reason=reason)
    outbox.publish(
        LearnerResetV1(learner_id=learner_id, epoch=journey.epoch), ordering_key=learner_id
    )
    return journey


@step
def confirm_track(journey: Journey, track: Track, *, reason: str | None) -> None:
    """Write the track the learner chose."""
    before = _facts(journey)
    journey.track = track.value
    _save(journey, "journey.track_confirmed", before, reason=reason)
    outbox.publish(
        TrackConfirmedV1(learner_id=journey.learner_id, track=track),
        ordering_key=journey.learner_id,
    )


@step
def complete_foundations(journey: Journey) -> None:
    """Set the flag and its time once; repeating changes nothing."""
    if journey.foundations_complete:
        return
    before = _facts(journey)
    journey.foundations_complete = True
    journey.foundations_completed_at = now()
    _save(journey, "journey.foundations_completed", before)
    outbox.publish(
        FoundationsCompletedV1(learner_id=journey.learner_id), ordering_key=journey.learner_id
    )


def _save(
    journey: Journey, action: str, before: dict[str, object], *, reason: str | None = None
) -> None:
    """Write the row with its next version, and what changed into the audit trail."""
    journey.version += 1
    journey.updated_at = now()
    journey.save(force_update=True)
    audit.record(
        action=action,
        subject_id=journey.learner_id,
        before=before,
        after=_facts(journey),
        reason=reason,
    )


def _facts(journey: Journey) -> dict[str, object]:
    return {
        "epoch": journey.epoch,
        "profiling_complete": journey.profiling_complete,
        "result_id": str(journey.result_id) if journey.result_id else None,
        "recommended_track": journey.recommended_track,
        "track": journey.track,
        "foundations_complete": journey.foundations_complete,
    }
