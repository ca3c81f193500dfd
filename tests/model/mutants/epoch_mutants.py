"""Resets, their undoing and retakes: on both sides."""

from tests.model.mutants.mutant import mutant

_STEPS = "services/core_django/src/core/journey/journey/steps.py"
_SELECTORS = "services/core_django/src/core/journey/journey/selectors.py"
_ADMINISTRATION = "services/core_django/src/core/front/administration/services.py"
_PROFILER_STEPS = "services/profiler_fastapi/src/profiler/sessions/steps.py"
_PROFILER_INBOX = "services/profiler_fastapi/src/profiler/inbox/services.py"
_PROFILER_SESSIONS = "services/profiler_fastapi/src/profiler/sessions/services.py"

EPOCHS = (
    mutant(
        "reset-keeps-flag",
        "I3: the flag outlives its result",
        _STEPS,
        ("    journey.profiling_complete = False\n    journey.result_id = None\n", ""),
    ),
    mutant(
        "reset-keeps-track",
        "I4: the track outlives its result",
        _STEPS,
        ("    journey.recommended_track = None\n    journey.track = None\n", ""),
    ),
    mutant(
        "reset-keeps-epoch",
        "a late result of before the reset is as good as one of after",
        _STEPS,
        ("    journey.epoch += 1\n    _keep(", "    _keep("),
    ),
    mutant(
        "undo-keeps-epoch",
        "the restored result shares its epoch with a session begun meanwhile",
        _STEPS,
        ("    journey.epoch += 1\n    result = result_steps", "    result = result_steps"),
    ),
    mutant(
        "undo-takes-older-reset",
        "a result of two resets ago comes back",
        _SELECTORS,
        ("        epoch=journey.epoch,\n        undone_at=None,", "        undone_at=None,"),
    ),
    mutant(
        "undo-unasked",
        "a session that was begun ends without a question",
        _ADMINISTRATION,
        ("    if not is_sure and retakes", "    if is_sure is None and retakes"),
    ),
    mutant(
        "approval-repeats",
        "an admin who clicks twice resets twice",
        _ADMINISTRATION,
        (
            "    if request.state == RetakeRequest.State.APPROVED:",
            "    if request.answer == request.id:",
        ),
        (
            "    if request.state != RetakeRequest.State.PENDING:",
            "    if request.answer == request.id:",
        ),
    ),
    mutant(
        "reset-leaves-retake-open",
        "what was asked of the old result can be approved against the new one",
        _ADMINISTRATION,
        ("    profiling.lapse_retake(student.id)\n", ""),
    ),
    mutant(
        "reset-not-told",
        "the profiler never hears of a reset",
        _STEPS,
        (
            (
                "    outbox.publish(\n        LearnerResetV1(learner_id=learner_id, epoch=journey.epoch),"
                " ordering_key=learner_id\n    )\n"
            ),
            "",
        ),
    ),
    mutant(
        "profiler-ignores-reset",
        "sessions of before the reset go on",
        _PROFILER_INBOX,
        (
            "        await raise_epoch(db, learner_id=event.learner_id, epoch=event.epoch)",
            "        pass",
        ),
    ),
    mutant(
        "completed-outlive-reset",
        "a completed session of before the reset still counts",
        _PROFILER_STEPS,
        ("[SessionStatus.IN_PROGRESS, SessionStatus.COMPLETED]", "[SessionStatus.IN_PROGRESS]"),
    ),
    mutant(
        "undo-forgets-session",
        "the restored session stays superseded",
        _PROFILER_STEPS,
        (
            "            ProfilingSession.completed_at.is_not(None),",
            "            ProfilingSession.completed_at.is_(None),",
        ),
    ),
    mutant(
        "undo-keeps-old-epoch",
        "the restored session counts under the epoch that has passed",
        _PROFILER_STEPS,
        (
            ".values(status=SessionStatus.COMPLETED, epoch=epoch)",
            ".values(status=SessionStatus.COMPLETED)",
        ),
    ),
    mutant(
        "undo-overtaken",
        "an undo that was overtaken by another reset brings its session back",
        _PROFILER_STEPS,
        (
            "    if await raise_epoch(db, learner_id=learner_id, epoch=epoch) > epoch:\n        return\n",
            "    await raise_epoch(db, learner_id=learner_id, epoch=epoch)\n",
        ),
    ),
    mutant(
        "epoch-may-fall",
        "I7: the profiler forgets the highest epoch it has seen",
        _PROFILER_STEPS,
        (
            "func.greatest(LearnerEpoch.highest_epoch, noted.excluded.highest_epoch)",
            "func.coalesce(noted.excluded.highest_epoch)",
        ),
    ),
    mutant(
        "old-ticket-accepted",
        "a ticket below the highest epoch starts a session",
        _PROFILER_SESSIONS,
        (
            "epoch=epoch) > epoch:\n        raise StaleEpoch",
            "epoch=epoch) < epoch:\n        raise StaleEpoch",
        ),
    ),
    mutant(
        "session-crosses-epochs",
        "answers of before the reset go into the result of after",
        _PROFILER_SESSIONS,
        (
            "            ProfilingSession.epoch == epoch,\n",
            "            ProfilingSession.epoch <= epoch,\n",
        ),
    ),
)
