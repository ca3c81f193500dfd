"""What a 410 of core does is what `learner.erased` does, and only whoever holds the lease does it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from profiler.outbox.claims import Claim, Ended
from profiler.outbox.domain import State, Verdict
from profiler.outbox.relay import Relay
from profiler.outbox.store import OutboxStore
from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.core_stand_in import (
    Behaviour,
    CoreStandIn,
    applied,
    refusal,
)
from services.profiler_fastapi.tests.support.erasures import (
    REMAINS,
    erase,
    erasing,
    list_left,
    list_mentions,
    live,
    read_all,
)
from services.profiler_fastapi.tests.support.outbox import mark, read, tell_results, turn

MakeLearner = Callable[[], Learner]
GONE = Verdict(State.ERASED)


async def claim_all(store: OutboxStore) -> dict[UUID, Claim]:
    """What is due, by learner."""
    return {claim.learner_id: claim for claim in await store.claim(8) if claim.learner_id}


def end(claims: Sequence[Claim], verdict: Verdict) -> list[Ended]:
    return [Ended(claim, verdict, 410) for claim in claims]


class TestGone:
    @pytest.mark.parametrize(
        "behaviour", [refusal(410, "learner-erased"), lambda r: applied(r, "erased")]
    )
    async def test_leaves_ids_and_a_tombstone_and_no_word(
        self,
        learner: Learner,
        relay: Relay,
        core: CoreStandIn,
        database: TestDatabase,
        behaviour: Behaviour,
    ) -> None:
        word = f"canary{uuid4().hex}"
        await live(learner, database, word)
        assert list_left(database, learner.id) == list(REMAINS)
        core.on_sync = behaviour
        with capture_logs() as lines:
            assert await turn(relay) == 1
        assert [(line["state"], line["is_ours"]) for line in lines] == [("erased", True)]
        assert list_left(database, learner.id) == []
        assert list_mentions(database, word) == set()
        assert await turn(relay) == 0
        refused = await learner.client.start(learner.ticket(3))
        assert (refused.status_code, refused.json()["code"]) == (410, "learner-erased")

    async def test_is_written_beside_what_became_of_others(
        self, make_learner: MakeLearner, store: OutboxStore, database: TestDatabase
    ) -> None:
        gone, fine, lost = (make_learner() for _ in range(3))
        sessions = [await learner.finish() for learner in (gone, fine, lost)]
        claims = await claim_all(store)
        mark(database, claims[lost.id].event_id, fence=7)
        before = read_all(database, lost.id)
        ended = [
            *end([claims[lost.id], claims[gone.id]], GONE),
            Ended(claims[fine.id], Verdict(State.APPLIED), 200),
        ]
        assert await store.finish_all(ended) == [False, True, True]
        assert list_left(database, gone.id) == []
        states = [read(database, session)["state"] for session in sessions]
        assert states == ["erased", "applied", "pending"]
        assert read_all(database, lost.id) == before

    async def test_two_relays_do_not_wait_in_a_circle(
        self, store: OutboxStore, settings: Settings, database: TestDatabase
    ) -> None:
        other = OutboxStore(settings.get_database_url("profiler_database_worker_url"))
        for _ in range(10):
            tell_results(database, 8)
            first = list((await claim_all(store)).values())
            tell_results(database, 8)
            second = [
                replace(claim, learner_id=one.learner_id)
                for claim, one in zip((await claim_all(store)).values(), first[::-1], strict=True)
            ]
            for claim in second:
                mark(database, claim.event_id, learner_id=claim.learner_id)
            told = await asyncio.gather(
                store.finish_all(end(first, GONE)), other.finish_all(end(second, GONE))
            )
            assert [sum(pair) for pair in zip(told[0], told[1][::-1], strict=True)] == [1] * 8
            assert all(list_left(database, one.learner_id) == [] for one in first if one.learner_id)
        await other.close()


class TestLostLease:
    async def test_erases_nothing(
        self, learner: Learner, store: OutboxStore, database: TestDatabase
    ) -> None:
        await live(learner, database, "words")
        lost = (await claim_all(store))[learner.id]
        mark(database, lost.event_id, fence=lost.fence + 1)
        before = read_all(database, learner.id)
        assert not await store.finish(lost, GONE, 410)
        assert read_all(database, learner.id) == before
        assert list_left(database, learner.id) == list(REMAINS)
        held = replace(lost, fence=lost.fence + 1)
        assert await store.finish(held, GONE, 410)
        assert list_left(database, learner.id) == []

    @pytest.mark.parametrize("state", [state for state in State if state is not State.PENDING])
    async def test_erases_nothing_when_the_event_has_ended(
        self, learner: Learner, store: OutboxStore, database: TestDatabase, state: State
    ) -> None:
        session = await learner.finish()
        late = (await claim_all(store))[learner.id]
        with database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set state = %s, finished_at = now() where session_id = %s",
                [state, session],
            )
        assert not await store.finish(late, GONE, 410)
        assert "profiling_session" in list_left(database, learner.id)


class TestSenderUnderWay:
    async def test_finds_its_lease_lost_when_the_learner_was_erased_meanwhile(
        self, learner: Learner, store: OutboxStore, database: TestDatabase
    ) -> None:
        await live(learner, database, "words")
        sending = (await claim_all(store))[learner.id]
        erase(database, learner.id)
        before = read_all(database, learner.id)
        assert min(row["fence"] for row in before[1:]) > 1
        assert not await store.finish(sending, Verdict(State.APPLIED), 200)
        assert not await store.finish(sending, Verdict(State.PENDING, "no-answer"), None)
        assert not await store.finish(sending, GONE, 410)
        await store.release(sending)
        assert await store.claim(8) == []
        assert read_all(database, learner.id) == before

    async def test_hurries_nobody_who_is_just_being_erased(
        self, learner: Learner, store: OutboxStore, database: TestDatabase
    ) -> None:
        session = await learner.finish()
        with database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set trouble = 'no-answer',"
                " next_attempt_at = now() + interval '1 hour' where session_id = %s",
                [session],
            )
        with erasing(database, learner.id):
            assert await asyncio.wait_for(store.hurry(), 2) == 0
        assert list_left(database, learner.id) == []
