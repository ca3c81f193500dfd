"""Consumers take many events at once, and each still blocks nobody but itself."""

import json
import os
import signal
import time
from uuid import UUID

import pytest

from core.platform.common.ids import new_id
from core_testing import raw
from core_testing.copies import copy_applied
from core_testing.profiled import id_of, profile
from core_testing.receiving import Receiver, serving
from core_testing.relaying import drain_outbox, run_beside_relay, start_relay
from tests.clients.core_client import CoreClient
from tests.clients.waiting import wait_until

DIE_AT = """
import os
from talent_contracts import failpoints
failpoints.install(lambda name: os._exit(9) if name == "{place}" else None)
make_relay("http://127.0.0.1:9").drain()
"""
TAKE_OVER = """
import os
import psycopg
from talent_contracts import failpoints
def take_over(name):
    if name == "core.relay.sending":
        with psycopg.connect(os.environ["CORE_DATABASE_OWNER_URL"]) as connection:
            connection.execute(
                "update outbox_delivery set fence = fence + 1,"
                " leased_until = now() + interval '30 s'"
                " where ordering_key = '{learner}' and consumer = 'portfolio' and attempts = 1"
            )
failpoints.install(take_over)
make_relay("http://127.0.0.1:9").drain()
"""
COUNT = """
import json
from random import Random
from django.db import connection
from core.platform.outbox import registry, services
from core.platform.outbox.handover import Handover
from core.platform.outbox.relay import ACTOR
seen = []
def watch(execute, statement, params, many, context):
    seen.append(statement)
    return execute(statement, params, many, context)
with connection.execute_wrapper(watch):
    claims = services.claim_together(actor=ACTOR, most=128, without=registry.list_single())
    Handover(ACTOR, Random(1)).hand_over(claims)
print(json.dumps([len(claims), len(seen)]))
"""
CLAIM = """
import json
from core.platform.outbox import registry, services
from core.platform.outbox.relay import ACTOR
claims = services.claim_together(actor=ACTOR, most=64, without=registry.list_single())
print(json.dumps([str(claim.ordering_key) for claim in claims]))
"""


@pytest.fixture
def original(core: CoreClient, admin: CoreClient) -> UUID:
    """A learner with a result, relayed; what still waits for the profiler's sake, or because a
    test poisoned it, must not become due in the middle of this one.
    """
    learner = id_of(profile(core, admin))
    drain_outbox()
    raw.run_as_owner("update outbox_delivery set status = 'discarded' where status = 'pending'")
    return learner


def states(learners: list[UUID], consumer: str = "portfolio") -> dict[UUID, tuple[str, int]]:
    rows = raw.run_as_owner(
        "select ordering_key, status, attempts from outbox_delivery"
        " where ordering_key = any(%s) and consumer = %s",
        learners,
        consumer,
    )
    return {learner: (status, attempts) for learner, status, attempts in rows}


def count_items(learners: list[UUID]) -> tuple[int, int]:
    """All of them, and how many learners have one."""
    rows = raw.run_as_owner(
        "select count(*)::int, count(distinct learner_id)::int from portfolio_item"
        " where learner_id = any(%s)",
        learners,
    )
    found: tuple[int, int] = rows[0]
    return found


def count_dirty(learners: list[UUID]) -> int:
    rows = raw.run_as_owner(
        "select count(*)::int from freshness f left join dashboard_row d using (learner_id)"
        " where learner_id = any(%s) and d.version is distinct from f.version",
        learners,
    )
    found: int = rows[0][0]
    return found


def expire_leases(learners: list[UUID]) -> None:
    raw.run_as_owner(
        "update outbox_delivery set leased_until = now(), next_attempt_at = now()"
        " where ordering_key = any(%s) and status = 'pending'",
        learners,
    )


class TestGroups:
    def test_bring_everybody_the_item_and_a_clean_row(self, original: UUID) -> None:
        learners = copy_applied(original, 64)
        drain_outbox()
        assert set(states(learners).values()) == {("done", 1)}
        assert set(states(learners, "dashboard").values()) == {("done", 1)}
        assert count_items(learners) == (64, 64)
        assert count_dirty(learners) == 0  # The dashboard comes after what it shows.

    def test_cost_as_many_statements_for_fifty_as_for_four(self, original: UUID) -> None:
        costs = []
        for learners in (4, 50):
            copy_applied(original, learners)
            claimed, statements = json.loads(run_beside_relay(COUNT).stdout)
            assert claimed == 2 * learners
            costs.append(statements)
        assert costs[0] == costs[1] <= 17

    def test_add_nothing_twice_when_all_are_delivered_again(self, original: UUID) -> None:
        learners = copy_applied(original, 8)
        drain_outbox()
        raw.run_as_owner(
            "update outbox_delivery set status = 'pending', attempts = 0"
            " where ordering_key = any(%s)",
            learners,
        )
        drain_outbox()
        assert set(states(learners).values()) == {("done", 1)}
        assert count_items(learners) == (8, 8)

    def test_keep_the_order_of_one_learner(self, original: UUID) -> None:
        (learner,) = copy_applied(original, 1)
        raw.run_as_owner(
            "with again as (insert into outbox_event (id, type, payload, ordering_key,"
            " published_at) select uuidv7(), type, payload, ordering_key, now()"
            " from outbox_event where ordering_key = %s returning id)"
            " insert into outbox_delivery (id, event_id, consumer, ordering_key, status, attempts,"
            " bad_signatures, next_attempt_at, fence) select uuidv7(), id, 'dashboard', %s,"
            " 'pending', 0, 0, now() - interval '1 hour', 0 from again",
            learner,
            learner,
        )
        drain_outbox()
        ended = raw.run_as_owner(
            "select finished_at from outbox_delivery"
            " where ordering_key = %s and consumer = 'dashboard' order by id",
            learner,
        )
        assert len(ended) == 2
        assert ended[0] < ended[1]


class TestPoison:
    def test_is_retried_alone_while_the_others_are_consumed(self, original: UUID) -> None:
        learners = copy_applied(original, 20)
        poisoned, *others = learners
        raw.run_as_owner(
            "update outbox_event set payload = payload || jsonb_build_object('result_id', %s::text)"
            " where ordering_key = %s",
            str(new_id()),
            poisoned,
        )
        drain_outbox()
        status, attempts = states(learners)[poisoned]
        assert status == "pending"
        assert attempts >= 1
        assert set(states(others).values()) == {("done", 1)}
        assert count_items(learners) == (19, 19)
        assert states(learners, "dashboard")[poisoned] == ("done", 1)

    def test_goes_alone_from_the_second_attempt_on(self, original: UUID) -> None:
        copy_applied(original, 4)
        _, statements = json.loads(run_beside_relay(COUNT).stdout)
        learners = copy_applied(original, 4)
        raw.run_as_owner(
            "update outbox_delivery set attempts = 1 where ordering_key = any(%s)"
            " and consumer = 'portfolio'",
            learners[:1],
        )
        _, with_one_alone = json.loads(run_beside_relay(COUNT).stdout)
        assert with_one_alone > statements
        assert set(states(learners[1:]).values()) == {("done", 1)}
        assert states(learners)[learners[0]] == ("done", 2)

    def test_of_a_removed_consumer_is_a_dead_letter(self, original: UUID) -> None:
        (learner,) = copy_applied(original, 1)
        raw.run_as_owner(
            "update outbox_delivery set consumer = 'removed' where ordering_key = %s"
            " and consumer = 'portfolio'",
            learner,
        )
        drain_outbox()
        assert states([learner], "removed") == {learner: ("dead", 1)}


class TestDeath:
    @pytest.mark.parametrize("place", ["core.consumer.portfolio-added", "core.relay.finished"])
    def test_leaves_each_consumed_once(self, original: UUID, place: str) -> None:
        learners = copy_applied(original, 10)
        assert run_beside_relay(DIE_AT.format(place=place)).returncode == 9
        expire_leases(learners)
        drain_outbox()
        assert {status for status, _ in states(learners).values()} == {"done"}
        assert count_items(learners) == (10, 10)

    def test_leaves_effect_and_ending_together(self, original: UUID) -> None:
        learners = copy_applied(original, 10)
        run_beside_relay(DIE_AT.format(place="core.consumer.portfolio-added"))
        assert set(states(learners).values()) == {("pending", 1)}
        assert count_items(learners) == (0, 0)

    def test_by_order_finishes_what_is_in_flight(self, original: UUID) -> None:
        learners = copy_applied(original, 2000)
        relay = start_relay()
        wait_until(
            lambda: count_items(learners)[0] > 0, within_s=20, what="the first", every_s=0.01
        )
        relay.send_signal(signal.SIGTERM)
        assert relay.wait(20) == 0
        leased = raw.run_as_owner(
            "select count(*)::int from outbox_delivery where ordering_key = any(%s)"
            " and status = 'pending' and leased_until is not null",
            learners,
        )
        assert leased == [(0,)]
        assert count_items(learners)[0] < 2000
        drain_outbox()
        assert count_items(learners) == (2000, 2000)


class TestLease:
    def test_lost_by_one_leaves_it_to_its_new_holder(self, original: UUID) -> None:
        learners = copy_applied(original, 10)
        lost, *others = learners
        run_beside_relay(TAKE_OVER.format(learner=lost))
        assert states(learners)[lost] == ("pending", 1)
        assert set(states(others).values()) == {("done", 1)}
        assert count_items([lost]) == (0, 0)


class TestBacklog:
    def test_lets_the_newest_pass(self, original: UUID) -> None:
        copy_applied(original, 200)
        (newest,) = copy_applied(original, 1)
        claimed = json.loads(run_beside_relay(CLAIM).stdout)
        assert len(claimed) == 64
        assert str(newest) in claimed

    def test_of_consumers_does_not_hold_up_the_profiler(
        self, original: UUID, admin: CoreClient
    ) -> None:
        with serving(Receiver()) as receiver:
            drain_outbox(receiver.url)
            learners = copy_applied(original, 2500)
            student = UUID(admin.create_student()["id"])
            admin.reset_profiling(student)
            left: list[int] = []
            receiver.meanwhile = lambda: left.append(
                sum(status == "pending" for status, _ in states(learners).values())
            )
            drain_outbox(receiver.url)
        assert left[0] > 2000

    def test_takes_one_that_comes_after_a_rest_at_once(self, original: UUID) -> None:
        relay = start_relay()
        try:
            copied = copy_applied(original, 1)
            wait_until(lambda: count_items(copied)[0] == 1, within_s=20, what="the relay")
            time.sleep(0.5)
            (learner,) = copy_applied(original, 1)
            with raw.connect("owner") as connection:
                connection.execute("notify core_outbox")
                connection.commit()
            began_at = time.monotonic()
            wait_until(
                lambda: count_items([learner])[0] == 1, within_s=5, what="the item", every_s=0.005
            )
            assert time.monotonic() - began_at < 0.3  # Claiming and consuming take a tenth of it.
        finally:
            os.kill(relay.pid, signal.SIGTERM)
            relay.wait(20)
