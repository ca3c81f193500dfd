"""Dead letters: found, read without anybody's words, sent again, or given up with a reason."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.letters import deeds, make_letter, row

LETTERS = "/dead-letters"
WHY = {"reason": "the learner has left"}
MakeLearner = Callable[[], Learner]


class TestList:
    async def test_shows_what_an_operator_needs(
        self, admin: Learner, database: TestDatabase
    ) -> None:
        learner_id = uuid4()
        letter = make_letter(database, learner_id=learner_id)
        (shown, *_) = (await admin.client.get(f"{LETTERS}?limit=1")).json()["results"]
        assert (shown["event_id"], shown["learner_id"]) == (letter, str(learner_id))
        assert (shown["attempts"], shown["reason"]) == (31, "unknown-kid, too old")

    async def test_filters_by_type(self, admin: Learner, database: TestDatabase) -> None:
        wanted = make_letter(database, kind="profiling.progress")
        other = make_letter(database)
        found = await admin.client.get(f"{LETTERS}?type=profiling.progress&limit=100")
        ids = [one["event_id"] for one in found.json()["results"]]
        assert wanted in ids
        assert other not in ids

    async def test_pages_forth_and_back_newest_first(
        self, admin: Learner, database: TestDatabase
    ) -> None:
        made = [make_letter(database, kind="a.type") for _ in range(5)][::-1]
        query = f"{LETTERS}?type=a.type&limit=2"
        pages = [(await admin.client.get(query)).json()]
        while pages[-1]["next"]:
            pages.append((await admin.client.send("GET", pages[-1]["next"])).json())
        assert [[one["event_id"] for one in page["results"]] for page in pages] == [
            made[:2],
            made[2:4],
            made[4:],
        ]
        back = (await admin.client.send("GET", pages[2]["previous"])).json()
        assert [one["event_id"] for one in back["results"]] == made[2:4]
        first = (await admin.client.send("GET", back["previous"])).json()
        assert [one["event_id"] for one in first["results"]] == made[:2]
        assert (pages[0]["previous"], first["previous"]) == (None, None)

    async def test_costs_the_same_for_one_and_for_many(
        self, admin: Learner, database: TestDatabase, app: FastAPI
    ) -> None:
        for _ in range(10):
            make_letter(database)
        counted: Counter[str] = Counter()
        engine = app.state.services.database.engine.sync_engine

        def count(*given: object) -> None:
            counted[name] += 1

        event.listen(engine, "before_cursor_execute", count)
        for name in ("1", "10"):
            await admin.client.get(f"{LETTERS}?limit={name}")
        event.remove(engine, "before_cursor_execute", count)
        assert counted["1"] == counted["10"]

    @pytest.mark.parametrize(
        "query",
        [
            *("zzz=1", "limit=0", "limit=101", "limit=5&limit=6", "cursor=zzz"),
            *("cursor=n", "type=a%00b", f"type={'x' * 300}"),
        ],
    )
    async def test_refuses_a_query_it_does_not_understand(self, admin: Learner, query: str) -> None:
        refused = await admin.client.get(f"{LETTERS}?{query}")
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid-input")


class TestRead:
    async def test_shows_the_event_without_the_words_or_the_ticket(
        self, admin: Learner, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.start()
        await learner.client.post(f"/session/{session_id}/reflection", {"why": "Secret reasons"})
        await learner.answer_all(session_id)
        await learner.client.complete(session_id)
        with database.connect("owner") as owner:
            found = owner.execute(
                "update outbox_event set state = 'dead', finished_at = now()"
                " where session_id = %s returning event_id, body",
                [session_id],
            ).fetchone()
        assert found is not None
        sent = json.loads(bytes(found[1]))
        shown = await admin.client.get(f"{LETTERS}/{found[0]}")
        told = shown.json()["event"]
        assert told["session_id"] == session_id
        assert told["result_sha256"] == sent["result_sha256"]
        assert told["ticket"] == f"({len(sent['ticket'])} characters)"
        assert "Secret" in sent["result"]["value_statement"]["text"]
        assert "Secret" not in shown.text
        assert not [part for part in sent["ticket"].split(".") if part in shown.text]

    async def test_masks_even_a_ticket_that_looks_like_a_code(
        self, admin: Learner, database: TestDatabase
    ) -> None:
        letter = make_letter(database, body=b'{"ticket": "a.b.c"}')
        shown = await admin.client.get(f"{LETTERS}/{letter}")
        assert shown.json()["event"] == {"ticket": "(5 characters)"}

    @pytest.mark.parametrize("state", ["pending", "applied", "discarded"])
    async def test_finds_only_dead_letters(
        self, admin: Learner, letter: str, database: TestDatabase, state: str
    ) -> None:
        with database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set state = %(state)s, finished_at ="
                " case when %(state)s <> 'pending' then now() end where event_id = %(id)s",
                {"state": state, "id": letter},
            )
        missing = await admin.client.get(f"{LETTERS}/{letter}")
        assert (missing.status_code, missing.json()["code"]) == (404, "not-found")
        if state == "pending":
            with database.connect("owner") as owner:
                owner.execute(
                    "update outbox_event set state = 'dead', finished_at = now()"
                    " where event_id = %s",
                    [letter],
                )


class TestReplay:
    async def test_sends_again_with_a_fresh_age(
        self, admin: Learner, letter: str, database: TestDatabase
    ) -> None:
        answer = await admin.client.post(f"{LETTERS}/replay", {"ids": [letter]})
        assert answer.json() == {"replayed": [letter], "unknown": []}
        found = row(database, letter)
        assert (found["state"], found["attempts"], found["bad_signatures"]) == ("pending", 0, 0)
        assert datetime.now(UTC) - found["revived_at"] < timedelta(minutes=1)
        assert (found["trouble"], found["finished_at"]) == (None, None)
        assert deeds(database, letter) == [("dead_letter.replayed", admin.id, None)]

    async def test_names_what_it_does_not_know(
        self, admin: Learner, letter: str, database: TestDatabase
    ) -> None:
        missing = f"evt_{uuid4()}"
        ids = {"ids": [missing, letter, letter]}
        answer = await admin.client.post(f"{LETTERS}/replay", ids)
        assert answer.json() == {"replayed": [letter], "unknown": [missing]}
        again = await admin.client.post(f"{LETTERS}/replay", ids)
        assert again.json() == {"replayed": [], "unknown": [missing, letter]}
        assert len(deeds(database, letter)) == 1

    async def test_happens_once_when_many_ask(
        self, admin: Learner, letter: str, database: TestDatabase
    ) -> None:
        answers = await asyncio.gather(
            *(admin.client.post(f"{LETTERS}/replay", {"ids": [letter]}) for _ in range(4))
        )
        assert sum(len(answer.json()["replayed"]) for answer in answers) == 1
        assert len(deeds(database, letter)) == 1

    @pytest.mark.parametrize("ids", [[], ["x"], [1], [f"evt_{uuid4()}"] * 101, "evt", None])
    async def test_refuses_ids_that_are_none(self, admin: Learner, ids: object) -> None:
        refused = await admin.client.post(f"{LETTERS}/replay", {"ids": ids})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid-input")


class TestDiscard:
    async def test_is_final_and_recorded(
        self, admin: Learner, letter: str, database: TestDatabase
    ) -> None:
        path = f"{LETTERS}/{letter}"
        assert (await admin.client.post(f"{path}/discard", WHY)).status_code == 204
        assert row(database, letter)["state"] == "discarded"
        assert (await admin.client.get(path)).status_code == 404
        assert (await admin.client.post(f"{path}/discard", WHY)).status_code == 404
        unknown = await admin.client.post(f"{LETTERS}/replay", {"ids": [letter]})
        assert unknown.json()["unknown"] == [letter]
        assert deeds(database, letter) == [("dead_letter.discarded", admin.id, WHY["reason"])]

    @pytest.mark.parametrize("reason", ["", "  ", "   ", "ab", "x" * 1001, "a\x00b", None])
    async def test_asks_for_a_reason(
        self, admin: Learner, letter: str, database: TestDatabase, reason: object
    ) -> None:
        refused = await admin.client.post(f"{LETTERS}/{letter}/discard", {"reason": reason})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid-input")
        assert row(database, letter)["state"] == "dead"

    async def test_the_learner_sees_it_as_given_up(
        self, admin: Learner, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        with database.connect("owner") as owner:
            found = owner.execute(
                "update outbox_event set state = 'dead', finished_at = now()"
                " where session_id = %s returning event_id",
                [session_id],
            ).fetchone()
        assert found is not None
        await admin.client.post(f"{LETTERS}/{found[0]}/discard", WHY)
        assert row(database, found[0])["state"] == "discarded"
        status = await learner.client.get("/status")
        assert status.json()["delivery"]["state"] == "dead"
        assert row(database, found[0])["state"] == "discarded"


class TestAccess:
    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("GET", LETTERS, None),
            ("GET", LETTERS + "/{id}", None),
            ("POST", LETTERS + "/replay", {"ids": ["{id}"]}),
            ("POST", LETTERS + "/{id}/discard", WHY),
        ],
    )
    async def test_is_for_admins(  # noqa: PLR0917 - pytest fills them by name.
        self,
        anonymous: ProfilerClient,
        learner: Learner,
        database: TestDatabase,
        method: str,
        path: str,
        body: object,
    ) -> None:
        own = make_letter(database, learner_id=learner.id)
        address = "/api/v1/profiling" + path.replace("{id}", own)
        sent = {"json": json.loads(json.dumps(body).replace("{id}", own))} if body else {}
        nobody = await anonymous.send(method, address, **sent)
        student = await learner.client.send(method, address, **sent)
        assert (nobody.status_code, nobody.json()["code"]) == (401, "unauthenticated")
        assert (student.status_code, student.json()["code"]) == (403, "role-required")
        assert row(database, own)["state"] == "dead"
        assert deeds(database, own) == []

    async def test_other_staff_are_refused(self, admin: Learner, letter: str) -> None:
        token = admin.keys.access_token(admin.id, roles=["mentor", "director"])
        refused = await admin.client.get(
            f"{LETTERS}/{letter}", headers={"Authorization": f"Bearer {token}"}
        )
        assert refused.status_code == 403
