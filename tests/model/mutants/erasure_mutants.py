"""Erasing a learner: on both sides."""

from tests.model.mutants.mutant import mutant

_CORE = "services/core_django/src/core"
_APPLY = f"{_CORE}/journey/profiling/services/apply_results.py"
_STEPS = f"{_CORE}/journey/journey/steps.py"
_SELECTORS = f"{_CORE}/journey/journey/selectors.py"
_ACCOUNTS = f"{_CORE}/people/accounts"
_PRIVACY = f"{_CORE}/front/privacy"
_PROFILER = "services/profiler_fastapi/src/profiler"
_FUNCTION = "services/profiler_fastapi/migrations/versions/0010_erasure.py"

_IN_CORE = (
    mutant(
        "erased-judged-by-ticket",
        "a late result of an erased learner is a forgery, and a dead letter",
        _APPLY,
        (
            "        if held[one.learner_id].erased_at is not None:",
            "        if held[one.learner_id].version < 0:",
        ),
    ),
    mutant(
        "erasure-not-told",
        "the profiler never hears of an erasure",
        _STEPS,
        (
            (
                "journey.erasure_event_id = outbox.publish(\n"
                "        StudentErasedV1(learner_id=journey.learner_id),"
                " ordering_key=journey.learner_id\n    )"
            ),
            "journey.erasure_event_id = new_id()",
        ),
    ),
    mutant(
        "erasure-told-and-not-marked",
        "core itself forgets whom it erased, and the journey goes on",
        _STEPS,
        (
            "    journey.erased_at = now()\n    journey.erasure_event_id = outbox.publish(",
            "    outbox.publish(",
        ),
    ),
    mutant(
        "erasure-keeps-results",
        "what somebody was found to be outlives them",
        f"{_PRIVACY}/migrations/0001_erasure.py",
        ("  delete from results_result where learner_id = learner;\n", ""),
    ),
    mutant(
        "erasure-keeps-retakes",
        "what a learner wrote to ask for a retake stays",
        f"{_PRIVACY}/migrations/0001_erasure.py",
        ("  delete from profiling_retake_request where learner_id = learner;\n", ""),
    ),
    mutant(
        "active-erased",
        "one slip of an admin is for good",
        f"{_PRIVACY}/domain.py",
        ("return None if is_deactivated else Obstacle.NOT_DEACTIVATED", "return None"),
    ),
    mutant(
        "deactivation-not-told",
        "whoever was deactivated goes on in the profiler",
        f"{_ACCOUNTS}/steps.py",
        ("    if before == User.Status.ACTIVE:", "    if before == User.Status.ERASED:"),
    ),
    mutant(
        "erased-changes-state",
        "an admin acts on an account that is no more",
        f"{_ACCOUNTS}/selectors.py",
        ("    if student.status == _ERASED:\n        raise LearnerErased\n", ""),
    ),
    mutant(
        "progress-of-erased",
        "a report of an erased learner is taken as of anybody else",
        _SELECTORS,
        ("    if lock and journey.erased_at is not None:", "    if lock and journey.version < 0:"),
    ),
)
_IN_PROFILER = (
    mutant(
        "tombstone-ignored",
        "an erased learner begins again",
        f"{_PROFILER}/sessions/steps.py",
        ("    if erased_at is not None:\n", "    if highest < 0:\n"),
    ),
    mutant(
        "inbox-erases-nothing",
        "core is told that everything is gone",
        f"{_PROFILER}/inbox/services.py",
        ("await erase_learner(db, event.learner_id)", "await act_as(db, event.learner_id)"),
    ),
    mutant(
        "erasure-answered-as-applied",
        "core cannot tell an erasure from any other event",
        f"{_PROFILER}/inbox/services.py",
        (
            "SyncOutcome.ERASED if isinstance(event, LearnerErasedV1) else SyncOutcome.APPLIED",
            "SyncOutcome.APPLIED",
        ),
    ),
    mutant(
        "410-erases-nothing",
        "the event ends, and the sessions it came from stay",
        f"{_PROFILER}/outbox/claims.py",
        (
            "return self.claim.learner_id if self.verdict.state is State.ERASED else None",
            "return None if self.verdict.state is State.ERASED else None",
        ),
    ),
    mutant(
        "erasure-leaves-no-tombstone",
        "nobody can tell an erased learner from one who was never here",
        _FUNCTION,
        ("VALUES (learner, 1, now())", "VALUES (learner, 1, NULL)"),
    ),
    mutant(
        "erasure-forgets-epoch",
        "I7: the highest epoch falls",
        _FUNCTION,
        (
            "DO UPDATE SET erased_at = excluded.erased_at\n",
            "DO UPDATE SET erased_at = excluded.erased_at, highest_epoch = 1\n",
        ),
    ),
    mutant(
        "erasure-keeps-sessions",
        "answers and results outlive the learner",
        _FUNCTION,
        ("    DELETE FROM profiling_session WHERE learner_id = learner;\n", ""),
    ),
    mutant(
        "erasure-keeps-bodies",
        "the results stay in the outbox",
        _FUNCTION,
        ("state = 'erased', body = '', ", "state = 'erased', "),
    ),
    mutant(
        "erasure-leaves-events-pending",
        "what was on its way is sent on after the learner is erased",
        _FUNCTION,
        (
            "learner_id = learner AND state <> 'erased'",
            "learner_id = learner AND state NOT IN ('erased', 'pending')",
        ),
    ),
    mutant(
        "erasure-keeps-what-arrived",
        "events that ended before keep their results",
        _FUNCTION,
        (
            "learner_id = learner AND state <> 'erased'",
            "learner_id = learner AND state = 'pending'",
        ),
    ),
)
ERASURES = (*_IN_CORE, *_IN_PROFILER)
