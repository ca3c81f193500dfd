"""The profiler's sessions: answers, completion, results."""

from tests.model.mutants.mutant import mutant

_ANSWERS = "services/profiler_fastapi/src/profiler/sessions/answers.py"
_MERGE = "services/profiler_fastapi/src/profiler/sessions/merge.py"
_COMPLETION = "services/profiler_fastapi/src/profiler/results/services.py"
_RESULTS = "services/profiler_fastapi/src/profiler/results/store.py"
_SESSIONS = "services/profiler_fastapi/src/profiler/sessions/services.py"

SESSIONS = (
    mutant(
        "answer-after-completion",
        "the answers no longer are what the result was computed from",
        _ANSWERS,
        ("    domain.check_is_open(session.status)\n", ""),
    ),
    mutant(
        "older-answer-wins",
        "a device that was away overwrites what another one stored",
        _MERGE,
        ("return given.answer_version < stored.answer_version", "return False"),
    ),
    mutant(
        "batch-not-stored",
        "I8: acknowledged answers are gone",
        _ANSWERS,
        ("    await _write(db, session, changed.values())\n", ""),
    ),
    mutant(
        "repeated-batch-is-new",
        "a batch that is sent again makes other devices' versions stale",
        _MERGE,
        (
            "    if last.selected_option == stored.selected_option and not",
            "    if is_proposed and not",
        ),
    ),
    mutant(
        "completion-without-event",
        "I1: a completed session that core never hears of",
        _COMPLETION,
        (
            "    await publish_with(db, facts, event, learner_id=learner_id, session_id=session_id, now=now)\n",
            "    assert event\n    for fact in facts:\n        await db.execute(fact)\n",
        ),
    ),
    mutant(
        "completion-again-is-told-again",
        "a repeated completion makes a second event",
        _COMPLETION,
        (
            "        return await get_result_bytes(db, session)\n    domain",
            (
                "        body = await get_result_bytes(db, session)\n"
                "        told = ProfilingResultV2.model_validate_json(body)\n"
                "        event = _completed(session, told, '0' * 64, audience, now)\n"
                "        await publish_with(\n"
                "            db, [], event, learner_id=learner_id, session_id=session_id, now=now\n"
                "        )\n"
                "        return body\n    domain"
            ),
        ),
    ),
    mutant(
        "completion-stays-open",
        "a completed session can be completed to another result",
        _COMPLETION,
        ("        steps.complete_session_at(session_id, now=now),\n", ""),
    ),
    mutant(
        "superseded-completes",
        "a session that a reset ended still gets a result",
        _COMPLETION,
        (
            "    domain.check_is_open(session.status)\n    if session.bank_hashes",
            "    if session.bank_hashes",
        ),
    ),
    mutant(
        "newest-result-read",
        "an older session shows the result of a newer one",
        _RESULTS,
        (
            ".where(StoredResult.session_id == session_id)",
            ".order_by(StoredResult.created_at.desc())",
        ),
    ),
    mutant(
        "start-begins-anew",
        "a second start ends the session of the first",
        _SESSIONS,
        (
            "    if session.status != SessionStatus.IN_PROGRESS:\n        return False",
            "    if session.status == SessionStatus.IN_PROGRESS:\n        return True",
        ),
    ),
)
