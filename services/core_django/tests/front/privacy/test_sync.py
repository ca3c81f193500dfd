"""An erased learner against what the profiler still sends, and against consumers under way."""

from functools import partial
from uuid import UUID

import pytest

from core_testing import raw, sync
from core_testing.present import Present, make_event
from core_testing.races import run_at_once
from core_testing.relaying import drain_outbox
from talent_contracts.batches import SyncBatchAnswer
from tests.clients.core_client import CoreClient
from tests.clients.waiting import HELD_UP, wait_until

ROUNDS = 6
HELD_UP_BY = "select pid from pg_stat_activity where %s = any(pg_blocking_pids(pid))"
NOTED = """
insert into inbox_row (id, source, event_id, learner_id, digest, outcome, received_at)
select uuidv7(), consumer, event_id::text, ordering_key, '', '', now()
from outbox_delivery where consumer = %s and ordering_key = %s and status = 'pending'
order by id limit 1
"""
"""As the consumer begins: it waits for the end of the transaction that wrote this."""


class TestLateEvents:
    def test_are_told_that_the_learner_is_gone(self, core: CoreClient, present: Present) -> None:
        present.erase()
        for event in (*present.events, late_progress(present)):
            answer = sync.send(core, event)
            assert (answer.status_code, answer.json()["code"]) == (410, "learner-erased")

    def test_are_told_so_in_a_batch_beside_others(
        self, core: CoreClient, present: Present, other: Present
    ) -> None:
        present.erase()
        answer = sync.send_batch(core, [present.events[1], other.events[1]])
        told = SyncBatchAnswer.model_validate_json(answer.content).answers
        assert [(one.status, one.code) for one in told] == [(410, "learner-erased"), (200, None)]

    def test_that_were_never_seen_leave_no_trace(self, core: CoreClient, admin: CoreClient) -> None:
        student = admin.create_active_student()
        event = make_event(core.log_in(student.email, student.password), student.id, 1)
        admin.erase(student.id)
        assert sync.send(core, event).status_code == 410
        assert count("results_result", student.id) == count("inbox_row", student.id) == 0


class TestRaces:
    def test_a_result_and_an_erasure_have_an_order(
        self, core: CoreClient, admin: CoreClient
    ) -> None:
        """Whichever comes first, nothing of the learner is left."""
        for _ in range(ROUNDS):
            student = admin.create_active_student()
            event = make_event(core.log_in(student.email, student.password), student.id, 1)
            path, why = f"/admin/students/{student.id}", {"reason": "a race"}
            admin.post(f"{path}/deactivate", why).raise_for_status()
            erased, sent, batched = run_at_once(
                partial(admin.post, f"{path}/erasure", why),
                partial(sync.send, core, event),
                partial(sync.send_batch, core, [event]),
            )
            assert (erased.status_code, batched.status_code) == (200, 200)
            assert sent.status_code in {200, 410}
            assert count("results_result", student.id) == 0

    @pytest.mark.parametrize("status", ["pending", "dead"])
    def test_what_consumers_had_yet_to_do_ends(
        self, core: CoreClient, admin: CoreClient, status: str
    ) -> None:
        student = admin.create_active_student()
        event = make_event(core.log_in(student.email, student.password), student.id, 1)
        sync.send(core, event).raise_for_status()
        raw.run_as_owner(
            "update outbox_delivery set status = %s where ordering_key = %s"
            " and consumer in ('portfolio', 'dashboard')",
            status,
            student.id,
        )
        admin.erase(student.id)
        drain_outbox()
        rows = raw.run_as_owner(
            "select distinct status, outcome from outbox_delivery"
            " where ordering_key = %s and consumer in ('portfolio', 'dashboard')",
            student.id,
        )
        assert rows == [("done", "erased")]
        assert count("portfolio_item", student.id) == count("dashboard_row", student.id) == 0

    def test_consumers_under_way_leave_nothing(self, core: CoreClient, admin: CoreClient) -> None:
        for _ in range(ROUNDS):
            student_id, path = leave_profiled(core, admin)
            run_at_once(partial(erase, admin, path), drain_outbox)
            drain_outbox()
            left = {
                table: count(table, student_id)
                for table in ("portfolio_item", "dashboard_row", "freshness")
            }
            assert left == dict.fromkeys(left, 0)

    @pytest.mark.parametrize("consumer", ["portfolio", "dashboard"])
    def test_an_erasure_waits_for_a_consumer_that_has_begun(
        self, core: CoreClient, admin: CoreClient, consumer: str
    ) -> None:
        """Not holding what the consumer needs to end: neither fails, and nothing is left."""
        student_id, path = leave_profiled(core, admin)
        with raw.connect("owner") as connection:
            connection.execute(NOTED, [consumer, student_id])
            pid = connection.info.backend_pid

            def erase_meanwhile() -> None:
                begun = wait_until(
                    lambda: raw.run_as_owner(HELD_UP_BY, pid), within_s=10, what="the consumer"
                )
                ((consuming,),) = begun
                run_at_once(partial(erase, admin, path), partial(let_go, consuming))

            def let_go(consuming: int) -> None:
                wait_until(
                    lambda: raw.run_as_owner(HELD_UP, consuming), within_s=10, what="the erasure"
                )
                connection.rollback()

            run_at_once(drain_outbox, erase_meanwhile)
        assert count("portfolio_item", student_id) == count("dashboard_row", student_id) == 0
        assert find_first(consumer, student_id) == ("done", "applied")


def erase(admin: CoreClient, path: str) -> None:
    admin.post(f"{path}/erasure", {"reason": "a race"}).raise_for_status()


def leave_profiled(core: CoreClient, admin: CoreClient) -> tuple[UUID, str]:
    """A deactivated student with a result that no consumer has seen: the id, and its address."""
    student = admin.create_active_student()
    event = make_event(core.log_in(student.email, student.password), student.id, 1)
    sync.send(core, event).raise_for_status()
    path = f"/admin/students/{student.id}"
    admin.post(f"{path}/deactivate", {"reason": "a race"}).raise_for_status()
    return student.id, path


def find_first(consumer: str, student_id: UUID) -> raw.Row:
    """Status and outcome of the consumer's first delivery."""
    return raw.run_as_owner(
        "select status, outcome from outbox_delivery where consumer = %s and ordering_key = %s"
        " order by id limit 1",
        consumer,
        student_id,
    )[0]


def late_progress(present: Present) -> dict[str, object]:
    told = sync.example_event("profiling-progress.v1")
    return told | {"learner_id": str(present.id), "epoch": 2}


def count(table: str, student_id: object) -> int:
    ((found,),) = raw.run_as_owner(
        f"select count(*) from {table} where learner_id = %s", student_id
    )
    return int(found)
