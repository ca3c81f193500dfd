"""What must hold of a walk after everything has healed: the one judge of the faults, and what only
here is certain, because each learner completes once and waits for the result before a reset.
"""

from collections.abc import Iterator
from contextlib import closing

from tests.clients.databases import Databases
from tests.clients.waiting import wait_until
from tests.faults.crash.walks import Walk
from tests.faults.facts import Facts, Reader
from tests.faults.invariants import HEALED_WITHIN_S, Expected, judge_healed

_RESET = 2
"""The epoch of a walk whose reset was not undone."""
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
    learner_id, session = str(walk.journey.student.id), walk.journey.session
    with closing(Reader(databases)) as reader:
        facts = reader.read([learner_id])[learner_id]
    expected = Expected(
        epoch=walk.epoch,
        is_profiled=walk.epoch != _RESET,
        completed=(session,),
        acknowledged={session: walk.acknowledged},
        is_revoked=walk.is_erased,
        is_erased=walk.is_erased,
    )
    yield from judge_healed(facts, expected)
    if not walk.is_erased:
        yield from _judge_one_completion(facts, walk)


def _judge_one_completion(facts: Facts, walk: Walk) -> Iterator[str]:
    expected = "superseded" if walk.epoch == _RESET else "completed"
    if [session["status"] for session in facts.sessions] != [expected]:
        statuses = [session["status"] for session in facts.sessions]
        yield f"sessions {statuses}, expected one that is {expected}"
    if [event["state"] for event in facts.events_of()] != ["applied"]:
        yield f"I1: the events of one completion are {[e['state'] for e in facts.events_of()]}"
    own = [result for result in facts.results if result["restored_from"] is None]
    if len(own) != 1:
        yield f"I2: {len(own)} results of one completion"
