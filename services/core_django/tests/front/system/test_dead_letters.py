"""Dead letters: found, read without anybody's words, sent again, or given up with a reason."""

import os
import subprocess
import sys
from uuid import UUID, uuid4

import pytest

from core_testing import raw
from core_testing.queries import count_queries
from core_testing.races import run_at_once
from tests.clients.core_client import CoreClient

LETTERS = "/admin/dead-letters"
WHY = {"reason": "the learner has left"}


@pytest.fixture
def learner_id(admin: CoreClient) -> UUID:
    return UUID(admin.create_student()["id"])


def make_letter(admin: CoreClient, learner_id: UUID) -> UUID:
    """A reset whose delivery was given up eight days after it was published."""
    admin.reset_profiling(learner_id)
    ((letter_id,),) = raw.run_as_owner(
        "update outbox_delivery set status = 'dead', attempts = 31, bad_signatures = 3,"
        " finished_at = now(), last_error = 'unknown-kid, too old'"
        " where id = (select id from outbox_delivery where ordering_key = %s"
        " and consumer = 'profiler' order by id desc limit 1) returning id",
        learner_id,
    )
    raw.run_as_owner(
        "update outbox_event set published_at = now() - interval '8 days' where ordering_key = %s",
        learner_id,
    )
    found: UUID = letter_id
    return found


@pytest.fixture
def letter_id(admin: CoreClient, learner_id: UUID) -> UUID:
    return make_letter(admin, learner_id)


def row(letter_id: UUID) -> tuple[str, int, int, bool]:
    ((status, attempts, bad_signatures, revived),) = raw.run_as_owner(
        "select status, attempts, bad_signatures, revived_at is not null from outbox_delivery"
        " where id = %s",
        letter_id,
    )
    return status, attempts, bad_signatures, revived


class TestList:
    def test_finds_by_type_and_consumer(
        self, admin: CoreClient, learner_id: UUID, letter_id: UUID
    ) -> None:
        query = f"{LETTERS}?type=profiling.reset&consumer=profiler&limit=100"
        mine = [one for one in admin.get(query).json()["results"] if one["id"] == str(letter_id)]
        assert [(one["learner_id"], one["attempts"]) for one in mine] == [(str(learner_id), 31)]
        other = admin.get(f"{LETTERS}?type=access.revoked&limit=100").json()["results"]
        assert str(letter_id) not in {one["id"] for one in other}

    def test_costs_the_same_for_one_and_for_many(
        self, admin: CoreClient, learner_id: UUID, letter_id: UUID
    ) -> None:
        with count_queries() as one:
            admin.get(f"{LETTERS}?limit=1")
        for _ in range(3):
            make_letter(admin, learner_id)
        with count_queries() as many:
            admin.get(f"{LETTERS}?limit=4")
        assert len(many) == len(one)

    def test_shows_one_with_its_event(self, admin: CoreClient, letter_id: UUID) -> None:
        shown = admin.get(f"{LETTERS}/{letter_id}").json()
        assert shown["reason"] == "unknown-kid, too old"
        assert shown["event"]["epoch"] == 2

    def test_masks_what_a_person_wrote(self, admin: CoreClient, letter_id: UUID) -> None:
        raw.run_as_owner(
            "update outbox_event set payload = payload || %s::jsonb where id ="
            " (select event_id from outbox_delivery where id = %s)",
            '{"text": "my own words"}',
            letter_id,
        )
        shown = admin.get(f"{LETTERS}/{letter_id}")
        assert shown.json()["event"]["text"] == "(12 characters)"
        assert b"my own words" not in shown.content


class TestReplay:
    def test_sends_again_with_a_fresh_age(self, admin: CoreClient, letter_id: UUID) -> None:
        answer = admin.post(f"{LETTERS}/replay", {"ids": [str(letter_id)]})
        assert answer.json() == {"replayed": [str(letter_id)], "unknown": []}
        assert row(letter_id) == ("pending", 0, 0, True)

    def test_names_what_it_does_not_know(self, admin: CoreClient, letter_id: UUID) -> None:
        missing = str(uuid4())
        ids = {"ids": [missing, str(letter_id)]}
        answer = admin.post(f"{LETTERS}/replay", ids)
        assert answer.json() == {"replayed": [str(letter_id)], "unknown": [missing]}
        again = admin.post(f"{LETTERS}/replay", ids).json()
        assert again == {"replayed": [], "unknown": [missing, str(letter_id)]}

    def test_happens_once_when_many_ask(self, admin: CoreClient, letter_id: UUID) -> None:
        answers = run_at_once(
            *[lambda: admin.post(f"{LETTERS}/replay", {"ids": [str(letter_id)]})] * 4
        )
        assert sum(len(answer.json()["replayed"]) for answer in answers) == 1


class TestDiscard:
    def test_is_final_and_audited(self, admin: CoreClient, letter_id: UUID) -> None:
        path = f"{LETTERS}/{letter_id}"
        assert admin.post(f"{path}/discard", WHY).status_code == 204
        assert row(letter_id)[0] == "discarded"
        assert admin.get(path).status_code == 404
        assert admin.post(f"{path}/discard", WHY).status_code == 404
        unknown = admin.post(f"{LETTERS}/replay", {"ids": [str(letter_id)]}).json()["unknown"]
        assert unknown == [str(letter_id)]
        found = raw.run_as_owner(
            "select action, reason from audit_entry where subject_id = %s", letter_id
        )
        assert found == [("dead_letter.discarded", WHY["reason"])]


class TestAccess:
    def test_is_for_admins(self, core: CoreClient, learner: CoreClient, letter_id: UUID) -> None:
        for path in (LETTERS, f"{LETTERS}/{letter_id}", "/admin/system/health"):
            assert (core.get(path).status_code, learner.get(path).status_code) == (401, 403)
        replay = learner.post(f"{LETTERS}/replay", {"ids": [str(letter_id)]})
        discard = learner.post(f"{LETTERS}/{letter_id}/discard", WHY)
        assert (replay.status_code, discard.status_code) == (403, 403)
        assert row(letter_id)[0] == "dead"


class TestHealth:
    def test_asks_for_attention_when_something_was_given_up(
        self, admin: CoreClient, letter_id: UUID
    ) -> None:
        shown = admin.get("/admin/system/health").json()
        assert shown["state"] == "attention"
        (profiler,) = [one for one in shown["queues"] if one["consumer"] == "profiler"]
        assert profiler["dead"] >= 1


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "core", "dead_letters", *arguments],
        env={**os.environ, "CORE_DATABASE_ROLE": "owner"},
        capture_output=True,
        text=True,
        check=False,
    )


class TestCommand:
    def test_lists_replays_and_discards(self, admin: CoreClient, learner_id: UUID) -> None:
        first, second = (make_letter(admin, learner_id) for _ in range(2))
        listed = run_command("list").stdout
        assert f"{first}  " in listed
        assert "profiling.reset  unknown-kid, too old" in listed
        assert run_command("replay", str(first)).stdout == "1 of 1 are on their way again\n"
        assert row(first)[0] == "pending"
        discarded = run_command("discard", str(second), "--reason", "not needed")
        assert (discarded.returncode, discarded.stdout) == (0, "discarded\n")
        refused = run_command("discard", str(second), "--reason", "not needed")
        assert (refused.returncode, "is no dead letter" in refused.stderr) == (1, True)
