"""The short form behind its flag: the plan leads, the result says so, nothing else changes."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from profiler.app import create_app
from profiler.bank import Item
from profiler.quality import TimedAnswer, Verdict, judge_quality
from profiler.replay import replay_session
from profiler.results.quality_report import SHORT_FORM_NOTE
from profiler.scoring.short_form import plan_short_form
from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.sessions.test_api import rest
from services.profiler_fastapi.tests.support.answers import BANK, answer_sheet
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock
from talent_contracts.results_v2 import ProfilingResultV2
from tests.clients.transport import AsyncContractTransport, load_document

MakeLearner = Callable[[], Learner]
SHEET = answer_sheet()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def short_http(settings: Settings, clock: SetClock) -> AsyncIterator[httpx.AsyncClient]:
    made = create_app(settings.model_copy(update={"profiler_short_mode": True}), clock=clock)
    transport = AsyncContractTransport(httpx.ASGITransport(made), load_document("profiler"))
    async with (
        made.router.lifespan_context(made),
        httpx.AsyncClient(transport=transport, base_url="http://profiler") as client,
    ):
        yield client


@pytest.fixture
def newcomer(short_http: httpx.AsyncClient, core_keys: CoreKeys) -> Learner:
    """A learner at a service with the flag."""
    learner_id = uuid4()
    return Learner(
        learner_id, ProfilerClient(short_http, core_keys.access_token(learner_id)), core_keys
    )


def move_to(learner: Learner, http: httpx.AsyncClient) -> Learner:
    """The same learner at another service on the same database."""
    return Learner(learner.id, ProfilerClient(http, learner.client.token), learner.keys)


async def follow(learner: Learner, session_id: str) -> list[dict[str, Any]]:
    """Answer what comes next until nothing does; every progress on the way."""
    seen = [(await learner.client.get(f"/session/{session_id}/progress")).json()]
    while seen[-1]["next_question_id"] is not None:
        question = seen[-1]["next_question_id"]
        answered = await learner.client.respond(session_id, question, SHEET[question])
        assert answered.status_code == 200
        seen.append(answered.json()["progress"])
    return seen


class TestShortSession:
    async def test_leads_to_the_end_without_ever_asking_for_more(self, newcomer: Learner) -> None:
        session_id = await newcomer.start()
        seen = await follow(newcomer, session_id)
        totals, percents = ([p[name] for p in seen] for name in ("total", "percent"))
        assert totals[0] == 48
        assert totals == sorted(totals, reverse=True)
        assert percents == sorted(percents)
        assert (percents[-1], seen[-1]["estimated_seconds_left"]) == (100, 0)
        assert totals[-1] == len(seen) - 1 < 36
        assert seen[0]["estimated_seconds_left"] > 2 * seen[20]["estimated_seconds_left"] > 0
        for progress in seen:
            modules = progress["modules"].values()
            assert sum(module["total"] for module in modules) == progress["total"]
            assert sum(module["answered"] for module in modules) == progress["answered"]

    async def test_says_so_in_the_result_and_replays_to_the_same_bytes(
        self, newcomer: Learner, database: TestDatabase
    ) -> None:
        session_id = await newcomer.start()
        asked = len(await follow(newcomer, session_id)) - 1
        completed = await newcomer.client.complete(session_id)
        result = ProfilingResultV2.model_validate_json(completed.content)
        assert result.quality.notes[-1] == SHORT_FORM_NOTE
        assert (result.answered, result.provisional) == (asked, True)
        assert result.track.primary == "defender"
        assert result.aptitude is not None
        replayed = replay_session(database.owner, UUID(session_id), bank=BANK)
        assert replayed.is_identical
        assert replayed.stored == completed.content

    async def test_counts_only_what_was_asked(self, newcomer: Learner) -> None:
        """The last question comes first: in the full form all others would have been seen."""
        session_id = await newcomer.start()
        sheet = {i: o for i, o in SHEET.items() if i.startswith(("identity", "work", "scenario"))}
        right = {"cyber_aptitude_1": BANK.by_id["cyber_aptitude_1"].key or ""}
        await newcomer.answer_all(session_id, {**sheet, **right})
        result = (await newcomer.client.complete(session_id)).json()
        assert [c["items"] for c in result["aptitude"]["categories"]] == [1]
        assert result["level"]["theta"] > 0

    async def test_takes_a_batch(self, newcomer: Learner) -> None:
        session_id = await newcomer.start()
        items = [{"question_id": q, "selected_option": o} for q, o in SHEET.items()]
        sent = await newcomer.client.post(f"/session/{session_id}/respond", {"answers": items})
        assert sent.json()["progress"]["next_question_id"] is None
        result = (await newcomer.client.complete(session_id)).json()
        assert result["answered"] == 51

    async def test_goes_back_without_moving_the_progress(self, newcomer: Learner) -> None:
        session_id = await newcomer.start()
        for _ in range(20):
            progress = (await newcomer.client.get(f"/session/{session_id}/progress")).json()
            question = progress["next_question_id"]
            answered = await newcomer.client.respond(session_id, question, SHEET[question])
        before = answered.json()["progress"]
        changed = await newcomer.client.respond(session_id, "identity_2", "E")
        assert changed.json()["progress"] == before

    async def test_shows_its_progress_everywhere(self, newcomer: Learner) -> None:
        session_id = await newcomer.start()
        again = await newcomer.client.start(newcomer.ticket())
        status = (await newcomer.client.get("/status")).json()
        shown = (await newcomer.client.get(f"/session/{session_id}/progress")).json()
        assert again.json()["progress"] == status["session"]["progress"] == shown
        assert shown["total"] == 48


class TestFlag:
    async def test_changes_no_running_session(
        self, learner: Learner, short_http: httpx.AsyncClient
    ) -> None:
        session_id = await learner.start()
        there = move_to(learner, short_http)
        assert await there.start() == session_id
        answered = await there.client.respond(session_id, "identity_1", "A")
        assert answered.json()["progress"]["total"] == 51

    async def test_a_session_that_moves_on_keeps_its_mode(
        self, newcomer: Learner, http: httpx.AsyncClient, database: TestDatabase
    ) -> None:
        old = await newcomer.start()
        await newcomer.client.respond(old, "identity_1", "A")
        rest(database, old, days=7.01)
        moved = await move_to(newcomer, http).client.start(newcomer.ticket())
        assert moved.status_code == 201
        assert moved.json()["progress"]["answered"] == 1
        assert moved.json()["progress"]["total"] == 48

    async def test_a_session_that_starts_anew_follows_the_flag(
        self, newcomer: Learner, http: httpx.AsyncClient, database: TestDatabase
    ) -> None:
        old = await newcomer.start()
        with database.connect("owner") as owner:
            owner.execute(
                "update profiling_session set bank_text_hash = 'other' where id = %s", [old]
            )
        moved = await move_to(newcomer, http).client.start(newcomer.ticket())
        assert moved.json()["progress"]["total"] == 51

    async def test_is_off_by_default(self, learner: Learner, settings: Settings) -> None:
        assert not settings.profiler_short_mode
        completed = await learner.client.complete(await self._answer(learner))
        assert SHORT_FORM_NOTE not in completed.json()["quality"]["notes"]

    @staticmethod
    async def _answer(learner: Learner) -> str:
        session_id = await learner.start()
        await learner.answer_all(session_id)
        return session_id


class TestClickers:
    @pytest.mark.parametrize("step", range(5))
    @pytest.mark.parametrize("first", range(5))
    def test_are_found_in_the_short_form_too(self, first: int, step: int) -> None:
        answers: dict[str, str] = {}
        while left := plan_short_form(BANK, answers).left:
            item: Item = BANK.by_id[left[0]]
            answers[item.id] = item.option_keys[(first + step * len(answers)) % 5]
        found = judge_quality(BANK, [TimedAnswer(i, o, None) for i, o in answers.items()])
        assert found.verdict is Verdict.STRONG
