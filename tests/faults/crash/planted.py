"""Wrong rows by what the judge of the crashes must report of each."""

from collections.abc import Iterator

from tests.faults.crash.invariants import await_drained, list_violations
from tests.faults.crash.runner import Scene

PLANTED = {
    "I8": ("profiler", "delete from answer where session_id = %s and question_id = 'identity_1'"),
    "I1": ("profiler", "update outbox_event set state = 'dead' where session_id = %s"),
    "I2": (
        "core",
        (
            "insert into portfolio_item (id, learner_id, kind, source_id, title, original_text,"
            " text, version, created_at) select uuidv7(), learner_id, kind, uuidv7(), title,"
            " original_text, text, version, created_at from portfolio_item where source_id ="
            " (select id from results_result where session_id = %s)"
        ),
    ),
    "core holds None": (
        "core",
        (
            "delete from inbox_row where event_id ="
            " (select event_id from results_result where session_id = %s)"
        ),
    ),
    "I7": (
        "core",
        (
            "update journey_journey set epoch = epoch + 1, profiling_complete = false,"
            " result_id = null, recommended_track = null, track = null"
            " where result_id = (select id from results_result where session_id = %s)"
        ),
    ),
}


def find_planted(scene: Scene, name: str) -> Iterator[str]:
    """What the judge says of it once the row is wrong, for a learner of its own."""
    walk = scene.walk(seed=7)
    walk.profile()
    walk.wait_for_result()
    await_drained(scene.databases)
    sound = list(list_violations(scene.databases, walk))
    if sound:
        raise AssertionError(f"nothing is planted yet: {sound}")
    service, statement = PLANTED[name]
    scene.databases.query(service, statement, walk.journey.session)
    for sentence in list_violations(scene.databases, walk):
        if name in sentence:
            yield sentence
