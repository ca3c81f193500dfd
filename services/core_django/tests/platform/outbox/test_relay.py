"""The relay against a real HTTP server that answers what the test tells it to."""

import time
from collections.abc import Iterator
from uuid import UUID

import pytest

from core_testing import raw
from core_testing.receiving import Receiver, serving
from core_testing.relaying import drain_outbox, watch_receiver
from tests.clients.core_client import CoreClient


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with serving(Receiver()) as running:
        # What other tests left behind must not become due in the middle of this one.
        raw.run_as_owner(
            "update outbox_delivery set next_attempt_at = now(), leased_until = null"
            " where status = 'pending' and consumer = 'profiler'"
        )
        drain_outbox(running.url)
        running.bodies.clear()
        yield running


def delivery(learner_id: UUID) -> tuple[str, str | None, int, str | None]:
    rows = raw.run_as_owner(
        "select d.status, d.outcome, d.attempts, d.last_error from outbox_delivery d"
        " join outbox_event e on e.id = d.event_id where e.type = 'profiling.reset'"
        " and d.consumer = 'profiler' and d.ordering_key = %s order by d.id",
        learner_id,
    )
    found: tuple[str, str | None, int, str | None] = rows[0]
    return found


@pytest.fixture
def student_id(admin: CoreClient) -> UUID:
    return UUID(admin.create_student()["id"])


class TestSync:
    def test_sends_the_reset_signed_and_is_done(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)
        drain_outbox(receiver.url)
        (body,) = [one for one in receiver.bodies if one.get("learner_id") == str(student_id)]
        assert (body["type"], body["epoch"], body["aud"]) == (
            "profiling.reset",
            2,
            "talent-profiler:test",
        )
        assert body["event_id"] in receiver.verified
        assert delivery(student_id) == ("done", "applied", 1, None)

    @pytest.mark.parametrize(
        ("status", "code", "after"),
        [
            (500, None, "pending"),
            (503, None, "pending"),
            (429, None, "pending"),
            (302, None, "pending"),
            (403, "unknown-kid", "pending"),
            (401, "bad-signature", "pending"),
            (401, "clock-skew", "pending"),
            (404, "not-found", "pending"),
            (422, "unknown-schema", "pending"),
            (409, "epoch-ahead", "pending"),
            (409, "stale-epoch", "done"),
            (410, "erased", "done"),
            (400, "malformed-json", "dead"),
            (409, "result-conflict", "dead"),
            (413, "body-too-large", "dead"),
            (415, "unsupported-media-type", "dead"),
            (422, "invalid-input", "dead"),
        ],
    )
    def test_acts_on_the_answer(
        self,
        receiver: Receiver,
        admin: CoreClient,
        student_id: UUID,
        *,
        status: int,
        code: str | None,
        after: str,
    ) -> None:
        admin.reset_profiling(student_id)
        receiver.status, receiver.code = status, code
        drain_outbox(receiver.url)
        found, _, _, error = delivery(student_id)
        assert (found, error is None) == (after, after == "done")

    def test_retries_when_nobody_answers(self, admin: CoreClient, student_id: UUID) -> None:
        admin.reset_profiling(student_id)
        drain_outbox("http://127.0.0.1:9")
        status, outcome, attempts, error = delivery(student_id)
        assert (status, outcome, error) == ("pending", None, "no-answer")
        assert attempts >= 1

    @pytest.mark.parametrize("header", ["\u00b2", "soon", "-1"])
    def test_reads_no_more_into_retry_after_than_it_says(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID, header: str
    ) -> None:
        admin.reset_profiling(student_id)
        receiver.status, receiver.retry_after = 429, header
        drain_outbox(receiver.url)
        status, outcome, attempts, error = delivery(student_id)
        assert (status, outcome, error) == ("pending", None, "status-429")
        assert 1 <= attempts <= 3  # The wait is drawn, and may be shorter than the others take.

    def test_gives_up_an_answer_that_trickles(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)
        receiver.trickle_s = 1.0  # About 25 s for this answer; the next one comes at once.
        began_at = time.monotonic()
        drain_outbox(receiver.url)
        assert delivery(student_id)[3] in {"no-answer", None}
        assert 9 < time.monotonic() - began_at < 20

    def test_gives_up_an_answer_whose_head_trickles(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)
        receiver.is_head_slow = True  # 30 s; each line comes in good time.
        began_at = time.monotonic()
        drain_outbox(receiver.url)
        assert delivery(student_id)[3] in {"no-answer", None}
        assert 9 < time.monotonic() - began_at < 20

    def test_keeps_the_order_of_one_learner(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        for _ in range(4):
            admin.reset_profiling(student_id)
        drain_outbox(receiver.url)
        epochs = [b["epoch"] for b in receiver.bodies if b.get("learner_id") == str(student_id)]
        assert epochs == [2, 3, 4, 5]

    def test_lets_a_failing_learner_block_only_itself(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)
        raw.run_as_owner(
            "update outbox_delivery set next_attempt_at = now() + interval '1 hour'"
            " where ordering_key = %s and consumer = 'profiler'",
            student_id,
        )
        admin.reset_profiling(student_id)
        other = UUID(admin.create_student()["id"])
        admin.reset_profiling(other)
        drain_outbox(receiver.url)
        assert delivery(other)[0] == "done"
        assert [b for b in receiver.bodies if b.get("learner_id") == str(student_id)] == []


class TestReceiverIsBack:
    def delay(self, learner_id: UUID, error: str, *, attempts: int = 0) -> None:
        raw.run_as_owner(
            "update outbox_delivery set next_attempt_at = now() + interval '1 hour', attempts = %s,"
            " last_error = %s where ordering_key = %s and consumer = 'profiler'",
            attempts,
            error,
            learner_id,
        )

    def test_what_waited_only_for_it_goes_out(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)
        self.delay(student_id, "no-answer")
        drain_outbox(receiver.url)
        assert delivery(student_id)[0] == "pending"
        watch_receiver(receiver.url)
        drain_outbox(receiver.url)
        assert delivery(student_id)[0] == "done"

    def test_nothing_is_hurried_while_it_is_away(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)
        self.delay(student_id, "status-503")
        receiver.alive = 503
        watch_receiver(receiver.url)
        drain_outbox(receiver.url)
        assert delivery(student_id)[0] == "pending"

    def test_what_waits_for_another_reason_keeps_waiting(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)
        self.delay(student_id, "status-429")
        watch_receiver(receiver.url)
        drain_outbox(receiver.url)
        assert delivery(student_id)[0] == "pending"

    def test_who_was_told_to_wait_is_hurried_by_nobody(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)
        receiver.status, receiver.retry_after = 503, "600"
        drain_outbox(receiver.url)
        receiver.status = 200
        watch_receiver(receiver.url)
        drain_outbox(receiver.url)
        status, _, attempts, _ = delivery(student_id)
        assert (status, attempts) == ("pending", 1)

    def test_one_scout_finds_out_that_the_receiver_is_cured_and_the_others_follow(
        self, receiver: Receiver, admin: CoreClient
    ) -> None:
        students = [UUID(admin.create_student()["id"]) for _ in range(3)]
        for student_id in students:
            admin.reset_profiling(student_id)
            self.delay(student_id, "unknown-kid", attempts=7)
        watch_receiver(receiver.url)
        drain_outbox(receiver.url)
        assert {delivery(student_id)[0] for student_id in students} == {"done"}

    def test_a_scout_that_meets_the_same_trouble_hurries_nobody(
        self, receiver: Receiver, admin: CoreClient
    ) -> None:
        students = [UUID(admin.create_student()["id"]) for _ in range(3)]
        for student_id in students:
            admin.reset_profiling(student_id)
            self.delay(student_id, "status-500")
        receiver.status = 500
        watch_receiver(receiver.url)
        drain_outbox(receiver.url)
        assert len(receiver.bodies) >= 1
        assert len({body["event_id"] for body in receiver.bodies}) == 1

    def test_an_outage_costs_few_attempts(self, admin: CoreClient) -> None:
        students = [UUID(admin.create_student()["id"]) for _ in range(40)]
        for student_id in students:
            admin.reset_profiling(student_id)
        drain_outbox("http://127.0.0.1:9")
        attempts = sum(delivery(student_id)[2] for student_id in students)
        assert 3 <= attempts <= 24


class TestLease:
    def test_runs_out_when_its_holder_was_killed(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)
        raw.run_as_owner(
            "update outbox_delivery set leased_until = now() + interval '30 s', fence = 7"
            " where ordering_key = %s",
            student_id,
        )
        drain_outbox(receiver.url)
        assert delivery(student_id)[0] == "pending"
        raw.run_as_owner(
            "update outbox_delivery set leased_until = now() where ordering_key = %s", student_id
        )
        drain_outbox(receiver.url)
        assert delivery(student_id)[0] == "done"

    def test_belongs_to_its_newest_holder(
        self, receiver: Receiver, admin: CoreClient, student_id: UUID
    ) -> None:
        admin.reset_profiling(student_id)

        def take_over() -> None:
            raw.run_as_owner(
                "update outbox_delivery set fence = fence + 1,"
                " leased_until = now() + interval '30 s' where ordering_key = %s",
                student_id,
            )

        receiver.meanwhile = take_over
        drain_outbox(receiver.url)
        assert delivery(student_id)[0] == "pending"
