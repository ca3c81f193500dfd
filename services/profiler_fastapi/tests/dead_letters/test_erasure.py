"""Letters of whoever was erased: nobody reads them, sends them again or decides about them."""

import asyncio
from uuid import UUID, uuid4

import pytest

from profiler.dead_letters.command import CommandRefused, run_verb
from profiler.settings import Settings
from profiler.worker import open_database
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.erasures import erase, erasing, holds_up, list_left
from services.profiler_fastapi.tests.support.letters import deeds, make_letter, row

LETTERS = "/dead-letters"
WHY = {"reason": "the learner has left"}


@pytest.fixture
def gone() -> UUID:
    return uuid4()


class TestAdmin:
    async def test_finds_nothing(self, admin: Learner, database: TestDatabase, gone: UUID) -> None:
        letter = make_letter(database, learner_id=gone, kind="of.nobody")
        erase(database, gone)
        listed = await admin.client.get(f"{LETTERS}?type=of.nobody")
        assert listed.json()["results"] == []
        assert (await admin.client.get(f"{LETTERS}/{letter}")).status_code == 404
        assert (await admin.client.post(f"{LETTERS}/{letter}/discard", WHY)).status_code == 404
        replayed = await admin.client.post(f"{LETTERS}/replay", {"ids": [letter]})
        assert replayed.json() == {"replayed": [], "unknown": [letter]}
        assert (list_left(database, gone), deeds(database, letter)) == ([], [])

    async def test_revives_nothing_that_is_just_being_erased(
        self, admin: Learner, database: TestDatabase, gone: UUID
    ) -> None:
        letter = make_letter(database, learner_id=gone)
        with erasing(database, gone) as erasure:
            replaying = asyncio.create_task(
                admin.client.post(f"{LETTERS}/replay", {"ids": [letter]})
            )
            await holds_up(database, erasure)
        assert (await replaying).json() == {"replayed": [], "unknown": [letter]}
        assert (list_left(database, gone), deeds(database, letter)) == ([], [])

    async def test_holds_nobody_later_in_the_order_while_it_waits_for_an_erasure(
        self, admin: Learner, database: TestDatabase
    ) -> None:
        """Two who lock the same learners in different orders would wait for each other."""
        first, second = sorted([uuid4(), uuid4()])
        later = make_letter(database, learner_id=second)
        letter = make_letter(database, learner_id=first)
        with erasing(database, first, "owner") as erasure:
            replaying = asyncio.create_task(
                admin.client.post(f"{LETTERS}/replay", {"ids": [later, letter]})
            )
            await holds_up(database, erasure)
            erasure.execute(
                "select from outbox_event where event_id = %s for update nowait", [later]
            )
        assert (await replaying).json() == {"replayed": [later], "unknown": [letter]}

    async def test_leaves_what_was_written_about_the_event(
        self, admin: Learner, database: TestDatabase, gone: UUID
    ) -> None:
        letter = make_letter(database, learner_id=gone)
        await admin.client.post(f"{LETTERS}/{letter}/discard", WHY)
        erase(database, gone)
        assert row(database, letter)["state"] == "erased"
        assert deeds(database, letter) == [("dead_letter.discarded", admin.id, WHY["reason"])]


class TestCommand:
    async def test_finds_nothing(
        self, settings: Settings, database: TestDatabase, gone: UUID
    ) -> None:
        letter = make_letter(database, learner_id=gone)
        erase(database, gone)
        async with open_database(settings) as worker:
            assert letter not in "".join(await run_verb(worker, verb="list"))
            replayed = await run_verb(worker, verb="replay", ids=[letter])
            assert replayed == ["0 of 1 are on their way again"]
            with pytest.raises(CommandRefused, match="no dead letter"):
                await run_verb(worker, verb="discard", ids=[letter], reason="has left")
        assert list_left(database, gone) == []
