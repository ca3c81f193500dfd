"""Several events in one request: each is judged by itself, and none suffers much for another."""

import asyncio
import time

import pytest
from structlog.testing import capture_logs

from profiler.outbox.relay import Relay
from profiler.outbox.sending import Sender
from profiler.outbox.shipping import REFUSED_FOR_S
from profiler.outbox.store import OutboxStore
from profiler.settings import Settings
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
    make_body,
    make_due,
    read_events,
    tell_results,
    turn,
)
from talent_contracts.batches import (
    CONTENT_TYPE,
    MAX_BYTES,
    MAX_EVENTS,
    EventAnswer,
    SyncBatchAnswer,
)
from talent_contracts.keyrings import load_keyring
from talent_contracts.signing import verify
from talent_contracts.vocabulary import SyncOutcome

PATH = "/api/v1/profiler/sync-fastapi"
STRANGER = "evt_01890a5d-ac96-774b-bcce-b302099a8057"
EACH: list[tuple[Behaviour, str, str | None]] = [
    (applied, "applied", None),
    (lambda r: applied(r, "superseded"), "superseded", None),
    (lambda r: applied(r, "erased"), "erased", None),
    (lambda _: Canned(200), "pending", "unreadable-200"),
    (refusal(409, "stale-epoch"), "superseded", None),
    (refusal(409, "epoch-ahead"), "pending", "epoch-ahead"),
    (refusal(409, "result-conflict"), "dead", "result-conflict"),
    (refusal(410, "erased"), "erased", None),
    (refusal(400, "malformed-json"), "dead", "malformed-json"),
    (refusal(413, "body-too-large"), "dead", "body-too-large"),
    (refusal(422, "invalid-input"), "dead", "invalid-input"),
    (refusal(422, "unknown-schema"), "pending", "unknown-schema"),
    (refusal(404, "not-found"), "pending", "not-found"),
    (lambda _: Canned(500), "pending", "status-500"),
    (refusal(503, "unavailable"), "pending", "status-503"),
]


def find_states(database: TestDatabase, events: list[str]) -> list[tuple[str, str | None]]:
    return [(row["state"], row["trouble"]) for row in read_events(database, events)]


def count_attempts(database: TestDatabase, events: list[str]) -> list[int]:
    return [row["attempts"] for row in read_events(database, events)]


def mark(database: TestDatabase, event: str, **columns: object) -> None:
    assignments = ", ".join(f"{name} = %({name})s" for name in columns)
    with database.connect("owner") as owner:
        owner.execute(
            f"update outbox_event set {assignments} where event_id = %(event)s",
            {**columns, "event": event},
        )


class TestRequest:
    async def test_carries_the_bytes_of_each_event_and_is_signed_as_a_whole(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase, settings: Settings
    ) -> None:
        events = tell_results(database, 3)
        await turn(relay)
        (batch,) = core.batches
        assert sorted(batch.body.splitlines(keepends=True)) == sorted(
            make_body(event) + b"\n" for event in events
        )
        assert (batch.path, batch.headers["content-type"]) == (BATCH_PATH, CONTENT_TYPE)
        verified = verify(
            method=batch.method,
            raw_path=batch.path,
            audience="talent-core:test",
            headers=batch.headers,
            body=batch.body,
            registry=load_keyring(settings.profiler_keys_dir.parent / "core/trusted.json"),
            now=time.time(),
        )
        assert verified.event_id == batch.event_id
        assert batch.event_id not in events
        assert find_states(database, events) == [("applied", None)] * 3

    async def test_has_an_id_of_its_own_each_time(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        tell_results(database, 4)
        core.on_batch = lambda _: Canned(503)
        for _ in range(2):
            make_due(database)
            await turn(relay)
        assert len({batch.event_id for batch in core.batches}) == len(core.batches) == 3

    async def test_is_the_one_of_old_when_one_event_is_due(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        (event,) = tell_results(database, 1)
        await turn(relay)
        (request,) = core.requests
        assert (request.path, request.event_id) == (PATH, event)
        assert (request.body, request.headers["content-type"]) == (
            make_body(event),
            "application/json",
        )

    async def test_never_holds_more_than_fits(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        events = tell_results(database, 10, size=60_000)
        await turn(relay)
        assert find_states(database, events) == [("applied", None)] * 10
        assert len(core.batches) == 3
        assert all(len(batch.body) <= MAX_BYTES for batch in core.batches)

    async def test_four_full_ones_are_under_way_at_once_and_no_more(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        events = tell_results(database, 5 * MAX_EVENTS)

        async def slow(batch: Received) -> Canned:
            await asyncio.sleep(0.2)
            return await core.answer_lines(batch)

        core.on_batch = slow
        started = time.monotonic()
        assert await relay.deliver_due() == 4 * MAX_EVENTS
        assert await relay.deliver_due() == 0
        await relay.drain()
        assert time.monotonic() - started < 0.8
        assert await turn(relay) == MAX_EVENTS
        assert [len(batch.body.splitlines()) for batch in core.batches] == [MAX_EVENTS] * 5
        assert find_states(database, events) == [("applied", None)] * len(events)

    async def test_never_shares_an_event_with_another_relay(
        self, store: OutboxStore, sender: Sender, core: CoreStandIn, database: TestDatabase
    ) -> None:
        events = tell_results(database, 150)
        relays = [Relay(store, sender) for _ in range(3)]
        for _ in range(3):
            await asyncio.gather(*(turn(relay) for relay in relays))
        assert sorted(request.event_id for request in core.requests) == sorted(events)
        assert find_states(database, events) == [("applied", None)] * len(events)


class TestAnswers:
    async def test_each_event_fares_as_the_table_says(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        events = tell_results(database, len(EACH))
        behaviours = {event: told[0] for event, told in zip(events, EACH, strict=True)}
        core.on_sync = lambda request: behaviours[request.event_id](request)
        await turn(relay)
        assert len(core.batches) == 1
        assert find_states(database, events) == [(state, trouble) for _, state, trouble in EACH]

    @pytest.mark.parametrize(
        ("behaviour", "trouble", "due_within_s"),
        [
            (lambda _: Canned(cut=0), "no-answer", 2),
            (lambda _: Canned(delay_s=0.8), "no-answer", 2),
            (refusal(503, "unavailable", **{"retry-after": "9"}), "status-503", 9),
            (lambda _: Canned(502, b"<html>"), "status-502", 2),
            (refusal(500, "internal-error"), "status-500", 2),
            (refusal(401, "bad-signature"), "bad-signature", 2),
            (refusal(401, "clock-skew"), "clock-skew", 2),
            (refusal(403, "unknown-kid"), "unknown-kid", 2),
            (lambda _: Canned(302, b"", {"location": "/else"}), "redirect", 2),
            (refusal(429, "throttled", **{"retry-after": "50"}), "status-429", 50),
            (lambda _: Canned(200, b"<html>"), "unreadable-200", 2),
            (lambda _: Canned(200, b""), "unreadable-200", 2),
            (
                lambda _: Canned(200, b'{"event_id":"%s","outcome":"applied"}' % STRANGER.encode()),
                "unreadable-200",
                2,
            ),
        ],
    )
    async def test_one_to_the_whole_is_one_to_each(  # noqa: PLR0917 - pytest fills them by name.
        self,
        relay: Relay,
        core: CoreStandIn,
        database: TestDatabase,
        behaviour: Behaviour,
        trouble: str,
        due_within_s: float,
    ) -> None:
        events = tell_results(database, 3)
        core.on_batch = behaviour
        await turn(relay)
        assert find_states(database, events) == [("pending", trouble)] * 3
        assert count_attempts(database, events) == [1] * 3
        rows = read_events(database, events)
        assert all(-1 <= row["due_in_s"] <= due_within_s for row in rows)
        assert {row["leased_until"] for row in rows} == {None}
        assert {row["bad_signatures"] for row in rows} == {int(trouble == "bad-signature")}

    async def test_is_nobodys_when_it_leaves_an_event_out_or_names_another(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        events = tell_results(database, 4)
        named = [events[0], events[1], events[1], STRANGER, events[3]]
        answers = [EventAnswer(event_id=e, status=200, outcome=SyncOutcome.APPLIED) for e in named]
        body = SyncBatchAnswer(answers=answers).model_dump_json().encode()
        core.on_batch = lambda _: Canned(200, body)
        await turn(relay)
        nobody = ("pending", "unreadable-200")
        fine = ("applied", None)
        assert find_states(database, events) == [fine, nobody, nobody, fine]

    async def test_counts_for_those_whose_lease_was_not_lost(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        events = tell_results(database, 3)

        async def lose_one(batch: Received) -> Canned:
            with database.connect("owner") as owner:
                owner.execute(
                    "update outbox_event set fence = fence + 1 where event_id = %s", [events[1]]
                )
            return await core.answer_lines(batch)

        core.on_batch = lose_one
        with capture_logs() as lines:
            await turn(relay)
        ours = {line["event_id"]: line["is_ours"] for line in lines}
        assert ours == {events[0]: True, events[1]: False, events[2]: True}
        found = find_states(database, events)
        assert found == [("applied", None), ("pending", None), ("applied", None)]


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


class TestSlowCore:
    async def test_gets_smaller_batches_until_it_answers_in_time(
        self, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        events = tell_results(database, MAX_EVENTS)

        async def answer(batch: Received) -> Canned:
            is_too_much = len(batch.body.splitlines()) > MAX_EVENTS // 2
            return Canned(cut=0) if is_too_much else await core.answer_lines(batch)

        core.on_batch = answer
        await turn(relay)
        make_due(database)
        await turn(relay)
        assert find_states(database, events) == [("applied", None)] * MAX_EVENTS
        sizes = [len(batch.body.splitlines()) for batch in core.batches]
        assert sizes == [MAX_EVENTS, MAX_EVENTS // 2, MAX_EVENTS // 2]
