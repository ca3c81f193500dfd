"""Two thousand results that waited for core: each applied once, in order, and nobody new waits."""

import pytest

from bench.backlog import queue_results, release
from infra.local.system import RunningSystem
from profiler.common.ids import new_event_id
from tests.clients.core_client import CoreClient
from tests.clients.databases import Databases
from tests.clients.journey import LearnerJourney
from tests.clients.profiler_client import ProfilerClient
from tests.clients.waiting import wait_until

pytestmark = pytest.mark.system
QUEUED = 2000
TWICE = 50
WITHIN_S = 240
_AGAIN = """
insert into outbox_event (event_id, learner_id, session_id, type, body, created_at, state,
    next_attempt_at, attempts, bad_signatures, fence)
  select again.id, learner_id, session_id, type,
    convert_to(replace(convert_from(body, 'UTF8'), event_id, again.id), 'UTF8'), created_at,
    state, next_attempt_at, 0, 0, 0
  from outbox_event join unnest(%s::text[], %s::text[]) as again(of, id) on again.of = event_id
"""
_SENT = "select learner_id, event_id from outbox_event where learner_id = any(%s) order by position"
_GOT = """
select learner_id, event_id from inbox_row
where learner_id = any(%s) and source = 'profiler' order by received_at
"""
_LEFT = "select count(*)::int from outbox_event where event_id = any(%s) and state = 'pending'"
_STATES = "select state, count(*)::int from outbox_event where learner_id = any(%s) group by state"
_HELD = """
select count(*)::int, count(distinct j.learner_id)::int from journey_journey j
join results_result r on r.learner_id = j.learner_id
where j.learner_id = any(%s) and j.profiling_complete and j.result_id = r.id
"""


def by_learner(rows: list[tuple[object, ...]]) -> dict[object, list[object]]:
    found: dict[object, list[object]] = {}
    for learner_id, event_id in rows:
        found.setdefault(learner_id, []).append(event_id)
    return found


@pytest.fixture
def newcomer(admin: CoreClient, profiler: ProfilerClient) -> LearnerJourney:
    return LearnerJourney.of_new_student(admin, profiler)


class TestDrain:
    def test_applies_each_once_and_in_order_while_a_new_one_passes(
        self,
        system: RunningSystem,
        databases: Databases,
        learner: LearnerJourney,
        newcomer: LearnerJourney,
    ) -> None:
        original = learner.student.id
        learner.profile_whole()
        learner.wait_for_result()
        keys = system.run_dir / "keys" / "core"
        queued = queue_results(databases, keys, like=original, count=QUEUED)
        learners = [one.learner_id for one in queued]
        events = [one.event_id for one in queued]
        databases.query("profiler", _AGAIN, events[:TWICE], [new_event_id() for _ in range(TWICE)])
        newcomer.start()
        newcomer.answer_all()
        release(databases)
        wait_until(
            lambda: databases.query("profiler", _LEFT, events)[0][0] < QUEUED - 100,
            within_s=60,
            what="the first hundred",
        )
        newcomer.complete()
        newcomer.wait_for_result(within_s=20)
        is_passed = databases.query("profiler", _LEFT, events)[0][0] > 0
        wait_until(
            lambda: not databases.query("profiler", _LEFT, events)[0][0],
            within_s=WITHIN_S,
            what="the drained outbox",
            every_s=0.5,
        )
        wait_until(
            lambda: databases.query("profiler", _STATES, learners) == [("applied", QUEUED + TWICE)],
            within_s=30,
            what="the repeated ones",
        )
        assert is_passed, "the new result waited for the whole queue"
        assert databases.query("core", _HELD, learners) == [(QUEUED, QUEUED)]
        sent = by_learner(databases.query("profiler", _SENT, learners))
        assert by_learner(databases.query("core", _GOT, learners)) == sent
