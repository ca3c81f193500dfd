"""Answer quality by API: an offer to the learner, indices to admins, nothing to anybody else."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from profiler.bank import load_bank
from services.profiler_fastapi.tests.conftest import Learner
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.world import SetClock

MakeLearner = Callable[[], Learner]
BANK = load_bank()


@pytest.fixture
def minutes_later(clock: SetClock) -> Iterator[Callable[[], None]]:
    """Lets so much time pass that the answers may have taken what they say."""

    def pass_time() -> None:
        clock.shift = timedelta(minutes=14)

    yield pass_time
    clock.shift = timedelta()


async def click_through(learner: Learner, session_id: str) -> None:
    """Always the first option."""
    await learner.answer_all(session_id, {item.id: item.option_keys[0] for item in BANK.items})


@pytest.fixture
def admin(learner: Learner) -> ProfilerClient:
    token = learner.keys.access_token(uuid4(), roles=["admin"])
    return ProfilerClient(learner.client._http, token)


class TestOwn:
    async def test_offers_to_redo_what_was_clicked_through(self, learner: Learner) -> None:
        session_id = await learner.start()
        await click_through(learner, session_id)
        told = (await learner.client.get(f"/session/{session_id}/quality")).json()
        assert (told["verdict"], told["status"]) == ("strong", "in_progress")
        assert told["redo"]
        module = told["redo"][0]
        assert module["question_ids"] == [item.id for item in BANK.by_module[module["module"]]]

    async def test_answering_again_is_the_redo(
        self, learner: Learner, minutes_later: Callable[[], None]
    ) -> None:
        session_id = await learner.start()
        await click_through(learner, session_id)
        minutes_later()
        drawn = random.Random(3)
        for item in BANK.items:
            option = drawn.choice(item.option_keys)
            await learner.client.respond(session_id, item.id, option, response_time_ms=9000)
        told = (await learner.client.get(f"/session/{session_id}/quality")).json()
        assert (told["verdict"] == "strong", told["redo"]) == (False, [])
        completed = (await learner.client.complete(session_id)).json()
        assert completed["quality"]["verdict"] == told["verdict"]

    async def test_tells_the_same_after_completion(self, learner: Learner) -> None:
        session_id = await learner.start()
        await click_through(learner, session_id)
        before = (await learner.client.get(f"/session/{session_id}/quality")).json()
        await learner.client.complete(session_id)
        after = (await learner.client.get(f"/session/{session_id}/quality")).json()
        assert after == before | {"status": "completed"}

    async def test_has_something_to_say_before_the_first_answer(self, learner: Learner) -> None:
        session_id = await learner.start()
        told = (await learner.client.get(f"/session/{session_id}/quality")).json()
        assert (told["verdict"], told["redo"]) == ("ok", [])

    async def test_is_nobody_elses(self, make_learner: MakeLearner) -> None:
        mine, theirs = make_learner(), make_learner()
        session_id = await mine.start()
        foreign = await theirs.client.get(f"/session/{session_id}/quality")
        missing = await theirs.client.get(f"/session/{uuid4()}/quality")
        assert (foreign.status_code, missing.status_code) == (404, 404)


class TestForAdmins:
    async def test_shows_the_indices_in_plain_words_and_logs_the_look(
        self, learner: Learner, admin: ProfilerClient
    ) -> None:
        session_id = await learner.start()
        await click_through(learner, session_id)
        with capture_logs() as logs:
            answer = await admin.get(f"/learners/{learner.id}/quality")
        told = answer.json()
        assert (told["session_id"], told["verdict"]) == (session_id, "strong")
        assert any("answers in a row stand at the same position" in note for note in told["notes"])
        (read,) = [entry for entry in logs if entry["event"] == "learner_quality_read"]
        assert read["learner_id"] == str(learner.id)

    async def test_is_closed_to_students_and_strangers(
        self, learner: Learner, anonymous: ProfilerClient
    ) -> None:
        await learner.start()
        path = f"/learners/{learner.id}/quality"
        assert (await anonymous.get(path)).status_code == 401
        refused = await learner.client.get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "role-required")

    @pytest.mark.parametrize("role", ["mentor", "enterprise", "director", "parent"])
    async def test_is_closed_to_every_other_role(self, learner: Learner, role: str) -> None:
        token = learner.keys.access_token(uuid4(), roles=[role])
        client = ProfilerClient(learner.client._http, token)
        assert (await client.get(f"/learners/{learner.id}/quality")).status_code == 403

    async def test_knows_no_learner_without_a_session(self, admin: ProfilerClient) -> None:
        assert (await admin.get(f"/learners/{uuid4()}/quality")).status_code == 404
