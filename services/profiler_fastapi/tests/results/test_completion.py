"""Completing over HTTP: once, durable, byte-identical for ever."""

import hashlib
from collections.abc import Callable

import pytest

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.answers import answer_sheet
from services.profiler_fastapi.tests.support.client import ProfilerClient
from talent_contracts.canonical import sha256_hex
from talent_contracts.events import ProfilingCompletedV2
from talent_contracts.results_v2 import ProfilingResultV2

MakeLearner = Callable[[], Learner]


class TestComplete:
    async def test_answers_the_result_when_all_is_answered(self, learner: Learner) -> None:
        session_id = await learner.start()
        await learner.answer_all(session_id)
        completed = await learner.client.complete(session_id)
        result = ProfilingResultV2.model_validate_json(completed.content)
        assert result.track.primary == "defender"
        assert not result.provisional

    async def test_stores_result_and_event_when_completed(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.finish(epoch=5)
        with database.connect("owner") as owner:
            body, sha256 = owner.execute(
                "select body, sha256 from result where session_id = %s", [session_id]
            ).fetchone() or (b"", "")
            (event_body,) = owner.execute(
                "select body from outbox_event where session_id = %s", [session_id]
            ).fetchone() or (b"",)
        event = ProfilingCompletedV2.model_validate_json(event_body)
        assert hashlib.sha256(body).hexdigest() == sha256 == event.result_sha256
        assert sha256_hex(event.result) == sha256
        assert (event.learner_id, event.epoch) == (learner.id, 5)
        assert str(event.session_id) == session_id
        assert event.aud == "talent-core:test"
        assert event.ticket.count(".") == 2

    async def test_answers_identical_bytes_when_repeated_or_read(self, learner: Learner) -> None:
        session_id = await learner.finish()
        again = await learner.client.complete(session_id)
        read = await learner.client.get(f"/session/{session_id}/results")
        assert again.content == read.content
        assert again.headers["etag"] == read.headers["etag"]

    async def test_is_provisional_when_few_preferences_are_answered(self, learner: Learner) -> None:
        session_id = await learner.finish(sheet=answer_sheet(preferences=12))
        read = await learner.client.get(f"/session/{session_id}/results")
        assert read.json()["provisional"]

    async def test_names_the_modules_when_too_few_are_answered(self, learner: Learner) -> None:
        session_id = await learner.start()
        await learner.answer_all(session_id, answer_sheet(preferences=11))
        refused = await learner.client.complete(session_id)
        assert (refused.status_code, refused.json()["code"]) == (422, "not-enough-answers")
        assert [fault["pointer"] for fault in refused.json()["errors"]] == [
            "/modules/scenario_preference",
            "/modules/work_style",
        ]
        answered = await learner.client.respond(session_id, "work_style_1", "A")
        assert answered.status_code == 200
        assert (await learner.client.complete(session_id)).status_code == 200

    async def test_refuses_when_a_reset_overtook(self, learner: Learner) -> None:
        session_id = await learner.start(1)
        await learner.answer_all(session_id)
        await learner.start(2)
        refused = await learner.client.complete(session_id)
        assert (refused.status_code, refused.json()["code"]) == (409, "session-superseded")

    @pytest.mark.parametrize("body", [{}, None])
    async def test_needs_no_body(self, learner: Learner, body: dict[str, str] | None) -> None:
        session_id = await learner.start()
        await learner.answer_all(session_id)
        path = f"/session/{session_id}/complete"
        assert (await learner.client.post(path, body)).status_code == 200

    async def test_refuses_when_a_body_says_something(self, learner: Learner) -> None:
        path = f"/session/{await learner.start()}/complete"
        assert (await learner.client.post(path, {"force": True})).status_code == 422
        refused = await learner.client.post(path, content=b"x", headers={"content-type": "a/b"})
        assert refused.status_code == 415

    async def test_is_anonymous_or_foreign_refused(
        self, make_learner: MakeLearner, anonymous: ProfilerClient
    ) -> None:
        mine, theirs = make_learner(), make_learner()
        session_id = await mine.start()
        assert (await anonymous.complete(session_id)).status_code == 401
        assert (await theirs.client.complete(session_id)).status_code == 404


READS = ["/session/{}/results", "/session/{}/explanation", "/enhanced/session/{}/blueprint"]


class TestReads:
    @pytest.mark.parametrize("path", READS)
    async def test_answers_when_completed(self, learner: Learner, path: str) -> None:
        session_id = await learner.finish()
        assert (await learner.client.get(path.format(session_id))).status_code == 200

    @pytest.mark.parametrize("path", READS)
    async def test_refuses_when_not_completed(self, learner: Learner, path: str) -> None:
        refused = await learner.client.get(path.format(await learner.start()))
        assert (refused.status_code, refused.json()["code"]) == (409, "session-not-completed")

    @pytest.mark.parametrize("path", READS)
    async def test_is_not_found_when_foreign(self, make_learner: MakeLearner, path: str) -> None:
        mine, theirs = make_learner(), make_learner()
        session_id = await mine.finish()
        assert (await theirs.client.get(path.format(session_id))).status_code == 404

    async def test_result_is_still_read_when_superseded_later(self, learner: Learner) -> None:
        session_id = await learner.finish(1)
        await learner.start(2)
        assert (await learner.client.get(f"/session/{session_id}/results")).status_code == 200

    @pytest.mark.parametrize("path", READS[1:])
    async def test_refuses_to_retell_when_the_bank_is_another(
        self, learner: Learner, database: TestDatabase, path: str
    ) -> None:
        session_id = await learner.finish()
        with database.connect("owner") as owner:
            owner.execute(
                "update profiling_session set bank_text_hash = 'old' where id = %s", [session_id]
            )
        refused = await learner.client.get(path.format(session_id))
        assert (refused.status_code, refused.json()["code"]) == (409, "bank-retired")
