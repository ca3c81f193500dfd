"""Progress reports from the real tables."""

import asyncio
from datetime import timedelta

import pytest

from profiler.statistics.progress import tell_progress
from services.profiler_fastapi.tests.conftest import Learner
from services.profiler_fastapi.tests.statistics.stand import AUDIENCE, Stand
from talent_contracts.events import ProfilingProgressV1
from talent_contracts.vocabulary import Module

PROGRESS = ProfilingProgressV1.TYPE


async def tell(stand: Stand, after_s: float = 0, most: int = 200) -> int:
    async with stand.worker.begin() as db:
        now = stand.clock.now() + timedelta(seconds=after_s)
        return await tell_progress(db, bank=stand.bank, audience=AUDIENCE, now=now, most=most)


async def tell_and_die(stand: Stand) -> None:
    async with stand.worker.begin() as db:
        now = stand.clock.now()
        await tell_progress(db, bank=stand.bank, audience=AUDIENCE, now=now)
        raise ConnectionError


async def answer(stand: Stand, learner: Learner, session: str, *places: int) -> None:
    for place in places:
        item = stand.bank.items[place]
        given = await learner.client.respond(session, item.id, item.option_keys[0])
        assert given.status_code == 200, given.text


def list_told(stand: Stand) -> list[ProfilingProgressV1]:
    return [ProfilingProgressV1.model_validate_json(b) for b in stand.list_bodies(PROGRESS)]


class TestTellProgress:
    async def test_tells_how_far_an_open_session_is(self, stand: Stand) -> None:
        learner = stand.make_learner()
        session = await learner.start(epoch=3)
        await answer(stand, learner, session, *range(10))
        assert await tell(stand) == 1
        (event,) = list_told(stand)
        assert (event.learner_id, str(event.session_id), event.epoch) == (learner.id, session, 3)
        assert (event.answered, event.total, event.module) == (10, 51, Module.CYBER_APTITUDE)
        assert (event.iss, event.aud) == ("talent-profiler", AUDIENCE)

    async def test_tells_the_time_of_the_last_answer(self, stand: Stand) -> None:
        learner = stand.make_learner()
        session = await learner.start()
        await answer(stand, learner, session, 0, 1)
        await tell(stand, after_s=50)
        ((latest,),) = stand.query(
            "select max(received_at) from answer where session_id = %s", session
        )
        assert list_told(stand)[0].occurred_at == latest

    async def test_has_no_module_when_all_is_answered(self, stand: Stand) -> None:
        learner = stand.make_learner()
        session = await learner.start()
        await learner.answer_all(session)
        await tell(stand)
        (event,) = list_told(stand)
        assert (event.answered, event.module) == (51, None)

    async def test_tells_nothing_twice(self, stand: Stand) -> None:
        learner = stand.make_learner()
        session = await learner.start()
        await answer(stand, learner, session, 0)
        assert [await tell(stand), await tell(stand), await tell(stand, 3600)] == [1, 0, 0]

    async def test_tells_nothing_of_a_session_without_answers(self, stand: Stand) -> None:
        await stand.make_learner().start()
        assert await tell(stand) == 0

    async def test_tells_once_a_minute_when_answers_go_on(self, stand: Stand) -> None:
        learner = stand.make_learner()
        session = await learner.start()
        await answer(stand, learner, session, 0)
        assert await tell(stand) == 1
        await answer(stand, learner, session, 1)
        assert await tell(stand, after_s=58) == 0
        assert await tell(stand, after_s=62) == 1
        assert [event.answered for event in list_told(stand)] == [1, 2]

    async def test_the_minute_is_the_learners_when_a_new_epoch_begins(self, stand: Stand) -> None:
        learner = stand.make_learner()
        await answer(stand, learner, await learner.start(epoch=1), 0)
        assert await tell(stand) == 1
        await answer(stand, learner, await learner.start(epoch=2), 0)
        assert await tell(stand, after_s=58) == 0
        assert await tell(stand, after_s=62) == 1
        assert [event.epoch for event in list_told(stand)] == [1, 2]

    async def test_tells_no_more_once_completed(self, stand: Stand) -> None:
        learner = stand.make_learner()
        session = await learner.start()
        await learner.answer_all(session)
        await learner.client.complete(session)
        assert await tell(stand) == 0

    async def test_tells_nothing_of_another_bank(self, stand: Stand, learner: Learner) -> None:
        session = await learner.start()
        await learner.client.respond(session, stand.bank.items[0].id, "A")
        assert await tell(stand) == 0

    async def test_several_relays_tell_of_a_session_once(self, stand: Stand) -> None:
        for _ in range(6):
            learner = stand.make_learner()
            await answer(stand, learner, await learner.start(), 0)
        told = await asyncio.gather(*(tell(stand, most=2) for _ in range(4)))
        while await tell(stand, most=2):
            pass
        assert max(told) == 2
        learners = [event.learner_id for event in list_told(stand)]
        assert len(learners) == len(set(learners)) == 6

    async def test_goes_on_where_a_crash_cut_it_off(self, stand: Stand) -> None:
        for _ in range(3):
            learner = stand.make_learner()
            await answer(stand, learner, await learner.start(), 0)
        assert await tell(stand, most=2) == 2
        with pytest.raises(ConnectionError):
            await tell_and_die(stand)
        assert len(list_told(stand)) == 2
        assert await tell(stand) == 1

    async def test_finds_what_came_in_while_no_relay_ran(self, stand: Stand) -> None:
        stand.clock.shift = -timedelta(hours=30)
        learner = stand.make_learner()
        started = await learner.client.start(stand.keys.ticket_for(learner.id, iat=0, exp=2**33))
        await answer(stand, learner, started.json()["session_id"], 0)
        stand.clock.shift = timedelta()
        assert await tell(stand) == 1

    async def test_the_scan_waits_until_all_that_was_due_is_told(self, stand: Stand) -> None:
        for hours in (30, 20, 10):
            stand.clock.shift = -timedelta(hours=hours)
            learner = stand.make_learner()
            ticket = stand.keys.ticket_for(learner.id, iat=0, exp=2**33)
            started = await learner.client.start(ticket)
            await answer(stand, learner, started.json()["session_id"], 0)
        stand.clock.shift = timedelta()
        assert [await tell(stand, most=1) for _ in range(4)] == [1, 1, 1, 0]

    async def test_finds_who_was_not_due_when_the_scan_went_on(self, stand: Stand) -> None:
        early, busy = stand.make_learner(), stand.make_learner()
        session = await early.start()
        await answer(stand, early, session, 0)
        assert await tell(stand) == 1
        await answer(stand, early, session, 1)
        await answer(stand, busy, await busy.start(), 0)
        assert await tell(stand, after_s=30) == 1
        assert await tell(stand, after_s=61) == 1
        assert [event.answered for event in list_told(stand)] == [1, 1, 2]

    async def test_looks_only_at_what_is_new(self, stand: Stand) -> None:
        learner = stand.make_learner()
        await answer(stand, learner, await learner.start(), 0)
        await tell(stand)
        ((until,),) = stand.query("select seen_until from progress_scan")
        age = stand.clock.now() - until
        assert timedelta(seconds=85) < age < timedelta(seconds=100)

    async def test_never_looks_into_the_future_of_a_wrong_clock(self, stand: Stand) -> None:
        stand.clock.shift = timedelta(days=3)
        learner = stand.make_learner()
        started = await learner.client.start(stand.keys.ticket_for(learner.id, exp=2**33))
        await answer(stand, learner, started.json()["session_id"], 0)
        stand.clock.shift = timedelta()
        await tell(stand)
        ((until,),) = stand.query("select seen_until from progress_scan")
        assert until < stand.clock.now()

    async def test_what_was_told_goes_with_the_session(self, stand: Stand) -> None:
        learner = stand.make_learner()
        session = await learner.start()
        await answer(stand, learner, session, 0)
        await tell(stand)
        told = "select answered from progress_told where learner_id = %s"
        assert stand.query(told, learner.id) == [(1,)]
        stand.query("delete from profiling_session where id = %s", session)
        assert stand.query(told, learner.id) == []
