"""The statement for many learners: own rows only, in order, all or nothing."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
import pytest_asyncio
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncEngine

from profiler.hot.batch import Given, Stored, store_batch
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.hot.conftest import Framework, MakeLearner
from services.profiler_fastapi.tests.support.answers import BANK

QUESTIONS = [item.id for item in BANK.items]


@pytest.fixture
def engine(framework: Framework) -> AsyncEngine:
    return framework.services.database.engine


@pytest_asyncio.fixture(loop_scope="session")
async def crowd(
    ordinary: httpx.AsyncClient, make_learner_at: MakeLearner
) -> list[tuple[Learner, UUID]]:
    learners = [make_learner_at(ordinary) for _ in range(4)]
    return [(learner, UUID(await learner.start())) for learner in learners]


def give(
    learner: Learner, session_id: UUID, question: str = "identity_1", option: str = "A"
) -> Given:
    return Given(learner.id, session_id, question, option, None, None, datetime.now(UTC))


def read_answers(database: TestDatabase, sessions: list[UUID]) -> set[tuple[UUID, UUID, str]]:
    with database.connect("owner") as owner:
        return set(
            owner.execute(
                "select session_id, learner_id, question_id from answer where session_id = any(%s)",
                [sessions],
            ).fetchall()
        )


class TestRowSecurity:
    @pytest.mark.parametrize("seed", range(8))
    async def test_nobody_writes_or_reads_what_is_not_theirs(
        self,
        engine: AsyncEngine,
        crowd: list[tuple[Learner, UUID]],
        database: TestDatabase,
        seed: int,
    ) -> None:
        chance = random.Random(seed)
        batch = [
            give(chance.choice(crowd)[0], chance.choice(crowd)[1], chance.choice(QUESTIONS))
            for _ in range(60)
        ]
        owners = {session: learner.id for learner, session in crowd}
        outcomes = await store_batch(engine, batch)
        answered: dict[UUID, set[str]] = {session: set() for session in owners}
        for given, outcome in zip(batch, outcomes, strict=True):
            is_own = owners[given.session_id] == given.learner_id
            assert (outcome is not None) is is_own
            if is_own:
                answered[given.session_id].add(given.question_id)
        for given, outcome in zip(batch, outcomes, strict=True):
            if outcome is not None:
                assert given.question_id in outcome.answered
                assert outcome.answered <= answered[given.session_id]
        assert read_answers(database, list(owners)) == {
            (session, owners[session], question)
            for session, questions in answered.items()
            for question in questions
        }

    async def test_the_policies_hold_even_when_the_function_forgets_the_learner(
        self, crowd: list[tuple[Learner, UUID]], database: TestDatabase
    ) -> None:
        (mine, _), (_, theirs), *_ = crowd
        call = (
            "select count(*) from {}(%s::uuid[], %s::uuid[], '{{identity_1}}', '{{A}}',"
            " '{{null}}', '{{null}}', array[now()])"
        )
        with database.connect("owner") as owner:
            (source,) = owner.execute(
                "select pg_get_functiondef('store_answers'::regproc)"
            ).fetchone() or ("",)
            careless = source.replace("store_answers", "careless", 1).replace(
                " AND session.learner_id = given.learner_id", ""
            )
            assert len(careless) < len(source) - 20
            owner.execute(careless)
            try:
                with database.connect("app") as app:
                    asked = [[mine.id], [theirs]]
                    assert app.execute(call.format("careless"), asked).fetchone() == (0,)
            finally:
                owner.execute("drop function careless")
        assert read_answers(database, [theirs]) == set()

    async def test_the_context_ends_with_the_batch(
        self, engine: AsyncEngine, crowd: list[tuple[Learner, UUID]], database: TestDatabase
    ) -> None:
        (learner, session), *_ = crowd
        with database.connect("app") as app:
            app.execute("begin")
            app.execute(
                "select store_answers(%s::uuid[], %s::uuid[], '{identity_1}', '{A}', '{null}',"
                " '{null}', array[now()])",
                [[learner.id], [session]],
            )
            assert app.execute("select count(*) from answer").fetchone() == (0,)
            app.execute("rollback")

    @pytest.mark.parametrize("role", ["worker"])
    def test_other_roles_may_not_call_it(self, database: TestDatabase, role: str) -> None:
        with (
            database.connect(role) as other,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="store_answers"),
        ):
            other.execute("select store_answers('{}', '{}', '{}', '{}', '{}', '{}', '{}')")


class TestOrder:
    async def test_answers_to_one_question_follow_each_other(
        self, engine: AsyncEngine, crowd: list[tuple[Learner, UUID]], database: TestDatabase
    ) -> None:
        (learner, session), *_ = crowd
        batch = [give(learner, session, "identity_1", option) for option in "ABC"]
        stale = replace(give(learner, session, "identity_1", "D"), answer_version=2)
        found = await store_batch(engine, [*batch, stale])
        assert [getattr(outcome, "answer_version", None) for outcome in found] == [1, 2, 3, None]
        with database.connect("owner") as owner:
            kept = owner.execute(
                "select selected_option from answer where session_id = %s", [session]
            ).fetchall()
        assert kept == [("C",)]

    async def test_times_of_one_session_stay_within_it(
        self, engine: AsyncEngine, crowd: list[tuple[Learner, UUID]], database: TestDatabase
    ) -> None:
        (learner, session), *_ = crowd
        with database.connect("owner") as owner:
            owner.execute(
                "update profiling_session set started_at = started_at - interval '1 minute'"
                " where id = %s",
                [session],
            )
            batch = [
                replace(give(learner, session, question), response_time_ms=25_000)
                for question in QUESTIONS[:5]
            ]
            await store_batch(engine, batch)
            (total,) = owner.execute(
                "select sum(response_time_ms) from answer where session_id = %s", [session]
            ).fetchone() or (0,)
        assert 60_000 <= total < 75_000


class TestAllOrNothing:
    async def test_nothing_is_stored_when_one_answer_fails(
        self, engine: AsyncEngine, crowd: list[tuple[Learner, UUID]], database: TestDatabase
    ) -> None:
        sessions = [session for _, session in crowd]
        batch = [give(learner, session) for learner, session in crowd]
        broken = [*batch, replace(batch[0], question_id="identity_2", answer_version=2**40)]
        with pytest.raises(DataError):
            await store_batch(engine, broken)
        assert read_answers(database, sessions) == set()
        assert all(isinstance(found, Stored) for found in await store_batch(engine, batch))

    async def test_an_unknown_session_is_left_and_harms_nobody(
        self, engine: AsyncEngine, crowd: list[tuple[Learner, UUID]]
    ) -> None:
        (learner, session), *_ = crowd
        found = await store_batch(engine, [give(learner, uuid4()), give(learner, session)])
        assert found[0] is None
        assert isinstance(found[1], Stored)
