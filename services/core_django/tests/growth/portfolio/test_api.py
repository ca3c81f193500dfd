from uuid import UUID

import pytest

from core_testing import raw, sync
from core_testing.relaying import drain_outbox
from tests.clients.core_client import CoreClient

ITEMS = "/portfolio/items"


@pytest.fixture
def owner(core: CoreClient, admin: CoreClient) -> CoreClient:
    """A learner whose result was applied and relayed."""
    student = admin.create_active_student()
    learner = core.log_in(student.email, student.password)
    ticket = learner.post("/profiler/tickets").json()["ticket"]
    sync.send(core, sync.event_body(student.id, 1, ticket)).raise_for_status()
    drain_outbox()
    return learner


def patch(client: CoreClient, item_id: str, **given: object) -> tuple[int, dict[str, object]]:
    answer = client.request("PATCH", f"{ITEMS}/{item_id}", json=given)
    return answer.status_code, answer.json()


class TestValueStatement:
    def test_becomes_one_item_however_often_it_is_delivered(self, owner: CoreClient) -> None:
        (item,) = owner.get(ITEMS).json()["results"]
        statement = owner.get("/profiler/value-statement").json()["value_statement"]
        assert item["text"] == item["original_text"] == statement["text"]
        raw.run_as_owner(
            "update outbox_delivery set status = 'pending', next_attempt_at = now()"
            " where consumer = 'portfolio' and ordering_key = %s",
            UUID(owner.me()["user"]["id"]),
        )
        drain_outbox()
        assert len(owner.get(ITEMS).json()["results"]) == 1
        again = raw.run_as_owner(
            "select status, last_error from outbox_delivery"
            " where consumer = 'portfolio' and ordering_key = %s",
            UUID(owner.me()["user"]["id"]),
        )
        assert again == [("done", None)]

    def test_takes_the_learners_own_words_and_keeps_the_original(self, owner: CoreClient) -> None:
        (item,) = owner.get(ITEMS).json()["results"]
        status, edited = patch(owner, item["id"], text="Mine.", version=1)
        assert (status, edited["text"], edited["version"]) == (200, "Mine.", 2)
        assert edited["original_text"] == item["original_text"]
        status, refused = patch(owner, item["id"], text="Other.", version=1)
        assert (status, refused["code"]) == (409, "item-changed")

    def test_can_be_read_by_itself(self, owner: CoreClient) -> None:
        (item,) = owner.get(ITEMS).json()["results"]
        assert owner.get(f"{ITEMS}/{item['id']}").json() == item

    def test_belongs_to_its_owner_alone(self, owner: CoreClient, learner: CoreClient) -> None:
        (item,) = owner.get(ITEMS).json()["results"]
        assert learner.get(f"{ITEMS}/{item['id']}").status_code == 404
        assert patch(learner, item["id"], text="Stolen.")[0] == 404
        assert learner.get(ITEMS).json()["results"] == []

    def test_is_closed_to_strangers(self, core: CoreClient, admin: CoreClient) -> None:
        assert core.get(ITEMS).status_code == 401
        assert admin.get(ITEMS).status_code == 403
