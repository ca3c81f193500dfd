"""The invariants of the sync (spec psp/1), read from both databases after everything has healed."""

from collections.abc import Iterator
from typing import Any

from tests.clients.databases import Databases
from tests.clients.waiting import wait_until
from tests.faults.crash.walks import Walk

HEALED_WITHIN_S = 60.0
"""I5: everything has arrived this long after the last fault."""
_CORE = """
select j.epoch, j.profiling_complete, j.recommended_track is not null,
  (select count(*) from results_result r where r.learner_id = j.learner_id
     and r.restored_from_id is null),
  (select count(*) from results_result r where r.learner_id = j.learner_id
     and r.epoch = j.epoch and r.id = j.result_id),
  (select count(*) from portfolio_item p where p.learner_id = j.learner_id),
  (select count(*) from inbox_row i where i.learner_id = j.learner_id and i.source = 'profiler'
     and exists (select 1 from results_result r where r.event_id = i.event_id))
from journey_journey j where j.learner_id = %s
"""
_PROFILER = """
select s.status, (select count(*) from outbox_event o where o.session_id = s.id
    and o.type = 'profiling.completed'),
  (select min(o.state) from outbox_event o where o.session_id = s.id
    and o.type = 'profiling.completed'),
  (select count(*) from result r where r.session_id = s.id)
from profiling_session s where s.learner_id = %s
"""
_ANSWERS = "select question_id, answer_version from answer where session_id = %s"
_WAITING = {
    "core": "select count(*) from outbox_delivery where status = 'pending'",
    "profiler": "select count(*) from outbox_event where state = 'pending'",
}


def await_drained(databases: Databases) -> None:
    """I12: both outboxes are empty within a minute."""
    for service, statement in _WAITING.items():
        wait_until(
            lambda service=service, statement=statement: (  # type: ignore[misc]  # mypy: defaults.
                databases.query(service, statement) == [(0,)]
            ),
            within_s=HEALED_WITHIN_S,
            what=f"an empty outbox of {service}",
            every_s=0.2,
        )


def list_violations(databases: Databases, walk: Walk) -> Iterator[str]:
    """What is not as promised for one learner, a sentence each."""
    learner_id = walk.journey.student.id
    yield from _judge_core(walk, databases.query("core", _CORE, learner_id)[0])
    sessions = databases.query("profiler", _PROFILER, learner_id)
    yield from _judge_sessions(walk, sessions)
    stored: dict[str, int] = dict(databases.query("profiler", _ANSWERS, walk.journey.session))
    for question_id, version in walk.acknowledged.items():
        if stored.get(question_id, 0) < version:
            yield f"I8: the acknowledged answer to {question_id} is lost"


def _judge_core(walk: Walk, row: tuple[Any, ...]) -> Iterator[str]:
    epoch, is_complete, has_track, results, current, items, inbox = row
    has_result = walk.epoch != 2  # Epoch 2 is a reset that was not undone.
    if epoch != walk.epoch:
        yield f"I7: epoch {epoch}, expected {walk.epoch}"
    if (results, inbox) != (1, 1):
        yield f"I2: {results} results from {inbox} events of one completion"
    if (is_complete, has_track, current) != (has_result, has_result, int(has_result)):
        yield f"I3, I4: flag {is_complete}, track {has_track}, current results {current}"
    if items != 1:
        yield f"I2: {items} portfolio items of one result"


def _judge_sessions(walk: Walk, rows: list[tuple[Any, ...]]) -> Iterator[str]:
    expected = "superseded" if walk.epoch == 2 else "completed"
    if [row[0] for row in rows] != [expected]:
        yield f"sessions {[row[0] for row in rows]}, expected one that is {expected}"
    for status, events, state, results in rows:
        if (events, results) != (1, 1):
            yield f"I1: a {status} session has {events} events and {results} results"
        if state != "applied":
            yield f"I1: the event of a {status} session is {state}"
