"""Core's signed events over HTTP: verified first, applied once."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from fastapi import FastAPI

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.core_sender import PATH, CoreSender
from talent_contracts.keyrings import Keyring, new_key

MakeLearner = Callable[[], Learner]


class TestReset:
    async def test_supersedes_older_sessions(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        session_id = await learner.start(1)
        event = core_sender.reset(learner.id, 2)
        answered = await core_sender.send(event)
        assert answered.status_code == 200, answered.text
        assert answered.json() == {"event_id": event["event_id"], "outcome": "applied"}
        late = await learner.client.respond(session_id, "identity_1", "A")
        assert late.json()["code"] == "session-superseded"
        stale = await learner.client.start(learner.ticket(1))
        assert stale.json()["code"] == "stale-epoch"
        assert (await learner.client.start(learner.ticket(2))).status_code == 201

    async def test_leaves_the_session_of_its_epoch_alone(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        session_id = await learner.start(2)
        await core_sender.send(core_sender.reset(learner.id, 2))
        answered = await learner.client.respond(session_id, "identity_1", "A")
        assert answered.status_code == 200

    async def test_a_late_reset_changes_nothing_when_the_epoch_is_past(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        session_id = await learner.start(5)
        assert (await core_sender.send(core_sender.reset(learner.id, 3))).status_code == 200
        answered = await learner.client.respond(session_id, "identity_1", "A")
        assert answered.status_code == 200

    async def test_other_learners_are_untouched(
        self, make_learner: MakeLearner, core_sender: CoreSender
    ) -> None:
        mine, theirs = make_learner(), make_learner()
        session_id = await theirs.start(1)
        await core_sender.send(core_sender.reset(mine.id, 9))
        answered = await theirs.client.respond(session_id, "identity_1", "A")
        assert answered.status_code == 200


class TestRestored:
    async def test_the_session_counts_again_under_the_new_epoch(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        session_id = await learner.finish(1)
        result = await learner.client.get(f"/session/{session_id}/results")
        await core_sender.send(core_sender.reset(learner.id, 2))
        begun = await learner.start(2)
        answered = await core_sender.send(core_sender.restored(learner.id, 3, session_id))
        assert answered.json()["outcome"] == "applied"
        status = (await learner.client.get("/status")).json()["session"]
        assert (status["session_id"], status["status"], status["epoch"]) == (
            session_id,
            "completed",
            3,
        )
        again = await learner.client.get(f"/session/{session_id}/results")
        assert again.content == result.content
        late = await learner.client.respond(begun, "identity_1", "A")
        assert late.json()["code"] == "session-superseded"

    async def test_works_when_the_reset_itself_was_lost(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        session_id = await learner.finish(1)
        await core_sender.send(core_sender.restored(learner.id, 3, session_id))
        status = (await learner.client.get("/status")).json()["session"]
        assert (status["session_id"], status["status"], status["epoch"]) == (
            session_id,
            "completed",
            3,
        )

    async def test_changes_nothing_when_a_later_reset_is_known(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        session_id = await learner.finish(1)
        await core_sender.send(core_sender.reset(learner.id, 4))
        await core_sender.send(core_sender.restored(learner.id, 3, session_id))
        status = (await learner.client.get("/status")).json()["session"]
        assert (status["status"], status["epoch"]) == ("superseded", 1)

    async def test_opens_no_session_that_was_never_completed(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        session_id = await learner.start(1)
        await core_sender.send(core_sender.restored(learner.id, 3, session_id))
        late = await learner.client.respond(session_id, "identity_1", "A")
        assert late.json()["code"] == "session-superseded"

    async def test_takes_nobody_elses_session(
        self, make_learner: MakeLearner, core_sender: CoreSender
    ) -> None:
        mine, theirs = make_learner(), make_learner()
        session_id = await theirs.finish(1)
        await core_sender.send(core_sender.restored(mine.id, 3, session_id))
        status = (await theirs.client.get("/status")).json()["session"]
        assert (status["status"], status["epoch"]) == ("completed", 1)

    async def test_the_database_moves_no_other_session(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.start(1)
        for change in ("epoch = 2", "epoch = 2, status = 'superseded'"):
            with (
                database.connect("owner") as owner,
                pytest.raises(psycopg.errors.CheckViolation, match="keeps its epoch"),
            ):
                owner.execute(f"update profiling_session set {change} where id = %s", [session_id])


class TestReplay:
    async def test_answers_the_stored_outcome_when_repeated(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        event = core_sender.reset(learner.id, 2)
        first = await core_sender.send(event)
        again = await core_sender.send(event)
        assert "x-psp-replayed" not in first.headers
        assert again.headers["x-psp-replayed"] == "1"
        assert again.content == first.content

    async def test_applies_once_when_many_arrive_at_once(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase
    ) -> None:
        event = core_sender.reset(learner.id, 2)
        answers = await asyncio.gather(*(core_sender.send(event) for _ in range(6)))
        assert {a.status_code for a in answers} == {200}
        assert sum("x-psp-replayed" in a.headers for a in answers) == 5

    async def test_refuses_when_the_id_stood_on_another_body(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        event = core_sender.reset(learner.id, 2)
        await core_sender.send(event)
        other = await core_sender.send({**event, "epoch": 3})
        assert (other.status_code, other.json()["code"]) == (422, "event-id-reused")


class TestRevocation:
    async def test_ends_the_session_or_version_named(
        self, make_learner: MakeLearner, core_sender: CoreSender, app: FastAPI
    ) -> None:
        kept, ended, old = make_learner(), make_learner(), make_learner()
        sid = str(uuid4())
        ended.client.token = ended.keys.access_token(ended.id, sid=sid)
        for event in (
            core_sender.envelope("access.revoked", sub=str(ended.id), sid=sid, min_ver=0),
            core_sender.envelope("access.revoked", sub=str(old.id), sid=None, min_ver=2),
            core_sender.envelope("access.revoked", sub=str(kept.id), sid=None, min_ver=1),
        ):
            assert (await core_sender.send(event)).status_code == 200
        app.state.services.gate._revocations._read_at = float("-inf")
        for learner in (ended, old):
            refused = await learner.client.get("/status")
            assert (refused.status_code, refused.json()["code"]) == (401, "token-revoked")
        assert (await kept.client.get("/status")).status_code == 200
        old.client.token = old.keys.access_token(old.id, ver=2)
        assert (await old.client.get("/status")).status_code == 200


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"timestamp": 1}, 401, "clock-skew"),
            ({"audience": "talent-profiler:prod"}, 401, "bad-signature"),
            ({"path": "/api/v1/profiling/outbox"}, 401, "bad-signature"),
            ({"sent": b"{}"}, 401, "bad-signature"),
            ({"ring": Keyring(keys=[new_key("sync")])}, 403, "unknown-kid"),
            ({"headers": {"webhook-id": "evt_1"}}, 400, "malformed-headers"),
            ({"headers": {"content-digest": "sha-256=::"}}, 400, "malformed-headers"),
            ({"event_id": "evt_01890a5d-ac96-774b-bcce-b302099a8057"}, 422, "invalid-input"),
            ({"body": b"{"}, 400, "malformed-json"),
            ({"body": b'{"a":1,"a":2}'}, 400, "malformed-json"),
            ({"body": b"[]"}, 422, "invalid-input"),
            ({"body": b'{"schema":2}'}, 422, "unknown-schema"),
            ({"body": b'{"schema":2,"type":"profiling.reset"}'}, 422, "unknown-schema"),
            ({"body": b'{"schema":true,"type":"profiling.reset"}'}, 422, "invalid-input"),
            ({"body": b'{"schema":1,"type":[]}'}, 422, "unknown-schema"),
            ({"body": b'{"schema":1}'}, 422, "unknown-schema"),
            ({"headers": {"content-type": "text/plain"}}, 415, "unsupported-media-type"),
            ({"body": b" " * 65_537}, 413, "body-too-large"),
        ],
        ids=lambda value: str(value)[:50],
    )
    async def test_is_refused_and_nothing_is_written(  # noqa: PLR0917 - pytest fills them by name.
        self,
        learner: Learner,
        core_sender: CoreSender,
        database: TestDatabase,
        changes: dict[str, Any],
        status: int,
        code: str,
    ) -> None:
        event = core_sender.reset(learner.id, 2)
        refused = await core_sender.send(event, **changes)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
        with database.connect("owner") as owner:
            found = owner.execute(
                "select 1 from inbox_event where event_id = %s", [event["event_id"]]
            ).fetchone()
        assert found is None

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"epoch": 0}, "/epoch"),
            ({"epoch": "2"}, "/epoch"),
            ({"extra": 1}, "/extra"),
            ({"aud": "talent-profiler:prod"}, "/aud"),
            ({"iss": "talent-profiler"}, "/iss"),
            ({"learner_id": "x"}, "/learner_id"),
        ],
        ids=str,
    )
    async def test_names_the_pointer_when_the_schema_refuses(
        self, learner: Learner, core_sender: CoreSender, changes: dict[str, Any], pointer: str
    ) -> None:
        refused = await core_sender.send({**core_sender.reset(learner.id, 2), **changes})
        assert refused.status_code == 422
        assert [fault["pointer"] for fault in refused.json()["errors"]] == [pointer]

    @pytest.mark.parametrize("kind", ["profiling.completed", "profiling.invented"])
    async def test_names_the_types_when_a_core_that_is_ahead_sends_another(
        self, learner: Learner, core_sender: CoreSender, kind: str
    ) -> None:
        refused = await core_sender.send({**core_sender.reset(learner.id, 2), "type": kind})
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown-schema")
        accepted = ("access.revoked", "learner.erased", "profiling.reset", "profiling.restored")
        assert refused.json()["detail"].endswith(f"types {', '.join(accepted)}.")

    async def test_is_refused_when_not_signed_at_all(self, core_sender: CoreSender) -> None:
        refused = await core_sender.client.send("POST", PATH, json={})
        assert (refused.status_code, refused.json()["code"]) == (400, "malformed-headers")

    async def test_is_accepted_with_a_trailing_slash(
        self, learner: Learner, core_sender: CoreSender
    ) -> None:
        answered = await core_sender.send(core_sender.reset(learner.id, 2), url=PATH + "/")
        assert answered.status_code == 200
