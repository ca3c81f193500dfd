"""The relay against the real table and a real HTTP server that answers every row of the table."""

import asyncio
import time
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from profiler.outbox.domain import State, Verdict
from profiler.outbox.relay import Relay
from profiler.outbox.sending import Sender
from profiler.outbox.store import OutboxStore
from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import (
    Behaviour,
    Canned,
    CoreStandIn,
    Received,
    applied,
    refusal,
)
from services.profiler_fastapi.tests.support.outbox import make_due, read, tell_results, turn
from talent_contracts.events import ProfilingCompletedV2
from talent_contracts.keyrings import load_keyring
from talent_contracts.signing import verify

MakeLearner = Callable[[], Learner]
PATH = "/api/v1/profiler/sync-fastapi"
TOLD_TO_WAIT_9 = refusal(503, "unavailable", **{"retry-after": "9"})
TOLD_TO_WAIT_50 = refusal(429, "throttled", **{"retry-after": "50"})


class TestDelivery:
    async def test_core_gets_what_was_stored_and_signed(
        self, learner: Learner, relay: Relay, core: CoreStandIn, settings: Settings
    ) -> None:
        session_id = await learner.finish(epoch=3)
        await turn(relay)
        (request,) = core.requests
        trusted = load_keyring(settings.profiler_keys_dir.parent / "core/trusted.json")
        verified = verify(
            method=request.method,
            raw_path=request.path,
            audience="talent-core:test",
            headers=request.headers,
            body=request.body,
            registry=trusted,
            now=time.time(),
        )
        event = ProfilingCompletedV2.model_validate_json(request.body)
        assert verified.event_id == event.event_id
        assert (str(event.session_id), event.epoch) == (session_id, 3)
        shown = (await learner.client.get("/status")).json()["delivery"]
        assert (shown["state"], shown["attempts"]) == ("applied", 1)

    async def test_tells_of_it_in_one_line_without_personal_text(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        core.on_sync = refusal(422, "invalid-input")
        with capture_logs() as lines:
            await turn(relay)
        (line,) = lines
        assert line["event"] == "event_not_delivered"
        assert line["log_level"] == "error"
        assert line["event_id"] == read(database, session_id)["event_id"]
        assert set(line) == {
            *("event", "log_level", "event_id", "learner_id", "state", "status", "trouble"),
            *("attempts", "retry_in_s", "is_ours", "type"),
        }

    async def test_nothing_is_sent_again_when_applied(
        self, learner: Learner, relay: Relay, core: CoreStandIn
    ) -> None:
        await learner.finish()
        assert await turn(relay) == 1
        assert await turn(relay) == 0
        assert len(core.requests) == 1

    async def test_same_id_and_bytes_with_a_fresh_signature_when_retried(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        await learner.finish()
        core.on_sync = refusal(500, "internal-error")
        await turn(relay)
        await asyncio.sleep(1.1)
        make_due(database)
        core.on_sync = applied
        await turn(relay)
        first, second = core.requests
        assert first.body == second.body
        assert first.event_id == second.event_id
        assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]

    @pytest.mark.parametrize(
        ("behaviour", "state", "trouble", "due_within_s"),
        [
            (lambda r: applied(r, "superseded"), "superseded", None, None),
            (lambda r: applied(r, "erased"), "erased", None, None),
            (lambda _: Canned(200, b"{}"), "pending", "unreadable-200", 2),
            (lambda _: Canned(200, b"<html>"), "pending", "unreadable-200", 2),
            (lambda _: Canned(200, b""), "pending", "unreadable-200", 2),
            (
                lambda _: Canned(
                    200,
                    b'{"event_id":"evt_01890a5d-ac96-774b-bcce-b302099a8057","outcome":"applied"}',
                ),
                "pending",
                "another-event-200",
                2,
            ),
            (refusal(409, "stale-epoch"), "superseded", None, None),
            (refusal(409, "epoch-ahead"), "pending", "epoch-ahead", 2),
            (refusal(410, "erased"), "erased", None, None),
            (refusal(409, "result-conflict"), "dead", "result-conflict", None),
            (refusal(400, "malformed-json"), "dead", "malformed-json", None),
            (refusal(413, "body-too-large"), "dead", "body-too-large", None),
            (refusal(415, "unsupported-media-type"), "dead", "unsupported-media-type", None),
            (refusal(422, "invalid-input"), "dead", "invalid-input", None),
            (refusal(422, "unknown-schema"), "pending", "unknown-schema", 2),
            (refusal(401, "bad-signature"), "pending", "bad-signature", 2),
            (refusal(401, "clock-skew"), "pending", "clock-skew", 2),
            (refusal(403, "unknown-kid"), "pending", "unknown-kid", 2),
            (refusal(404, "not-found"), "pending", "not-found", 2),
            (refusal(408, "x"), "pending", "status-408", 2),
            (refusal(425, "x"), "pending", "status-425", 2),
            (TOLD_TO_WAIT_50, "pending", "status-429, told to wait", 50),
            (refusal(500, "internal-error"), "pending", "status-500", 2),
            (TOLD_TO_WAIT_9, "pending", "status-503, told to wait", 9),
            (lambda _: Canned(502, b"<html>"), "pending", "status-502", 2),
            (lambda _: Canned(302, b"", {"location": "/else"}), "pending", "redirect", 2),
            (lambda _: Canned(delay_s=0.8), "pending", "no-answer", 2),
            (lambda _: Canned(cut=0), "pending", "no-answer", 2),
            (lambda _: Canned(200, b'{"event_id": "x"}', cut=90), "pending", "no-answer", 2),
        ],
    )
    async def test_acts_as_the_table_says(  # noqa: PLR0917 - pytest fills them by name.
        self,
        learner: Learner,
        relay: Relay,
        core: CoreStandIn,
        database: TestDatabase,
        behaviour: Behaviour,
        state: str,
        trouble: str | None,
        due_within_s: float | None,
    ) -> None:
        session_id = await learner.finish()
        core.on_sync = behaviour
        await turn(relay)
        row = read(database, session_id)
        assert (row["state"], row["trouble"]) == (state, trouble)
        assert row["leased_until"] is None
        assert (row["finished_at"] is None) is (state == "pending")
        assert due_within_s is None or -1 <= row["due_in_s"] <= due_within_s
        assert [request.path for request in core.requests] == [PATH]

    async def test_is_dead_when_three_signatures_were_refused(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        core.on_sync = refusal(401, "bad-signature")
        for _ in range(3):
            make_due(database)
            await turn(relay)
        assert read(database, session_id)["state"] == "dead"
        assert (await learner.client.get("/status")).json()["delivery"]["state"] == "dead"

    async def test_counts_the_age_of_a_revived_one_from_its_revival(
        self, relay: Relay, store: OutboxStore, core: CoreStandIn, database: TestDatabase
    ) -> None:
        old, revived = tell_results(database, 2)
        with database.connect("owner") as owner:
            owner.execute("update outbox_event set created_at = now() - interval '8 days'")
            owner.execute(
                "update outbox_event set revived_at = now() where event_id = %s", [revived]
            )
            core.on_sync = refusal(503, "unavailable")
            await turn(relay)
            found = owner.execute(
                "select array_agg(state order by position) from outbox_event"
                " where event_id in (%s, %s)",
                [old, revived],
            ).fetchone()
        assert found == (["dead", "pending"],)

    async def test_erases_the_learner_when_core_says_so(
        self, learner: Learner, relay: Relay, core: CoreStandIn, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        core.on_sync = refusal(410, "erased")
        await turn(relay)
        with database.connect("owner") as owner:
            left = owner.execute(
                "select (select count(*) from profiling_session where learner_id = %(id)s),"
                " (select count(*) from answer where learner_id = %(id)s),"
                " (select count(*) from result where learner_id = %(id)s)",
                {"id": learner.id},
            ).fetchone()
        assert left == (0, 0, 0)
        assert read(database, session_id)["body"] == b""

    async def test_retries_when_core_is_not_there(
        self, learner: Learner, store: OutboxStore, sender: Sender, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        away = Sender(sender.client, sender.keys, "http://127.0.0.1:9", PATH, sender.audience)
        await turn(Relay(store, away))
        assert read(database, session_id)["trouble"] == "no-answer"


class TestOrder:
    async def test_one_event_of_a_learner_is_in_flight_when_there_are_two(
        self, learner: Learner, relay: Relay, core: CoreStandIn
    ) -> None:
        await learner.finish(1)
        await learner.finish(2)
        assert await turn(relay) == 1
        assert await turn(relay) == 1
        epochs = [ProfilingCompletedV2.model_validate_json(r.body).epoch for r in core.requests]
        assert epochs == [1, 2]

    async def test_a_poison_event_blocks_only_its_own_learner(
        self,
        make_learner: MakeLearner,
        relay: Relay,
        core: CoreStandIn,
        database: TestDatabase,
    ) -> None:
        poisoned, healthy = make_learner(), make_learner()
        first = await poisoned.finish(1)
        second = await poisoned.finish(2)
        fine = await healthy.finish(1)

        def answer(request: Received) -> Canned:
            is_poison = str(poisoned.id).encode() in request.body
            return Canned(500) if is_poison else applied(request)

        core.on_sync = answer
        for _ in range(3):
            await turn(relay)
        states = [read(database, x)["state"] for x in (first, second, fine)]
        assert states == ["pending", "pending", "applied"]
        assert read(database, second)["attempts"] == 0

    async def test_several_learners_are_served_at_once_when_core_takes_no_batches(
        self, make_learner: MakeLearner, relay: Relay, core: CoreStandIn
    ) -> None:
        for _ in range(10):
            await make_learner().finish()

        async def slow(request: Received) -> Canned:
            await asyncio.sleep(0.2)
            return applied(request)

        core.on_sync, core.on_batch = slow, refusal(404, "not-found")
        await turn(relay)
        started = time.monotonic()
        assert await relay.deliver_due() == 8
        assert await relay.deliver_due() == 0
        await relay.drain()
        assert time.monotonic() - started < 1
        assert await turn(relay) == 2


class TestLease:
    async def test_a_claim_is_not_claimed_again_while_its_lease_runs(
        self, learner: Learner, store: OutboxStore
    ) -> None:
        await learner.finish()
        assert len(await store.claim(8)) == 1
        assert len(await store.claim(8)) == 0

    async def test_is_sent_by_another_when_a_relay_died_between_claim_and_send(
        self, learner: Learner, store: OutboxStore, relay: Relay, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        (lost,) = await store.claim(8)
        with database.connect("owner") as owner:
            owner.execute("update outbox_event set leased_until = now() - interval '1 second'")
        await turn(relay)
        assert read(database, session_id)["state"] == "applied"
        late = await store.finish(lost, Verdict(State.DEAD, "late"), 400)
        assert not late
        assert read(database, session_id)["state"] == "applied"

    async def test_a_late_word_does_not_count_while_another_is_sending(
        self, learner: Learner, store: OutboxStore, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        (lost,) = await store.claim(8)
        with database.connect("owner") as owner:
            owner.execute("update outbox_event set leased_until = now() - interval '1 second'")
        (held,) = await store.claim(8)
        assert held.fence > lost.fence
        assert not await store.finish(lost, Verdict(State.DEAD, "late"), 400)
        await store.release(lost)
        row = read(database, session_id)
        assert (row["state"], row["leased_until"] is None) == ("pending", False)
        assert await store.finish(held, Verdict(State.APPLIED), 200)

    async def test_relays_share_what_is_due_and_leave_nothing_behind(
        self, make_learner: MakeLearner, store: OutboxStore
    ) -> None:
        for _ in range(8):
            await make_learner().finish()
        for _ in range(10):
            claims = await asyncio.gather(*(store.claim(3) for _ in range(4)))
            ids = [claim.event_id for several in claims for claim in several]
            assert len(ids) == len(set(ids)) == 8
            await store.release(*(claim for several in claims for claim in several))
