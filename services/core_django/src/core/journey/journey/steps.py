"""Changes of the journey row; each caller holds its lock."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connections

from core.journey.journey import selectors
from core.journey.journey.errors import NothingToRestore
from core.journey.journey.models import Journey, Reset
from core.journey.results import selectors as results
from core.journey.results import steps as result_steps
from core.journey.results.models import Result
from core.platform.access.scopes import ScopeError, require_writing, step
from core.platform.audit import steps as audit
from core.platform.audit.steps import Change
from core.platform.common.clock import now
from core.platform.common.ids import new_id
from core.platform.outbox import steps as outbox
from talent_contracts.events import (
    FoundationsCompletedV1,
    LearnerResetV1,
    LearnerRestoredV1,
    ResultAppliedV1,
    StudentErasedV1,
    TrackConfirmedV1,
)
from talent_contracts.failpoints import failpoint
from talent_contracts.vocabulary import Track

_APPLY = """
update journey_journey as journey
set profiling_complete = true, result_id = applied.result_id,
  recommended_track = applied.track, track = applied.track,
  version = journey.version + 1, updated_at = %(at)s
from unnest(%(learners)s::uuid[], %(results)s::uuid[], %(tracks)s::text[])
  as applied(learner_id, result_id, track)
where journey.learner_id = applied.learner_id
"""


@step
def open_journey(learner_id: UUID) -> Journey:
    """The row of a new student, epoch 1."""
    journey = Journey(learner_id=learner_id, updated_at=now())
    journey.save(force_insert=True)
    return journey


@step
def apply_results(applied: Sequence[tuple[Journey, Result]]) -> None:
    """Set flag, result and tracks of the current epoch; a constant number of statements."""
    at, changes = now(), list[Change]()
    for journey, result in applied:
        before = _facts(journey)
        journey.profiling_complete = True
        journey.result_id = result.id
        journey.recommended_track = journey.track = result.recommended_track
        journey.version += 1
        journey.updated_at = at
        changes.append(Change(journey.learner_id, before, _facts(journey)))
    with connections[require_writing().alias].cursor() as cursor:
        cursor.execute(
            _APPLY,
            {
                "learners": [journey.learner_id for journey, _ in applied],
                "results": [result.id for _, result in applied],
                "tracks": [result.recommended_track for _, result in applied],
                "at": at,
            },
        )
        if cursor.rowcount != len(applied):
            raise ScopeError("a journey was not changed: nobody holds its lock")
    audit.record_many("journey.result_applied", changes)
    outbox.publish_many(
        [
            (
                ResultAppliedV1(
                    learner_id=journey.learner_id, epoch=journey.epoch, result_id=result.id
                ),
                journey.learner_id,
            )
            for journey, result in applied
        ]
    )


@step
def reset(learner_id: UUID, *, reason: str, confirmation: dict[str, Any] | None) -> Journey:
    """Epoch + 1; flags, result and tracks cleared; the profiler is told by a signed event.

    ``confirmation`` is what foundations gave up, kept with the rest for an undo.
    """
    journey = selectors.get_journey(learner_id, lock=True)
    before = _facts(journey)
    journey.epoch += 1
    _keep(journey, reason, confirmation)
    failpoint("core.reset.kept")
    _clear(journey)
    _save(journey, "journey.reset", before, reason=reason)
    outbox.publish(
        LearnerResetV1(learner_id=learner_id, epoch=journey.epoch), ordering_key=learner_id
    )
    failpoint("core.reset.journey-cleared")
    return journey


@step
def end_for_good(journey: Journey) -> None:
    """Clear flags, result and tracks; nothing is applied any more, and the profiler is told by a
    signed event to erase the learner too.
    """
    before = _facts(journey)
    _clear(journey)
    journey.erased_at = now()
    journey.erasure_event_id = outbox.publish(
        StudentErasedV1(learner_id=journey.learner_id), ordering_key=journey.learner_id
    )
    _save(journey, "journey.erased", before)


@step
def undo_reset(journey: Journey, undone: Reset, *, reason: str) -> None:
    """Epoch + 1 with everything the reset took: result, flag, tracks, completion."""
    origin = results.get_result(undone.result_id) if undone.result_id else None
    if origin is None:
        raise NothingToRestore
    before = _facts(journey)
    journey.epoch += 1
    result = result_steps.restore(origin, epoch=journey.epoch)
    failpoint("core.undo.result-restored")
    journey.profiling_complete = True
    journey.result_id = result.id
    journey.recommended_track = result.recommended_track
    journey.track = undone.track
    journey.foundations_complete = undone.foundations_completed_at is not None
    journey.foundations_completed_at = undone.foundations_completed_at
    undone.undone_at = now()
    undone.save(update_fields=["undone_at"])
    _save(journey, "journey.reset_undone", before, reason=reason)
    outbox.publish(
        LearnerRestoredV1(
            learner_id=journey.learner_id, epoch=journey.epoch, session_id=result.session_id
        ),
        ordering_key=journey.learner_id,
    )


def _keep(journey: Journey, reason: str, confirmation: dict[str, Any] | None) -> None:
    """What the row holds before it is cleared, under the epoch that begins."""
    Reset(
        id=new_id(),
        learner_id=journey.learner_id,
        epoch=journey.epoch,
        reason=reason,
        reset_at=now(),
        result_id=journey.result_id,
        track=journey.track,
        foundations_completed_at=journey.foundations_completed_at,
        confirmation=confirmation,
    ).save(force_insert=True)


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


def _clear(journey: Journey) -> None:
    journey.profiling_complete = False
    journey.result_id = None
    journey.recommended_track = None
    journey.track = None
    journey.foundations_complete = False
    journey.foundations_completed_at = None


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
