"""Statistics from the real tables: once a day, by one of several relays."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from profiler.statistics import selectors
from profiler.statistics.records import TakenSession
from profiler.statistics.services import (
    StatisticsTooLarge,
    compute_statistics,
    find_day,
    tell_daily,
    tell_statistics,
)
from services.profiler_fastapi.tests.conftest import Learner
from services.profiler_fastapi.tests.statistics.stand import AUDIENCE, Stand
from services.profiler_fastapi.tests.support.answers import answer_sheet
from talent_contracts.events import ProfilingStatisticsV1
from talent_contracts.statistics import BankStatistics
from talent_contracts.vocabulary import SessionStatus

STATISTICS = ProfilingStatisticsV1.TYPE
DAY = timedelta(days=1)


async def tell(stand: Stand, after: timedelta = timedelta()) -> bool:
    async with stand.worker.begin() as db:
        now = stand.clock.now() + after
        return await tell_daily(db, bank=stand.bank, audience=AUDIENCE, now=now)


async def tell_and_die(stand: Stand) -> None:
    async with stand.worker.begin() as db:
        await tell_daily(db, bank=stand.bank, audience=AUDIENCE, now=stand.clock.now())
        raise ConnectionError


async def compute(stand: Stand, after: timedelta = timedelta()) -> BankStatistics:
    async with stand.worker.begin() as db:
        return await compute_statistics(db, bank=stand.bank, now=stand.clock.now() + after)


async def read_sessions(stand: Stand, page: int = 250) -> list[list[TakenSession]]:
    async with stand.worker.begin() as db:
        return [p async for p in selectors.list_session_pages(db, stand.bank, page=page)]


async def finish(stand: Stand, learner: Learner | None = None, **wishes: str) -> str:
    learner = learner or stand.make_learner()
    body = {"ticket": learner.ticket(), **wishes}
    session: str = (await learner.client.post("/session/start", body)).json()["session_id"]
    answers = [
        {"question_id": item_id, "selected_option": option, "response_time_ms": 1}
        for item_id, option in answer_sheet().items()
    ]
    sent = await learner.client.post(f"/session/{session}/respond", {"answers": answers})
    assert sent.status_code == 200, sent.text
    assert (await learner.client.complete(session)).status_code == 200
    return session


class TestFindDay:
    @pytest.mark.parametrize(
        ("now", "day"),
        [
            (datetime(2026, 5, 1, 2, 59, 59, tzinfo=UTC), date(2026, 4, 30)),
            (datetime(2026, 5, 1, 3, 0, tzinfo=UTC), date(2026, 5, 1)),
            (datetime(2026, 5, 2, 2, 59, tzinfo=UTC), date(2026, 5, 1)),
        ],
    )
    def test_begins_at_three(self, now: datetime, day: date) -> None:
        assert find_day(now) == day


class TestTellDaily:
    async def test_tells_one_event_a_day(self, stand: Stand) -> None:
        await finish(stand)
        assert [await tell(stand), await tell(stand), await tell(stand, DAY)] == [True, False, True]
        first, second = (
            ProfilingStatisticsV1.model_validate_json(b) for b in stand.list_bodies(STATISTICS)
        )
        assert first.bank.hashes.text == stand.bank.hashes.text
        assert second.occurred_at - first.occurred_at >= DAY
        assert first.statistics.completed == 1

    async def test_tells_nothing_while_nobody_came(self, stand: Stand) -> None:
        assert await tell(stand) is False
        assert stand.list_bodies(STATISTICS) == []
        await finish(stand)
        assert await tell(stand) is True

    async def test_one_of_several_relays_tells(self, stand: Stand) -> None:
        await finish(stand)
        told = await asyncio.gather(*(tell(stand) for _ in range(4)))
        assert sorted(told) == [False, False, False, True]
        assert len(stand.list_bodies(STATISTICS)) == 1

    async def test_is_found_again_when_the_process_died_before_the_end(self, stand: Stand) -> None:
        await finish(stand)
        with pytest.raises(ConnectionError):
            await tell_and_die(stand)
        assert stand.list_bodies(STATISTICS) == []
        assert await tell(stand) is True


class TestTellStatistics:
    async def test_an_operators_run_is_the_days_run_too(self, stand: Stand) -> None:
        await finish(stand)
        statistics = await compute(stand)
        for _ in range(2):
            async with stand.worker.begin() as db:
                event_id = await tell_statistics(
                    db,
                    bank=stand.bank,
                    statistics=statistics,
                    audience=AUDIENCE,
                    now=stand.clock.now(),
                )
        assert len(stand.list_bodies(STATISTICS)) == 2
        assert await tell(stand) is False
        run = "select event_id, sessions from statistics_run where bank_text_hash = %s"
        assert stand.query(run, stand.bank.hashes.text) == [(event_id, 1)]

    async def test_refuses_what_core_would_not_take(self, stand: Stand) -> None:
        statistics = await compute(stand)
        grown = statistics.model_copy(update={"items": statistics.items * 3})
        with pytest.raises(StatisticsTooLarge, match="65536 are accepted"):
            async with stand.worker.begin() as db:
                await tell_statistics(
                    db, bank=stand.bank, statistics=grown, audience=AUDIENCE, now=stand.clock.now()
                )


class TestComputeStatistics:
    async def test_counts_what_the_api_stored(self, stand: Stand) -> None:
        await finish(stand)
        halfway = stand.make_learner()
        session = await halfway.start()
        item = stand.bank.items[0]
        await halfway.client.respond(session, item.id, "C", response_time_ms=0)
        now, later = await compute(stand), await compute(stand, timedelta(days=7, hours=1))
        assert (now.started, now.completed, now.abandoned, now.careless) == (2, 1, 0, 1)
        assert (later.abandoned, later.items[1].stopped) == (1, 1)
        assert (now.items[0].reached, now.items[0].answered) == (1, 1)

    async def test_leaves_out_sessions_of_the_short_form(self, stand: Stand) -> None:
        session = await finish(stand)
        stand.query("update profiling_session set mode = 'short' where id = %s", session)
        assert (await compute(stand)).started == 0

    async def test_leaves_out_what_a_learner_went_on_with_elsewhere(self, stand: Stand) -> None:
        learner = stand.make_learner()
        first = await learner.start()
        await learner.client.respond(first, stand.bank.items[0].id, "C")
        stand.query(
            "update profiling_session set started_at = now() - interval '9 days' where id = %s",
            first,
        )
        stand.query("update answer set received_at = now() - interval '8 days'"
                    " where session_id = %s", first)  # fmt: skip
        second = await learner.start()
        assert second != first
        (page,) = await read_sessions(stand)
        assert [(s.status, len(s.answers)) for s in page] == [(SessionStatus.IN_PROGRESS, 1)]

    async def test_reads_each_session_once_whatever_the_page(self, stand: Stand) -> None:
        for _ in range(5):
            await stand.make_learner().start()
        await finish(stand)
        whole, pages = await read_sessions(stand), await read_sessions(stand, page=2)
        assert [len(page) for page in pages] == [2, 2, 2]
        assert [session for page in pages for session in page] == whole[0]

    async def test_reads_language_times_and_instants(self, stand: Stand) -> None:
        learner = stand.make_learner()
        body = {"ticket": learner.ticket(), "language": "sw-KE"}
        session = (await learner.client.post("/session/start", body)).json()["session_id"]
        await learner.client.respond(session, stand.bank.items[0].id, "D", response_time_ms=0)
        ((taken,),) = await read_sessions(stand)
        (answer,) = taken.answers
        assert (taken.language, taken.is_focal) == ("sw-KE", True)
        assert (answer.option, answer.response_time_ms) == ("D", 0)
        assert taken.last_active_at == answer.answered_at > taken.started_at

    async def test_keeps_the_completion_of_a_session_that_was_superseded(
        self, stand: Stand
    ) -> None:
        learner = stand.make_learner()
        await finish(stand, learner)
        await learner.start(epoch=2)
        found = await compute(stand, timedelta(days=30))
        assert (found.started, found.completed, found.abandoned) == (2, 1, 1)
