"""Several events in one request: each is judged by itself, and none suffers much for another."""

import asyncio
import time

import pytest
from structlog.testing import capture_logs

from profiler.outbox.relay import Relay
from profiler.outbox.sending import Sender
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
    count_attempts,
    find_states,
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
TOLD_TO_WAIT_9 = refusal(503, "unavailable", **{"retry-after": "9"})
TOLD_TO_WAIT_50 = refusal(429, "throttled", **{"retry-after": "50"})
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
            (TOLD_TO_WAIT_9, "status-503, told to wait", 9),
            (lambda _: Canned(502, b"<html>"), "status-502", 2),
            (refusal(500, "internal-error"), "status-500", 2),
            (refusal(401, "bad-signature"), "bad-signature", 2),
            (refusal(401, "clock-skew"), "clock-skew", 2),
            (refusal(403, "unknown-kid"), "unknown-kid", 2),
            (lambda _: Canned(302, b"", {"location": "/else"}), "redirect", 2),
            (TOLD_TO_WAIT_50, "status-429, told to wait", 50),
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
