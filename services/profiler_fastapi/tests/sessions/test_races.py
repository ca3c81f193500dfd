"""Two requests at once, on the real database: nothing acknowledged is lost."""

import asyncio
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from profiler.bank import load_bank
from profiler.replay import replay_session
from profiler.results.services import complete_session
from profiler.sessions.answers import store_answer
from profiler.sessions.merge import GivenAnswer
from profiler.sessions.steps import raise_epoch
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.answers import answer_sheet

MakeLearner = Callable[[], Learner]


class TestStartRacingStart:
    async def test_one_session_is_made_when_many_start_at_once(self, learner: Learner) -> None:
        answers = await asyncio.gather(*(learner.client.start(learner.ticket()) for _ in range(8)))
        assert sorted(a.status_code for a in answers) == [200] * 7 + [201]
        assert len({a.json()["session_id"] for a in answers}) == 1

    async def test_highest_epoch_wins_when_epochs_race(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        answers = await asyncio.gather(
            *(learner.client.start(learner.ticket(epoch)) for epoch in (1, 4, 2, 3))
        )
        assert {a.status_code for a in answers} <= {201, 409}
        with database.connect("owner") as owner:
            open_epochs = owner.execute(
                "select epoch from profiling_session where learner_id = %s"
                " and status = 'in_progress'",
                [learner.id],
            ).fetchall()
        assert open_epochs == [(4,)]


class TestAnswerRacingAnswer:
    async def test_versions_are_all_different_when_one_question_is_answered_at_once(
        self, learner: Learner
    ) -> None:
        session_id = await learner.start()
        answers = await asyncio.gather(
            *(learner.client.respond(session_id, "identity_1", option) for option in "ABCDE")
        )
        assert sorted(a.json()["answer_version"] for a in answers) == [1, 2, 3, 4, 5]
        modules = (await learner.client.get(f"/session/{session_id}/modules")).json()
        stored = modules["modules"][0]["questions"][0]
        winner = next(a for a in answers if a.json()["answer_version"] == 5)
        assert stored["answer_version"] == 5
        assert json.loads(winner.request.content)["selected_option"] == stored["selected_option"]


class TestAnswerRacingComplete:
    @pytest.mark.parametrize("turn", range(12))
    async def test_what_was_acknowledged_is_in_the_result(
        self, learner: Learner, turn: int
    ) -> None:
        sheet = answer_sheet()
        session_id = await learner.start()
        late = list(sheet)[turn * 3 : turn * 3 + 6]
        await learner.answer_all(session_id, {k: v for k, v in sheet.items() if k not in late})

        async def complete() -> httpx.Response:
            await asyncio.sleep(turn * 0.001)
            return await learner.client.complete(session_id)

        completed, *answers = await asyncio.gather(
            complete(), *(learner.client.respond(session_id, key, sheet[key]) for key in late)
        )
        accepted = sum(answer.status_code == 200 for answer in answers)
        refused = [a.json()["code"] for a in answers if a.status_code != 200]
        assert set(refused) <= {"session-completed"}
        assert completed.status_code == 200
        assert completed.json()["answered"] == len(sheet) - len(late) + accepted


class TestBatchesRacingComplete:
    @pytest.mark.parametrize("turn", range(50))
    async def test_what_was_stored_and_not_overtaken_is_in_the_result(
        self, learner: Learner, database: TestDatabase, turn: int
    ) -> None:
        """Two devices send what they gathered offline while a third completes."""
        chance = random.Random(turn)
        sheet = answer_sheet()
        session_id = await learner.start()
        questions = list(sheet)[turn % 40 : turn % 40 + 8]
        await learner.answer_all(session_id, {k: v for k, v in sheet.items() if k not in questions})
        started = datetime.now(UTC)

        def gather(option: str) -> dict[str, Any]:
            instants = [
                started + timedelta(microseconds=chance.randrange(9_000)) for _ in questions
            ]
            return {
                "answers": [
                    {"question_id": q, "selected_option": option, "answered_at": i.isoformat()}
                    for q, i in zip(questions, instants, strict=True)
                ]
            }

        async def complete() -> httpx.Response:
            await asyncio.sleep(chance.random() * 0.012)
            return await learner.client.complete(session_id)

        path = f"/session/{session_id}/respond"
        completed, *sent = await asyncio.gather(
            complete(), *(learner.client.post(path, gather(option)) for option in "BC")
        )
        assert completed.status_code == 200
        assert {a.json()["code"] for a in sent if a.status_code != 200} <= {"session-completed"}
        told = [found for a in sent if a.status_code == 200 for found in a.json()["answers"]]
        with database.connect("owner") as owner:
            rows = owner.execute(
                "select question_id, selected_option, answer_version from answer"
                " where session_id = %s",
                [session_id],
            ).fetchall()
        stored = {question: (version, option) for question, option, version in rows}
        assert completed.json()["answered"] == len(stored)
        for found in told:
            version, option = stored[found["question_id"]]
            assert found["answer_version"] < version or found == {
                "question_id": found["question_id"],
                "outcome": found["outcome"],
                "answer_version": version,
                "selected_option": option,
            }
        replayed = replay_session(database.owner, UUID(session_id), bank=load_bank())
        assert replayed.is_identical
        assert replayed.stored == completed.content


async def change_answer(app: FastAPI, db: AsyncSession, learner: Learner, session_id: str) -> None:
    services = app.state.services
    await store_answer(
        db,
        bank=services.bank,
        learner_id=learner.id,
        session_id=UUID(session_id),
        given=GivenAnswer("identity_1", "E"),
        now=services.clock.now(),
    )


class TestChangedAnswerRacingComplete:
    """A changed answer touches no foreign key, so only the share lock orders it."""

    async def test_the_completion_waits_for_the_answer_and_counts_it(
        self, learner: Learner, app: FastAPI
    ) -> None:
        session_id = await learner.start()
        await learner.answer_all(session_id)
        async with app.state.services.database.begin_as(learner.id) as db:
            await change_answer(app, db, learner, session_id)
            completing = asyncio.create_task(learner.client.complete(session_id))
            await asyncio.sleep(0.3)
            assert not completing.done()
        chosen = load_bank().by_id["identity_1"].option("E").track
        evidence = {
            found["track"]: found["evidence"]
            for found in (await completing).json()["recommendations"]
        }
        assert "identity_1" in evidence[chosen]

    async def test_the_answer_waits_for_the_completion_and_is_refused(
        self, learner: Learner, app: FastAPI
    ) -> None:
        session_id = await learner.start()
        await learner.answer_all(session_id)
        services = app.state.services
        async with services.database.begin_as(learner.id) as db:
            await complete_session(
                db,
                bank=services.bank,
                learner_id=learner.id,
                session_id=UUID(session_id),
                audience="talent-core:test",
                now=services.clock.now(),
            )
            answering = asyncio.create_task(learner.client.respond(session_id, "identity_1", "E"))
            await asyncio.sleep(0.3)
            assert not answering.done()
        refused = await answering
        assert (refused.status_code, refused.json()["code"]) == (409, "session-completed")


class TestCompleteRacingComplete:
    async def test_all_answer_the_same_bytes_and_one_event_is_made(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.start()
        await learner.answer_all(session_id)
        answers = await asyncio.gather(*(learner.client.complete(session_id) for _ in range(6)))
        assert {a.status_code for a in answers} == {200}
        assert len({a.content for a in answers}) == 1
        with database.connect("owner") as owner:
            (count,) = owner.execute(
                "select count(*) from outbox_event where session_id = %s", [session_id]
            ).fetchone() or (0,)
        assert count == 1


class TestResetRacingComplete:
    @pytest.mark.parametrize("turn", range(10))
    async def test_the_session_ends_superseded_whoever_was_first(
        self, learner: Learner, app: FastAPI, database: TestDatabase, turn: int
    ) -> None:
        session_id = await learner.start()
        await learner.answer_all(session_id)

        async def reset() -> None:
            await asyncio.sleep(turn * 0.001)
            async with app.state.services.database.begin_as(learner.id) as db:
                await raise_epoch(db, learner_id=learner.id, epoch=2)

        completed, _ = await asyncio.gather(learner.client.complete(session_id), reset())
        assert completed.status_code in {200, 409}
        with database.connect("owner") as owner:
            (status, results, events) = owner.execute(
                "select status, (select count(*) from result r where r.session_id = s.id),"
                " (select count(*) from outbox_event o where o.session_id = s.id)"
                " from profiling_session s where id = %s",
                [session_id],
            ).fetchone() or ("", 0, 0)
        assert status == "superseded"
        assert results == events == (1 if completed.status_code == 200 else 0)
