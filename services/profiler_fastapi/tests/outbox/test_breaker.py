"""An outage of core: it costs waiting events few attempts, and nobody waits longer than it."""

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from profiler.outbox.relay import MOST_PLACES, Relay
from profiler.outbox.store import OutboxStore
from profiler.settings import Settings
from profiler.worker import deliver_until
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import (
    BATCH_PATH,
    Behaviour,
    Canned,
    CoreStandIn,
    Received,
    applied,
    refusal,
)
from services.profiler_fastapi.tests.support.outbox import (
    find_states,
    make_due,
    mark,
    read,
    read_events,
    run_for,
    tell_results,
    turn,
    until,
)
from talent_contracts.breaker import OPENS_AFTER

MakeLearner = Callable[[], Learner]
LEARNERS = 40
MOST_REQUESTS = OPENS_AFTER + MOST_PLACES
MOST_ATTEMPTS = 3
SECONDS_AWAY = 4.0


def postpone(database: TestDatabase) -> None:
    with database.connect("owner") as owner:
        owner.execute(
            "update outbox_event set next_attempt_at = now() + interval '1 hour'"
            " where state = 'pending'"
        )


def count_applied(database: TestDatabase, events: list[str]) -> int:
    with database.connect("owner") as owner:
        row = owner.execute(
            "select count(*) from outbox_event where event_id = any(%s) and state = 'applied'",
            [events],
        ).fetchone()
    assert row is not None
    return int(row[0])


class TestOutage:
    @pytest.mark.parametrize(
        ("of_batch", "of_event"),
        [
            (lambda _: Canned(503), lambda _: Canned(503)),
            (lambda _: Canned(cut=0), lambda _: Canned(cut=0)),
            (None, lambda _: Canned(503)),
        ],
        ids=["503", "reset", "503 to each event"],
    )
    async def test_costs_few_attempts_and_is_over_when_core_is_back(  # noqa: PLR0917 - by name.
        self,
        settings: Settings,
        store: OutboxStore,
        core: CoreStandIn,
        database: TestDatabase,
        of_batch: Behaviour | None,
        of_event: Behaviour,
    ) -> None:
        core.on_batch, core.on_sync = of_batch or core.answer_lines, of_event
        core.livez_status = 503
        events = tell_results(database, LEARNERS)
        stop = asyncio.Event()
        running = asyncio.create_task(deliver_until(stop, settings))
        await asyncio.sleep(SECONDS_AWAY)
        alone = [request for request in core.requests if request.path != BATCH_PATH]
        requests = len(alone) + len(core.batches)
        attempts = [row["attempts"] for row in read_events(database, events)]
        core.on_batch, core.on_sync, core.livez_status = core.answer_lines, applied, 200
        await until(lambda: count_applied(database, events) == LEARNERS, 15)
        stop.set()
        await asyncio.wait_for(running, 1)
        assert 1 <= min(attempts) <= max(attempts) <= MOST_ATTEMPTS
        assert OPENS_AFTER <= requests <= MOST_REQUESTS

    async def test_nothing_is_claimed_until_a_probe_finds_core_alive(
        self, relay: Relay, store: OutboxStore, core: CoreStandIn, database: TestDatabase
    ) -> None:
        core.on_batch, core.livez_status = lambda _: Canned(502), 503
        tell_results(database, 12)
        for requests in (1, OPENS_AFTER):
            make_due(database)
            assert await turn(relay) == 12
            assert len(core.batches) == requests
        make_due(database)
        assert await turn(relay) == 0
        await relay.probe_core()
        assert await turn(relay) == 0
        core.livez_status = 200
        await relay.probe_core()
        assert await turn(relay) == 12

    async def test_is_told_once_when_it_begins_and_once_when_it_ends(
        self, relay: Relay, store: OutboxStore, core: CoreStandIn, database: TestDatabase
    ) -> None:
        core.on_sync = lambda _: Canned(503)
        tell_results(database, 8)
        with capture_logs() as lines:
            for _ in range(OPENS_AFTER + 1):
                make_due(database)
                await turn(relay)
            await relay.probe_core()
        told = [line["event"] for line in lines if line["event"].startswith("core_is")]
        assert told == ["core_is_away", "core_is_back"]

    async def test_is_one_also_when_core_names_a_time(
        self, relay: Relay, store: OutboxStore, core: CoreStandIn, database: TestDatabase
    ) -> None:
        core.on_batch = refusal(503, "unavailable", **{"retry-after": "1"})
        for _ in range(OPENS_AFTER):
            tell_results(database, 4)
            await turn(relay)
        tell_results(database, 4)
        assert await turn(relay) == 0

    async def test_a_refusal_of_the_content_is_no_outage(
        self, relay: Relay, store: OutboxStore, core: CoreStandIn, database: TestDatabase
    ) -> None:
        core.on_sync = refusal(422, "invalid-input")
        for _ in range(OPENS_AFTER + 1):
            tell_results(database, 4)
            assert await turn(relay) == 4

    async def test_an_answer_to_one_of_a_batch_ends_the_row_of_failures(
        self, relay: Relay, store: OutboxStore, core: CoreStandIn, database: TestDatabase
    ) -> None:
        fine = tell_results(database, OPENS_AFTER + 1)
        tell_results(database, 4)
        answers = iter(fine)

        async def one_of_them(batch: Received) -> Canned:
            due = next(answers)
            core.on_sync = lambda r: applied(r) if r.event_id == due else Canned(503)
            return await core.answer_lines(batch)

        core.on_batch = one_of_them
        for _ in fine:
            make_due(database)
            assert await turn(relay) > 4
        assert count_applied(database, fine) == len(fine)


class TestProbe:
    async def test_hurries_what_waits_only_for_core(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        core.on_sync = lambda _: Canned(503)
        await turn(relay)
        postpone(database)
        await relay.probe_core()
        assert read(database, session_id)["due_in_s"] <= 5

    async def test_leaves_it_when_core_does_not_answer(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        core.on_sync, core.livez_status = lambda _: Canned(503), 503
        await turn(relay)
        postpone(database)
        await relay.probe_core()
        assert read(database, session_id)["due_in_s"] > 3500

    async def test_waits_its_turn_when_core_answers_but_refuses(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        core.on_sync = refusal(429, "throttled", **{"retry-after": "600"})
        await turn(relay)
        await relay.probe_core()
        assert read(database, session_id)["due_in_s"] > 500

    @pytest.mark.parametrize("status", [500, 502, 503])
    async def test_hurries_nobody_who_was_told_to_wait(
        self,
        relay: Relay,
        store: OutboxStore,
        core: CoreStandIn,
        database: TestDatabase,
        status: int,
    ) -> None:
        told = tell_results(database, 3)
        core.on_batch = refusal(status, "unavailable", **{"retry-after": "600"})
        await turn(relay)
        core.on_batch = core.answer_lines
        await relay.probe_core()
        assert await store.send_scout() == 0
        cured = tell_results(database, 1)
        mark(database, cured[0], attempts=1)
        await turn(relay)
        assert find_states(database, cured) == [("applied", None)]
        assert find_states(database, told) == [("pending", f"status-{status}, told to wait")] * 3
        assert all(row["due_in_s"] > 500 for row in read_events(database, told))

    async def test_asks_core_nothing_while_nothing_waits(
        self, relay: Relay, store: OutboxStore, core: CoreStandIn
    ) -> None:
        await run_for(relay, 0.3)
        assert core.probes == 0


def hold_up(database: TestDatabase, events: list[str], trouble: str, attempts: int = 7) -> None:
    with database.connect("owner") as owner:
        owner.execute(
            "update outbox_event set trouble = %s, attempts = %s,"
            " next_attempt_at = now() + interval '1 hour' where event_id = any(%s)",
            [trouble, attempts, events],
        )


def count_soon(database: TestDatabase, events: list[str]) -> int:
    with database.connect("owner") as owner:
        row = owner.execute(
            "select count(*) from outbox_event where event_id = any(%s) and state = 'pending'"
            " and next_attempt_at <= now() + interval '5 seconds'",
            [events],
        ).fetchone()
    assert row is not None
    return int(row[0])


class TestScout:
    @pytest.mark.parametrize("trouble", ["status-500", "clock-skew", "unknown-kid", "redirect"])
    async def test_finds_out_that_core_is_cured_and_the_others_follow(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase, trouble: str
    ) -> None:
        events = tell_results(database, 4)
        hold_up(database, events, trouble)
        await relay.send_scout()
        assert count_soon(database, events) == 1
        assert await turn(relay) == 1
        assert count_applied(database, events) == 1
        assert count_soon(database, events) == 3

    async def test_hurries_nobody_when_it_meets_the_same(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        events = tell_results(database, 3)
        hold_up(database, events, "status-500")
        core.on_sync = lambda _: Canned(500)
        await relay.send_scout()
        await turn(relay)
        assert count_soon(database, events) <= 1

    @pytest.mark.parametrize(
        ("trouble", "attempts"), [("status-429", 7), ("status-500", 60), ("not-found", 7)]
    )
    async def test_is_not_sent_for_what_asked_for_patience_or_was_tried_enough(
        self, relay: Relay, store: OutboxStore, database: TestDatabase, trouble: str, attempts: int
    ) -> None:
        events = tell_results(database, 1)
        hold_up(database, events, trouble, attempts)
        assert await store.send_scout() == 0
        assert count_soon(database, events) == 0

    async def test_that_got_through_at_once_hurries_nobody(
        self, relay: Relay, store: OutboxStore, database: TestDatabase
    ) -> None:
        waiting = tell_results(database, 2)
        hold_up(database, waiting, "status-500")
        tell_results(database, 1)
        await turn(relay)
        assert count_soon(database, waiting) == 0
