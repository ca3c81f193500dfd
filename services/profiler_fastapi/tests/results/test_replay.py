"""A stored result can be recomputed byte for byte from its answers and its pinned bank."""

import asyncio
import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from profiler.bank import load_bank
from profiler.replay import ReplayRefused, recompute, replay_session
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.erasures import erasing, holds_up

FROZEN = sorted((Path(__file__).parent / "frozen").glob("*.json"))


class TestFrozenSessions:
    @pytest.mark.parametrize("path", FROZEN, ids=lambda path: path.stem)
    def test_replay_to_the_same_bytes(self, path: Path) -> None:
        frozen = json.loads(path.read_text(encoding="utf-8"))
        answers = {item: (option, ms) for item, (option, ms) in frozen["answers"].items()}
        again = recompute(bank=load_bank(), answers=answers, why=frozen["why"], aim=frozen["aim"])
        assert again.decode() == frozen["result"]

    def test_are_there_for_every_bank_version(self) -> None:
        assert {path.stem.rpartition("-")[0] for path in FROZEN} == {load_bank().version}
        assert len(FROZEN) >= 12


class TestReplaySession:
    async def test_is_identical_for_a_stored_session(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        replayed = replay_session(database.owner, UUID(session_id), bank=load_bank())
        assert replayed.is_identical
        assert len(replayed.stored) > 1000

    async def test_tells_when_an_answer_was_changed_behind_its_back(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.finish()
        with database.connect("owner") as owner:
            owner.execute("alter table answer disable trigger refuse_late_answer")
            owner.execute(
                "update answer set selected_option = case selected_option when 'A' then 'B'"
                " else 'A' end where session_id = %s and question_id = 'identity_1'",
                [session_id],
            )
            owner.execute("alter table answer enable trigger refuse_late_answer")
        replayed = replay_session(database.owner, UUID(session_id), bank=load_bank())
        assert not replayed.is_identical

    async def test_sees_one_moment_while_the_learner_is_being_erased(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = UUID(await learner.finish())
        with erasing(database, learner.id, "owner") as erasure:
            # Between the two things that are read: the session is seen, its answers not yet.
            erasure.execute("lock table answer in access exclusive mode")
            replaying = asyncio.create_task(
                asyncio.to_thread(replay_session, database.owner, session_id, bank=load_bank())
            )
            await holds_up(database, erasure)
        assert (await replaying).is_identical

    async def test_refuses_what_is_open_unknown_or_of_another_bank(
        self, learner: Learner, database: TestDatabase
    ) -> None:
        session_id = await learner.start()
        with pytest.raises(ReplayRefused, match="no result yet"):
            replay_session(database.owner, UUID(session_id), bank=load_bank())
        with pytest.raises(ReplayRefused, match="there is no session"):
            replay_session(database.owner, uuid4(), bank=load_bank())
