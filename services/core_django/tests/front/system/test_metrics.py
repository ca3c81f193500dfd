"""What operators read of core: guarded, complete, and moved by what needs a person."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest
from django.conf import settings
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from core_testing import raw
from core_testing.relaying import watch_receiver
from talent_contracts.metrics import PREFIX, list_metrics
from tests.clients.core_client import CoreClient
from tests.clients.figures import read_figures

TOKEN = "a-token-of-the-operator"
RIGHT = {"Authorization": f"Bearer {TOKEN}"}
REASONS = ["epoch-ahead", "unknown-schema", "clock-skew", "unknown-kid", "redirect", "no-answer"]


@pytest.fixture
def guarded() -> Iterator[None]:
    """The operator has set a token."""
    before = settings.ENV
    settings.ENV = before.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    yield
    settings.ENV = before


@pytest.fixture
def http(core: CoreClient) -> httpx.Client:
    return core.http


def read(http: httpx.Client) -> dict[tuple[str, ...], float]:
    answer = http.get("/metrics", headers=RIGHT)
    assert answer.status_code == 200, answer.text
    return read_figures(answer.text)


def plant(http: httpx.Client, admin: CoreClient, change: str, *values: object) -> None:
    """Change the delivery of a fresh reset."""
    student_id = UUID(admin.create_student()["id"])
    admin.reset_profiling(student_id)
    raw.run_as_owner(
        f"update outbox_delivery set {change} where consumer = 'profiler' and ordering_key = %s",
        *values,
        student_id,
    )


class TestGuard:
    def test_is_not_there_when_no_token_is_set(self, http: httpx.Client) -> None:
        answer = http.get("/metrics", headers=RIGHT)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    @pytest.mark.usefixtures("guarded")
    @pytest.mark.parametrize("sent", [None, "Bearer wrong", TOKEN, "bearer " + TOKEN])
    def test_refuses_any_other_token(self, http: httpx.Client, sent: str | None) -> None:
        answer = http.get("/metrics", headers={} if sent is None else {"Authorization": sent})
        assert (answer.status_code, answer.json()["code"]) == (401, "not-authenticated")


@pytest.mark.usefixtures("guarded")
class TestFigures:
    def test_tell_every_metric_of_core(self, http: httpx.Client) -> None:
        answer = http.get("/metrics", headers=RIGHT)
        told = {family.name for family in text_string_to_metric_families(answer.text)}
        assert told == {PREFIX + name for name in list_metrics(service="core")}

    @pytest.mark.parametrize("reason", REASONS)
    def test_count_what_waits_by_its_reason(
        self, http: httpx.Client, admin: CoreClient, reason: str
    ) -> None:
        before = read(http).get(("outbox_pending", reason, "profiler"), 0)
        change = "last_error = %s, next_attempt_at = now() + interval '1 day',"
        plant(http, admin, change + " revived_at = now() - interval '9 days'", reason)
        found = read(http)
        assert found["outbox_pending", reason, "profiler"] == before + 1
        assert found["outbox_oldest_seconds", reason, "profiler"] >= 9 * 86400

    def test_look_past_a_time_that_the_receiver_named(
        self, http: httpx.Client, admin: CoreClient
    ) -> None:
        key = ("outbox_pending", "unknown-kid", "profiler")
        before = read(http).get(key, 0)
        change = "last_error = %s, next_attempt_at = now() + interval '1 day'"
        plant(http, admin, change, "unknown-kid, told to wait")
        assert read(http)[key] == before + 1

    def test_count_dead_letters(self, http: httpx.Client, admin: CoreClient) -> None:
        before = read(http).get(("outbox_ended", "profiler", "dead"), 0)
        plant(http, admin, "status = 'dead', finished_at = now()")
        assert read(http)["outbox_ended", "profiler", "dead"] == before + 1

    def test_tell_that_the_relay_lives(self, http: httpx.Client) -> None:
        watch_receiver("http://127.0.0.1:9")
        found = read(http)
        assert found["receiver_away", "profiler"] == 0
        assert found["relay_seen_seconds", "profiler"] < 5
        raw.run_as_owner("update outbox_relay_state set is_away = true")
        assert read(http)["receiver_away", "profiler"] == 1

    def test_count_keys_by_ring_and_state(self, http: httpx.Client) -> None:
        found = read(http)
        assert found["keys", "sync", "active"] == 1
        assert found["keyring_age_seconds", "sync"] >= 0
