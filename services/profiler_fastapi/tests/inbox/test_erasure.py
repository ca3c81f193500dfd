"""``learner.erased``: nothing is left but ids and a tombstone, and nothing begins any more."""

from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest

from profiler.bank import load_bank
from profiler.replay import ReplayRefused, replay_session
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.core_sender import CoreSender
from services.profiler_fastapi.tests.support.erasures import (
    KEY,
    REMAINS,
    list_left,
    list_mentions,
    list_tables,
    live,
    read_all,
)

MakeLearner = Callable[[], Learner]


@pytest.fixture
def word() -> str:
    """What only this learner wrote."""
    return f"canary{uuid4().hex}"


class TestEffect:
    def test_is_told_for_every_table_with_a_learner(self, database: TestDatabase) -> None:
        assert list_tables(database) == set(REMAINS)

    async def test_leaves_ids_and_a_tombstone_and_no_word(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase, word: str
    ) -> None:
        await live(learner, database, word)
        assert list_left(database, learner.id) == list(REMAINS)
        assert list_mentions(database, word) == {
            *("profiling_session", "result", "outbox_event", "idempotency_key"),
        }
        event = core_sender.erased(learner.id)
        answered = await core_sender.send(event)
        assert answered.status_code == 200, answered.text
        assert answered.json() == {"event_id": event["event_id"], "outcome": "erased"}
        assert list_left(database, learner.id) == []
        assert list_mentions(database, word) == set()

    async def test_a_learner_who_was_never_here_gets_a_tombstone(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase
    ) -> None:
        answered = await core_sender.send(core_sender.erased(learner.id))
        assert answered.json()["outcome"] == "erased"
        assert list_left(database, learner.id) == []

    async def test_leaves_others_alone(
        self,
        make_learner: MakeLearner,
        core_sender: CoreSender,
        database: TestDatabase,
        word: str,
    ) -> None:
        mine, theirs = make_learner(), make_learner()
        session = await live(theirs, database, word)
        before = read_all(database, theirs.id)
        await core_sender.send(core_sender.erased(mine.id))
        assert read_all(database, theirs.id) == before
        assert (await theirs.client.respond(session, "identity_2", "A")).status_code == 200
        assert len(list_mentions(database, word)) == 4

    async def test_cannot_be_undone_not_even_by_the_owner(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase
    ) -> None:
        await learner.finish()
        await core_sender.send(core_sender.erased(learner.id))
        for statement in (
            "update learner_epoch set erased_at = null where learner_id = %s",
            "update learner_epoch set erased_at = now() where learner_id = %s",
            "update learner_epoch set learner_id = gen_random_uuid() where learner_id = %s",
            "delete from learner_epoch where learner_id = %s",
            "update outbox_event set state = 'pending', finished_at = null where learner_id = %s",
            "update outbox_event set body = 'x' where learner_id = %s",
        ):
            with (
                database.connect("owner") as owner,
                pytest.raises(psycopg.errors.CheckViolation, match="stays erased"),
            ):
                owner.execute(statement, [learner.id])


class TestRepeat:
    async def test_answers_the_stored_outcome(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase
    ) -> None:
        event = core_sender.erased(learner.id)
        first, again = await core_sender.send(event), await core_sender.send(event)
        assert "x-psp-replayed" not in first.headers
        assert again.headers["x-psp-replayed"] == "1"
        assert again.content == first.content
        with database.connect("owner") as owner:
            stored = owner.execute(
                "select type, outcome from inbox_event where event_id = %s", [event["event_id"]]
            ).fetchall()
        assert stored == [("learner.erased", "erased")]

    async def test_changes_nothing_when_it_is_another_event(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase, word: str
    ) -> None:
        await live(learner, database, word)
        await core_sender.send(core_sender.erased(learner.id))
        before = read_all(database, learner.id)
        again = await core_sender.send(core_sender.erased(learner.id))
        assert (again.status_code, again.json()["outcome"]) == (200, "erased")
        assert read_all(database, learner.id) == before


class TestAfterwards:
    @pytest.mark.parametrize("epoch", [1, 2, 3])
    async def test_no_session_begins(
        self,
        learner: Learner,
        core_sender: CoreSender,
        database: TestDatabase,
        epoch: int,
    ) -> None:
        await learner.start(2)
        await core_sender.send(core_sender.erased(learner.id))
        refused = await learner.client.start(learner.ticket(epoch))
        assert (refused.status_code, refused.json()["code"]) == (410, "learner-erased")
        assert refused.json()["title"] == "This learner was erased"
        assert list_left(database, learner.id) == []

    async def test_no_kept_answer_is_given_again(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase
    ) -> None:
        ticket = learner.ticket()
        assert (await learner.client.start(ticket, headers=KEY)).status_code == 201
        await core_sender.send(core_sender.erased(learner.id))
        assert (await learner.client.start(ticket, headers=KEY)).status_code == 410
        assert list_left(database, learner.id) == []

    async def test_the_sessions_are_nobodys(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase, word: str
    ) -> None:
        session = await live(learner, database, word)
        await core_sender.send(core_sender.erased(learner.id))
        batch = {"answers": [{"question_id": "identity_1", "selected_option": "A"}]}
        for refused in (
            await learner.client.respond(session, "identity_1", "A"),
            await learner.client.post(f"/session/{session}/respond", batch, headers=KEY),
            await learner.client.post(f"/session/{session}/reflection", {"why": "x"}, headers=KEY),
            await learner.client.complete(session, headers=KEY),
            await learner.client.get(f"/session/{session}/results"),
            await learner.client.get(f"/session/{session}/modules"),
        ):
            assert (refused.status_code, refused.json()["code"]) == (404, "not-found")
        status = (await learner.client.get("/status")).json()
        assert (status["session"], status["delivery"]) == (None, None)
        assert list_left(database, learner.id) == []

    async def test_late_resets_and_undos_are_applied_and_change_nothing(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase
    ) -> None:
        session = await learner.finish(1)
        await core_sender.send(core_sender.erased(learner.id))
        for late in (
            core_sender.reset(learner.id, 2),
            core_sender.restored(learner.id, 3, session),
        ):
            answered = await core_sender.send(late)
            assert (answered.status_code, answered.json()["outcome"]) == (200, "applied")
        assert list_left(database, learner.id) == []
        assert (await learner.client.start(learner.ticket(3))).status_code == 410

    async def test_nothing_is_there_to_be_recomputed(
        self, learner: Learner, core_sender: CoreSender, database: TestDatabase
    ) -> None:
        session = await learner.finish()
        await core_sender.send(core_sender.erased(learner.id))
        with pytest.raises(ReplayRefused, match="erased"):
            replay_session(database.owner, UUID(session), bank=load_bank())
