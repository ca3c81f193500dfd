"""Row-level security and rights, in raw SQL with the roles' own logins."""

from uuid import uuid4

import psycopg
import pytest
import pytest_asyncio

from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.erasures import erase, list_left, read_all

TABLES = [
    "learner_epoch",
    "profiling_session",
    "answer",
    "result",
    "outbox_event",
    "idempotency_key",
]
WORKER_TABLES = ["progress_told", "sweep_finding"]
"""With a learner in them, and no business of the app's."""
EVENT = """insert into outbox_event (event_id, learner_id, session_id, type, body, created_at, state,
    next_attempt_at, finished_at, attempts, bad_signatures, fence)
    values (gen_random_uuid(), {learner}, {session}, '{type}', '', now(), 'dead',
    now(), now(), 0, 0, 0)"""


ERASE = "select * from erase_learner()"


@pytest_asyncio.fixture(loop_scope="session")
async def finished(learner: Learner) -> Learner:
    session_id = await learner.finish()
    await learner.client.post(f"/session/{session_id}/complete", headers={"Idempotency-Key": "k"})
    return learner


def count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


def act_as(connection: psycopg.Connection, learner_id: object) -> None:
    connection.execute("select set_config('app.user_id', %s, false)", [str(learner_id)])


class TestContext:
    @pytest.mark.parametrize("table", TABLES)
    async def test_no_rows_when_there_is_no_context(
        self, finished: Learner, database: TestDatabase, table: str
    ) -> None:
        with database.connect("app") as app:
            assert count(app, table) == 0
            app.execute("select set_config('app.user_id', '', false)")
            assert count(app, table) == 0

    @pytest.mark.parametrize("table", TABLES)
    async def test_no_rows_when_the_context_is_another(
        self, finished: Learner, database: TestDatabase, table: str
    ) -> None:
        with database.connect("app") as app:
            act_as(app, uuid4())
            assert count(app, table) == 0

    @pytest.mark.parametrize("table", TABLES)
    async def test_own_rows_when_the_context_is_right(
        self, finished: Learner, database: TestDatabase, table: str
    ) -> None:
        with database.connect("app") as app:
            act_as(app, finished.id)
            assert count(app, table) > 0

    async def test_foreign_rows_cannot_be_written(
        self, finished: Learner, database: TestDatabase
    ) -> None:
        with database.connect("app") as app:
            act_as(app, uuid4())
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("insert into learner_epoch values (%s, 1)", [finished.id])
            changed = app.execute(
                "update learner_epoch set highest_epoch = 99 where learner_id = %s", [finished.id]
            )
            assert changed.rowcount == 0


class TestRights:
    @pytest.mark.parametrize(
        "statement",
        [
            "update result set body = 'x'",
            "delete from result",
            "delete from answer",
            "delete from profiling_session",
            "update profiling_session set ticket = 'x'",
            "update profiling_session set learner_id = gen_random_uuid()",
            "update outbox_event set body = 'x'",
            "delete from outbox_event",
            "update inbox_event set outcome = 'x'",
            "delete from inbox_event",
            "truncate answer",
            "create table x (a int)",
            "alter table answer disable row level security",
            "set role profiler_owner",
            "select * from progress_told",
            "select * from progress_scan",
            "select * from statistics_run",
            "select * from sweep_finding",
            "insert into statistics_run (event_id) values ('x')",
            "update learner_epoch set erased_at = now()",
            "delete from learner_epoch",
        ],
    )
    def test_app_may_not(self, database: TestDatabase, statement: str) -> None:
        with database.connect("app") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "select * from answer",
            "select learner_id from answer",
            "update answer set selected_option = 'E'",
            "select * from result",
            "select body from result",
            "delete from sweep_finding",
            "select * from access_revocation",
            "insert into outbox_event (event_id) values ('x')",
            EVENT.format(
                learner="gen_random_uuid()", session="gen_random_uuid()", type="profiling.completed"
            ),
            "delete from statistics_run",
            "delete from progress_told",
            "update outbox_event set event_id = 'x'",
            "update profiling_session set status = 'completed'",
            "delete from outbox_event",
            "update outbox_event set body = ''",
            "delete from profiling_session",
            "delete from idempotency_key",
            "select * from idempotency_key",
            "select highest_epoch from learner_epoch",
            "update learner_epoch set erased_at = null",
            "insert into learner_epoch values (gen_random_uuid(), 1, now())",
        ],
    )
    def test_worker_may_not(self, database: TestDatabase, statement: str) -> None:
        with (
            database.connect("worker") as worker,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            worker.execute(statement)

    def test_app_may_not_write_a_tombstone_without_erasing(self, database: TestDatabase) -> None:
        mine = uuid4()
        with database.connect("app") as app:
            act_as(app, mine)
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
                app.execute("insert into learner_epoch values (%s, 1, now())", [mine])

    def test_a_statistics_event_is_nobodys_and_no_learner_sees_it(
        self, database: TestDatabase
    ) -> None:
        told = EVENT.format(learner="null", session="null", type="profiling.statistics")
        with database.connect("worker") as worker:
            worker.execute(told)
        with database.connect("app") as app:
            act_as(app, uuid4())
            assert count(app, "outbox_event") == 0
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(told)


@pytest.mark.parametrize("role", ["app", "worker"])
class TestErasing:
    @pytest.mark.parametrize("context", ["reset app.user_id", "set app.user_id = ''"])
    async def test_nobody_without_a_context(
        self, finished: Learner, database: TestDatabase, role: str, context: str
    ) -> None:
        with database.connect(role) as connection:
            connection.execute(context)
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="without a context"):
                connection.execute(ERASE)
        assert list_left(database, finished.id) != []

    async def test_only_whom_the_context_names(
        self, finished: Learner, database: TestDatabase, role: str
    ) -> None:
        before, another = read_all(database, finished.id), uuid4()
        with database.connect(role) as connection:
            act_as(connection, another)
            connection.execute(ERASE)
            assert read_all(database, finished.id) == before
            assert list_left(database, another) == []
            act_as(connection, finished.id)
            connection.execute(ERASE)
        assert list_left(database, finished.id) == []

    def test_nobody_whom_an_argument_names(self, database: TestDatabase, role: str) -> None:
        with (
            database.connect(role) as connection,
            pytest.raises(psycopg.errors.UndefinedFunction),
        ):
            connection.execute("select erase_learner(gen_random_uuid())")

    def test_shows_tombstones_to_the_worker_and_to_a_learner_the_own(
        self, database: TestDatabase, role: str
    ) -> None:
        mine, seen = uuid4(), "select learner_id from learner_epoch where learner_id = %s"
        erase(database, mine)
        with database.connect(role) as connection:
            act_as(connection, mine)
            assert connection.execute(seen, [mine]).fetchall() == [(mine,)]
            act_as(connection, uuid4())
            others = connection.execute(seen, [mine]).fetchall()
        assert others == [(mine,)] * (role == "worker")


class TestGuards:
    @pytest.mark.parametrize(
        ("learner", "session", "kind", "broken"),
        [
            ("gen_random_uuid()", "gen_random_uuid()", "profiling.statistics", "of_nobody"),
            ("null", "null", "profiling.progress", "of_nobody"),
            ("null", "null", "profiling.completed", "of_nobody"),
            ("null", "gen_random_uuid()", "profiling.statistics", "has_learner"),
            ("gen_random_uuid()", "null", "profiling.progress", "has_learner"),
        ],
    )
    def test_only_statistics_are_of_nobody(
        self, database: TestDatabase, learner: str, session: str, kind: str, broken: str
    ) -> None:
        statement = EVENT.format(learner=learner, session=session, type=kind)
        with (
            database.connect("owner") as owner,
            pytest.raises(psycopg.errors.CheckViolation, match=broken),
        ):
            owner.execute(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "update result set created_at = now() where learner_id = %s",
            "update answer set selected_option = 'E' where learner_id = %s",
            "update profiling_session set status = 'in_progress' where learner_id = %s",
            "update profiling_session set reflection_why = 'x' where learner_id = %s",
            "update learner_epoch set highest_epoch = 0 where learner_id = %s",
        ],
    )
    async def test_not_even_the_owner_changes_a_fact(
        self, finished: Learner, database: TestDatabase, statement: str
    ) -> None:
        with database.connect("owner") as owner, pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(statement, [finished.id])


class TestCatalog:
    def test_every_table_with_a_learner_is_forced_and_has_policies(
        self, database: TestDatabase
    ) -> None:
        with database.connect("owner") as owner:
            rows = owner.execute(
                "select c.relname, c.relrowsecurity and c.relforcerowsecurity,"
                " array(select polname::text from pg_policy where polrelid = c.oid order by 1)"
                " from pg_class c join pg_attribute a on a.attrelid = c.oid"
                " where a.attname = 'learner_id' and c.relkind = 'r'"
            ).fetchall()
        assert {name for name, _, _ in rows} == {*TABLES, *WORKER_TABLES}
        assert all(forced for _, forced, _ in rows)
        found = {name: set(policies) for name, _, policies in rows}
        assert all({"owner_all", "learner_own"} <= found[name] for name in TABLES)
        assert all(found[name] == {"owner_all", "worker_all"} for name in WORKER_TABLES)

    def test_what_runs_with_the_owners_rights_is_pinned_and_granted_by_name(
        self, database: TestDatabase
    ) -> None:
        with database.connect("owner") as owner:
            rows = owner.execute(
                "select proname, proconfig[1] like 'search_path=pg_catalog, public%',"
                " not exists (select from aclexplode(proacl) where grantee = 0)"
                " from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
            ).fetchall()
        assert sorted(rows) == [("erase_learner", True, True), ("list_figures", True, True)]

    async def test_the_worker_sees_no_learner_but_those_who_were_erased(
        self, finished: Learner, database: TestDatabase
    ) -> None:
        with database.connect("worker") as worker:
            alive = worker.execute("select learner_id from learner_epoch where erased_at is null")
            assert alive.fetchall() == []

    def test_roles_are_weak(self, database: TestDatabase) -> None:
        with database.connect("owner") as owner:
            strong = owner.execute(
                "select rolname from pg_roles where rolname in"
                " ('profiler_app', 'profiler_worker', 'profiler_owner')"
                " and (rolsuper or rolbypassrls or rolcreaterole)"
            ).fetchall()
        assert strong == []
