"""Answering over HTTP, one answer at a time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.faults import list_faults
from services.profiler_fastapi.tests.support.world import SetClock

MakeLearner = Callable[[], Learner]


class TestRespond:
    async def test_answers_version_and_progress_when_stored(self, learner: Learner) -> None:
        session_id = await learner.start()
        stored = await learner.client.respond(session_id, "identity_2", "C", response_time_ms=1200)
        assert stored.status_code == 200
        assert stored.json()["answer_version"] == 1
        assert stored.json()["progress"]["answered"] == 1
        assert stored.json()["progress"]["next_question_id"] == "identity_1"

    async def test_next_question_is_null_when_all_are_answered(self, learner: Learner) -> None:
        session_id = await learner.start()
        await learner.answer_all(session_id)
        progress = (await learner.client.get(f"/session/{session_id}/progress")).json()
        assert (progress["next_question_id"], progress["module"]) == (None, None)
        assert (progress["percent"], progress["estimated_seconds_left"]) == (100, 0)

    async def test_overwrites_with_a_higher_version_when_answered_again(
        self, learner: Learner
    ) -> None:
        session_id = await learner.start()
        await learner.client.respond(session_id, "identity_1", "A")
        again = await learner.client.respond(session_id, "identity_1", "B", answer_version=1)
        assert again.json()["answer_version"] == 2
        modules = (await learner.client.get(f"/session/{session_id}/modules")).json()
        assert modules["modules"][0]["questions"][0] == {
            "question_id": "identity_1",
            "selected_option": "B",
            "answer_version": 2,
        }

    async def test_refuses_an_older_version_when_a_newer_is_stored(self, learner: Learner) -> None:
        session_id = await learner.start()
        for option in "ABC":
            await learner.client.respond(session_id, "identity_1", option)
        stale = await learner.client.respond(session_id, "identity_1", "D", answer_version=2)
        assert (stale.status_code, stale.json()["code"]) == (409, "stale-answer")
        assert stale.json()["answer_version"] == 3
        assert stale.json()["selected_option"] == "C"
        assert stale.json()["answered_at"].endswith("Z")

    async def test_takes_the_proposed_version_when_it_is_higher(self, learner: Learner) -> None:
        session_id = await learner.start()
        first = await learner.client.respond(session_id, "identity_1", "D", answer_version=7)
        assert first.json()["answer_version"] == 7

    @pytest.mark.parametrize(
        ("question", "option", "pointer", "code", "allowed"),
        [
            ("identity_99", "A", "/question_id", "unknown-question", "identity_1 to identity_10"),
            ("identity_1", "F", "/selected_option", "unknown-option", "A, B, C, D, E"),
            ("identity_1", "a", "/selected_option", "unknown-option", "A, B, C, D, E"),
        ],
    )
    async def test_names_what_is_allowed_when_unknown(  # noqa: PLR0917 - pytest fills them.
        self, learner: Learner, question: str, option: str, pointer: str, code: str, allowed: str
    ) -> None:
        session_id = await learner.start()
        refused = await learner.client.respond(session_id, question, option)
        assert (refused.status_code, list_faults(refused)) == (422, [(pointer, code)])
        assert allowed in refused.json()["errors"][0]["detail"]

    async def test_is_not_found_when_foreign_or_nonexistent(
        self, make_learner: MakeLearner
    ) -> None:
        mine, theirs = make_learner(), make_learner()
        foreign = await mine.client.respond(await theirs.start(), "identity_1", "A")
        absent = await mine.client.respond(uuid4(), "identity_1", "A")
        assert foreign.status_code == absent.status_code == 404
        bodies = [{**x.json(), "request_id": None} for x in (foreign, absent)]
        assert bodies[0] == bodies[1]

    async def test_refuses_when_completed(self, learner: Learner) -> None:
        session_id = await learner.finish()
        late = await learner.client.respond(session_id, "identity_1", "A")
        assert (late.status_code, late.json()["code"]) == (409, "session-completed")

    @pytest.mark.parametrize(
        ("sent_ms", "stored_ms"), [(-5, 0), (900_000, 60_000), (1500, 1500), (None, None)]
    )
    async def test_clamps_the_response_time_when_it_cannot_be(
        self,
        learner: Learner,
        database: TestDatabase,
        clock: SetClock,
        sent_ms: int | None,
        stored_ms: int | None,
    ) -> None:
        session_id = await learner.start()
        with database.connect("owner") as owner:
            clock.shift = timedelta(minutes=1)
            await learner.client.respond(session_id, "identity_1", "A", response_time_ms=sent_ms)
            clock.shift = timedelta()
            (found,) = owner.execute(
                "select response_time_ms from answer where session_id = %s", [session_id]
            ).fetchone() or (0,)
        assert found == pytest.approx(stored_ms, abs=5_000)

    async def test_sum_of_times_stays_within_the_session_when_clamped(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.start()
        for question in ("identity_1", "identity_2", "identity_3"):
            await learner.client.respond(session_id, question, "A", response_time_ms=60_000)
        with database.connect("owner") as owner:
            (total,) = owner.execute(
                "select sum(response_time_ms) from answer where session_id = %s", [session_id]
            ).fetchone() or (0,)
        assert total < 10_000

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({"question_id": "identity_1"}, "/selected_option", "missing"),
            (
                {"question_id": "identity_1", "selected_option": "A", "x": 1},
                "/x",
                "extra-forbidden",
            ),
            ({"question_id": 1, "selected_option": "A"}, "/question_id", "string-type"),
            (
                {"question_id": "identity_1", "selected_option": "A", "answer_version": "1"},
                "/answer_version",
                "int-type",
            ),
            (
                {"question_id": "identity_1", "selected_option": "A", "answer_version": True},
                "/answer_version",
                "int-type",
            ),
            (
                {"question_id": "identity_1", "selected_option": "A", "response_time_ms": 1.5},
                "/response_time_ms",
                "int-type",
            ),
            (
                {"question_id": "identity_1", "selected_option": "A", "response_time_ms": 2**40},
                "/response_time_ms",
                "less-than",
            ),
        ],
        ids=str,
    )
    async def test_names_the_pointer_when_the_schema_refuses(
        self, learner: Learner, body: dict[str, Any], pointer: str, code: str
    ) -> None:
        refused = await learner.client.post(f"/session/{uuid4()}/respond", body)
        assert (refused.status_code, list_faults(refused)) == (422, [(pointer, code)])
