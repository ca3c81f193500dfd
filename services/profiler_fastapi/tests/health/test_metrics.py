"""What operators read: guarded, complete, and moved by every condition that needs a person."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from profiler.app import create_app
from profiler.outbox.store import OutboxStore
from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import TestDatabase
from services.profiler_fastapi.tests.support.outbox import mark, tell_results
from talent_contracts.metrics import PREFIX, list_metrics
from tests.clients.figures import read_figures

TOKEN = "a-token-of-the-operator"
REASONS = ["epoch-ahead", "unknown-schema", "clock-skew", "unknown-kid", "redirect", "no-answer"]


@pytest_asyncio.fixture(loop_scope="session")
async def scraper(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings.model_copy(update={"metrics_token": SecretStr(TOKEN)}))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://profiler") as client:
            yield client


async def read(scraper: httpx.AsyncClient) -> dict[tuple[str, ...], float]:
    answer = await scraper.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200, answer.text
    return read_figures(answer.text)


class TestGuard:
    async def test_is_not_there_when_no_token_is_set(self, plain_http: httpx.AsyncClient) -> None:
        answer = await plain_http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    @pytest.mark.parametrize("sent", [None, "Bearer wrong", TOKEN, "bearer " + TOKEN, "Bearer é"])
    async def test_refuses_any_other_token(
        self, scraper: httpx.AsyncClient, sent: str | None
    ) -> None:
        headers = {} if sent is None else {b"authorization": sent.encode()}
        answer = await scraper.get("/metrics", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


class TestFigures:
    async def test_tell_every_metric_of_the_profiler(self, scraper: httpx.AsyncClient) -> None:
        answer = await scraper.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        told = {family.name for family in text_string_to_metric_families(answer.text)}
        assert told == {PREFIX + name for name in list_metrics(service="profiler")}

    @pytest.mark.parametrize("reason", REASONS)
    async def test_count_what_waits_by_its_reason(
        self, scraper: httpx.AsyncClient, database: TestDatabase, reason: str
    ) -> None:
        before = (await read(scraper)).get(("outbox_pending", reason, "core"), 0)
        events = tell_results(database, 2)
        with database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set trouble = %s, created_at = now() - interval '9 days'"
                " where event_id = any(%s)",
                [reason, events],
            )
        found = await read(scraper)
        assert found["outbox_pending", reason, "core"] == before + 2
        assert found["outbox_oldest_seconds", reason, "core"] >= 9 * 86400

    async def test_count_who_was_told_to_wait_by_the_same_reason(
        self, scraper: httpx.AsyncClient, database: TestDatabase
    ) -> None:
        before = (await read(scraper)).get(("outbox_pending", "unknown-schema", "core"), 0)
        for event in tell_results(database, 2):
            mark(database, event, trouble="unknown-schema, told to wait")
        found = await read(scraper)
        assert found["outbox_pending", "unknown-schema", "core"] == before + 2
        assert not [labels for labels in found if any("told to wait" in one for one in labels)]

    async def test_count_dead_letters_but_not_those_that_wake_nobody(
        self, scraper: httpx.AsyncClient, database: TestDatabase
    ) -> None:
        before = (await read(scraper)).get(("outbox_ended", "core", "dead"), 0)
        dead, advisory = tell_results(database, 2)
        with database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set state = 'dead', finished_at = now(), type = case"
                " when event_id = %s then 'profiling.progress' else type end"
                " where event_id = any(%s)",
                [advisory, [dead, advisory]],
            )
        assert (await read(scraper))["outbox_ended", "core", "dead"] == before + 1

    async def test_count_leases_that_ran_out(
        self, scraper: httpx.AsyncClient, database: TestDatabase
    ) -> None:
        before = (await read(scraper))["outbox_leases_expired",]
        with database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set leased_until = now() - interval '1 second'"
                " where event_id = any(%s)",
                [tell_results(database, 1)],
            )
        assert (await read(scraper))["outbox_leases_expired",] == before + 1

    async def test_tell_whether_core_is_away_and_the_relay_lives(
        self, scraper: httpx.AsyncClient, settings: Settings
    ) -> None:
        store = OutboxStore(settings.get_database_url("profiler_database_worker_url"))
        for is_away in (True, False):
            await store.note_core(is_away=is_away)
            found = await read(scraper)
            assert found["receiver_away", "core"] == is_away
            assert found["relay_seen_seconds", "core"] < 5
        await store.close()

    async def test_tell_what_sweeps_found_until_somebody_accepts_it(
        self, scraper: httpx.AsyncClient, database: TestDatabase
    ) -> None:
        before = (await read(scraper)).get(("sweep_open", "different"), 0)
        with database.connect("owner") as owner:
            owner.execute(
                "insert into sweep_finding select gen_random_uuid(), 'different',"
                " gen_random_uuid(), 1, 3, now(), now(), because"
                " from unnest(array[null, 'known']) as because"
            )
        assert (await read(scraper))["sweep_open", "different"] == before + 1

    async def test_count_keys_by_ring_and_state(self, scraper: httpx.AsyncClient) -> None:
        found = await read(scraper)
        assert found["keys", "sync", "active"] == 1
        assert found["keys", "sync", "revoked"] == 0
        assert 0 <= found["keyring_age_seconds", "sync"] < 3600
