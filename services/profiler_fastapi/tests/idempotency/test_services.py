"""``Idempotency-Key`` over HTTP: one effect, one answer."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.erasures import erased_before, list_left
from services.profiler_fastapi.tests.support.world import SetClock

KEY = {"Idempotency-Key": "k-1"}
ANSWER = {"question_id": "identity_1", "selected_option": "A"}
MakeLearner = Callable[[], Learner]


class TestRunOnce:
    async def test_replays_when_key_and_body_are_the_same(self, learner: Learner) -> None:
        path = f"/session/{await learner.start()}/respond"
        first = await learner.client.post(path, ANSWER, headers=KEY)
        again = await learner.client.post(path, ANSWER, headers=KEY)
        assert first.content == again.content
        fresh = await learner.client.post(path, ANSWER)
        assert fresh.json()["answer_version"] == 2

    async def test_refuses_when_the_body_is_another(self, learner: Learner) -> None:
        path = f"/session/{await learner.start()}/respond"
        await learner.client.post(path, ANSWER, headers=KEY)
        other = {**ANSWER, "selected_option": "B"}
        refused = await learner.client.post(path, other, headers=KEY)
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-reused")

    async def test_refuses_when_the_operation_is_another(self, learner: Learner) -> None:
        session_id = await learner.start()
        await learner.client.post(f"/session/{session_id}/reflection", {}, headers=KEY)
        refused = await learner.client.post(f"/session/{session_id}/complete", {}, headers=KEY)
        assert refused.json()["code"] == "idempotency-key-reused"

    async def test_one_effect_when_many_arrive_at_once(self, learner: Learner) -> None:
        path = f"/session/{await learner.start()}/respond"
        answers = await asyncio.gather(
            *(learner.client.post(path, ANSWER, headers=KEY) for _ in range(6))
        )
        assert {a.json()["answer_version"] for a in answers} == {1}

    async def test_replays_a_start_under_its_own_status(self, learner: Learner) -> None:
        ticket = learner.ticket()
        first = await learner.client.start(ticket, headers=KEY)
        again = await learner.client.start(ticket, headers=KEY)
        assert first.status_code == again.status_code == 201

    async def test_may_be_tried_again_when_the_effect_was_refused(self, learner: Learner) -> None:
        session_id = await learner.start()
        early = await learner.client.complete(session_id, headers=KEY)
        assert early.status_code == 422
        await learner.answer_all(session_id)
        assert (await learner.client.complete(session_id, headers=KEY)).status_code == 200

    async def test_keys_of_learners_are_apart(self, make_learner: MakeLearner) -> None:
        one, two = make_learner(), make_learner()
        assert (await one.client.start(one.ticket(), headers=KEY)).status_code == 201
        assert (await two.client.start(two.ticket(), headers=KEY)).status_code == 201

    async def test_is_forgotten_after_a_day(self, learner: Learner, clock: SetClock) -> None:
        path = f"/session/{await learner.start()}/respond"
        clock.shift = timedelta(hours=-25)
        learner.client.token = learner.keys.access_token(learner.id, iat=1)
        await learner.client.post(path, ANSWER, headers=KEY)
        clock.shift = timedelta()
        fresh = await learner.client.post(path, ANSWER, headers=KEY)
        assert fresh.json()["answer_version"] == 2

    async def test_does_not_fail_when_the_key_is_erased_as_it_is_found(
        self, learner: Learner, app: FastAPI, database: TestDatabase
    ) -> None:
        path = f"/session/{await learner.start()}/respond"
        await learner.client.post(path, ANSWER, headers=KEY)
        with erased_before("SELECT idempotency_key", app, database, learner.id):
            found = await learner.client.post(path, ANSWER, headers=KEY)
        assert (found.status_code, found.json()["code"]) == (404, "not-found")
        assert list_left(database, learner.id) == []

    @pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
    async def test_refuses_when_the_key_is_malformed(self, learner: Learner, key: str) -> None:
        refused = await learner.client.post(
            "/session/start", {"ticket": "x"}, headers={"Idempotency-Key": key}
        )
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["name"] == "Idempotency-Key"
