"""What is refused of a batch, or as a batch: none of its events suffers much for another."""

import pytest
from structlog.testing import capture_logs

from profiler.outbox.relay import Relay
from profiler.outbox.sending import Sender
from profiler.outbox.shipping import REFUSED_FOR_S
from profiler.outbox.store import OutboxStore
from services.profiler_fastapi.tests.conftest import TestDatabase
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
    count_attempts,
    find_states,
    make_due,
    mark,
    read_events,
    tell_results,
    turn,
)

PATH = "/api/v1/profiler/sync-fastapi"


class TestPoison:
    @pytest.mark.parametrize(
        ("behaviour", "state"),
        [(refusal(422, "invalid-input"), "dead"), (lambda _: Canned(500), "pending")],
    )
    async def test_takes_no_companion_with_it_when_core_tells_which_it_is(
        self,
        relay: Relay,
        core: CoreStandIn,
        database: TestDatabase,
        behaviour: Behaviour,
        state: str,
    ) -> None:
        poison, *others = tell_results(database, 5)
        core.on_sync = lambda r: behaviour(r) if r.event_id == poison else applied(r)
        await turn(relay)
        assert find_states(database, others) == [("applied", None)] * 4
        assert read_events(database, [poison])[0]["state"] == state

    @pytest.mark.parametrize(
        "behaviour", [lambda _: Canned(500), refusal(401, "bad-signature"), refusal(403, "waf")]
    )
    async def test_costs_each_companion_one_attempt_when_the_whole_fails(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase, behaviour: Behaviour
    ) -> None:
        poison, *others = tell_results(database, 5)

        async def fail(request: Received) -> Canned:
            is_hit = poison.encode() in request.body
            return behaviour(request) if is_hit else applied(request)  # type: ignore[return-value]  # Plain ones.

        core.on_batch = core.on_sync = fail
        await turn(relay)
        make_due(database)
        await turn(relay)
        assert find_states(database, others) == [("applied", None)] * 4
        assert count_attempts(database, others) == [2] * 4
        assert len(core.batches) == 1
        assert read_events(database, [poison])[0]["state"] == "pending"

    @pytest.mark.parametrize(
        "columns",
        [
            {"attempts": 1, "trouble": "status-500"},
            {"attempts": 1, "trouble": "unknown-schema"},
            {"attempts": 1, "trouble": "bad-signature", "bad_signatures": 1},
            {"attempts": 2, "trouble": "no-answer", "bad_signatures": 1},
            {"attempts": 5, "trouble": "status-503"},
            {"attempts": 1, "trouble": None},
            {"body": b'{"event_id":\n"x"}'},
            {"body": b""},
            {"body": b" " * 65_537},
        ],
        ids=str,
    )
    async def test_travels_alone_once_it_is_suspected(
        self,
        relay: Relay,
        core: CoreStandIn,
        database: TestDatabase,
        columns: dict[str, object],
    ) -> None:
        suspect, *others = tell_results(database, 3)
        mark(database, suspect, **columns)
        await turn(relay)
        (alone,) = [request for request in core.requests if request.path == PATH]
        assert alone.event_id == suspect
        assert find_states(database, [suspect, *others]) == [("applied", None)] * 3

    async def test_never_ends_a_companion_by_age(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        old, *others = tell_results(database, 3)
        with database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set created_at = now() - interval '6 days 23.5 hours'"
                " where event_id = %s",
                [old],
            )
        core.on_batch = lambda _: Canned(500)
        await turn(relay)
        assert find_states(database, [old]) == [("applied", None)]
        assert find_states(database, others) == [("pending", "status-500")] * 2

    @pytest.mark.parametrize("trouble", ["no-answer", "status-503"])
    async def test_is_not_suspected_while_core_was_away_a_few_times(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase, trouble: str
    ) -> None:
        waiting, *_ = tell_results(database, 3)
        mark(database, waiting, attempts=4, trouble=trouble)
        await turn(relay)
        assert [request.path for request in core.requests] == [BATCH_PATH] * 3


class TestRefusal:
    @pytest.mark.parametrize(
        "behaviour",
        [
            refusal(404, "not-found"),
            lambda _: Canned(404, b"<html>"),
            *(refusal(status, "refused") for status in (400, 405, 409, 410, 413, 415, 422)),
        ],
    )
    async def test_of_batches_harms_no_event_and_each_arrives_alone(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase, behaviour: Behaviour
    ) -> None:
        events = tell_results(database, 3)
        core.on_batch = behaviour
        with capture_logs() as lines:
            await turn(relay)
        assert [line["event"] for line in lines] == ["batch_refused"]
        rows = read_events(database, events)
        told = {(r["state"], r["trouble"], r["attempts"], r["bad_signatures"]) for r in rows}
        assert told == {("pending", None, 0, 0)}
        assert {row["leased_until"] for row in rows} == {None}
        await turn(relay)
        assert find_states(database, events) == [("applied", None)] * 3
        assert count_attempts(database, events) == [1] * 3
        assert [request.path for request in core.requests] == [PATH] * 3
        assert len(core.batches) == 1

    async def test_is_asked_again_after_a_while(
        self, store: OutboxStore, sender: Sender, core: CoreStandIn, database: TestDatabase
    ) -> None:
        now = 0.0
        relay = Relay(store, sender, clock=lambda: now)
        core.on_batch = refusal(404, "not-found")
        tell_results(database, 2)
        await turn(relay)
        core.on_batch = core.answer_lines
        now = REFUSED_FOR_S - 1
        await turn(relay)
        assert [request.path for request in core.requests] == [PATH] * 2
        tell_results(database, 2)
        now = REFUSED_FOR_S
        await turn(relay)
        assert len(core.batches) == 2
        assert [request.path for request in core.requests] == [PATH, PATH, BATCH_PATH, BATCH_PATH]
