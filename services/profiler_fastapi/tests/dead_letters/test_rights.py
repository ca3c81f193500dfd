"""What the web process may do to the outbox: nothing at all without a verified admin."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import text

import profiler
from profiler.common.database import Database
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.letters import deeds, make_letter, row

SOURCES = Path(profiler.__file__).parent
REVIVE = "update outbox_event set state = 'pending', finished_at = null where event_id = %s"
SIGN = """insert into operator_action (id, actor_id, action, event_id, at)
    values (gen_random_uuid(), %s, 'dead_letter.replayed', %s, now())"""


@contextmanager
def acting(
    database: TestDatabase, user_id: object, *, is_admin: str = ""
) -> Iterator[psycopg.Connection]:
    with database.connect("app") as app, app.transaction():
        app.execute(
            "select set_config('app.user_id', %s, true), set_config('app.is_admin', %s, true)",
            [str(user_id), is_admin],
        )
        yield app


class TestWithoutAnAdmin:
    @pytest.mark.parametrize("is_admin", ["", "off", "true", "ON", "1"])
    def test_no_row_is_seen_or_changed(self, database: TestDatabase, is_admin: str) -> None:
        letter = make_letter(database)
        with acting(database, uuid4(), is_admin=is_admin) as app:
            assert app.execute("select count(*) from outbox_event").fetchone() == (0,)
            assert app.execute(REVIVE, [letter]).rowcount == 0
        assert row(database, letter)["state"] == "dead"

    def test_a_learner_sees_the_own_letter_and_cannot_change_it(
        self, database: TestDatabase
    ) -> None:
        learner_id = uuid4()
        letter = make_letter(database, learner_id=learner_id)
        with acting(database, learner_id) as app:
            assert app.execute("select event_id from outbox_event").fetchall() == [(letter,)]
            assert app.execute(REVIVE, [letter]).rowcount == 0
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(SIGN, [learner_id, letter])

    async def test_a_students_request_leaves_no_setting_behind(
        self, learner: Learner, app: FastAPI
    ) -> None:
        await learner.client.get("/dead-letters", headers={"app.is_admin": "on"})
        await learner.client.get("/status?app.is_admin=on")
        await learner.finish()
        async with app.state.services.database.begin() as db:
            setting = await db.scalar(text("select current_setting('app.is_admin', true)"))
        assert setting in {None, ""}

    async def test_an_admins_setting_ends_with_the_transaction(self, app: FastAPI) -> None:
        database: Database = app.state.services.database
        async with database.begin_as_admin(uuid4()) as db:
            setting = text("select current_setting('app.is_admin', true)")
            assert await db.scalar(setting) == "on"
            await db.commit()
            assert await db.scalar(setting) in {None, ""}

    def test_the_setting_has_one_writer_and_the_writer_one_caller(self) -> None:
        sources = {path: path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py")}
        writers = {path.name for path, source in sources.items() if "app.is_admin" in source}
        callers = {
            path.name
            for path, source in sources.items()
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Attribute) and node.attr == "begin_as_admin"
        }
        assert (writers, callers) == ({"database.py"}, {"dependencies.py"})


class TestWithAnAdmin:
    def test_a_dead_letter_may_be_revived(self, database: TestDatabase) -> None:
        letter = make_letter(database)
        with acting(database, uuid4(), is_admin="on") as app:
            assert app.execute(REVIVE, [letter]).rowcount == 1
        assert row(database, letter)["state"] == "pending"
        with database.connect("owner") as owner:
            owner.execute(
                "update outbox_event set state = 'dead', finished_at = now() where event_id = %s",
                [letter],
            )

    @pytest.mark.parametrize("column", ["body = ''", "event_id = 'x'", "type = 'x'", "fence = 0"])
    def test_what_was_told_stays(self, database: TestDatabase, column: str) -> None:
        with (
            acting(database, uuid4(), is_admin="on") as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute(f"update outbox_event set {column}")

    @pytest.mark.parametrize("state", ["applied", "superseded", "erased", "dead"])
    def test_no_outcome_is_invented(self, database: TestDatabase, state: str) -> None:
        letter = make_letter(database)
        with (
            acting(database, uuid4(), is_admin="on") as app,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            app.execute("update outbox_event set state = %s where event_id = %s", [state, letter])

    def test_only_dead_letters_are_theirs_to_decide(self, database: TestDatabase) -> None:
        letter = make_letter(database)
        with database.connect("owner") as owner:
            owner.execute("update outbox_event set state = 'applied' where event_id = %s", [letter])
        with acting(database, uuid4(), is_admin="on") as app:
            assert app.execute(REVIVE, [letter]).rowcount == 0

    def test_they_sign_with_their_own_id(self, database: TestDatabase) -> None:
        letter, admin_id = make_letter(database), uuid4()
        with acting(database, admin_id, is_admin="on") as app:
            app.execute(SIGN, [admin_id, letter])
        assert deeds(database, letter) == [("dead_letter.replayed", admin_id, None)]
        for other in (uuid4(), None):
            with (
                acting(database, admin_id, is_admin="on") as app,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                app.execute(SIGN, [other, letter])


class TestRecord:
    @pytest.mark.parametrize(
        "statement",
        [
            "update operator_action set reason = 'x'",
            "delete from operator_action",
            "truncate operator_action",
        ],
    )
    def test_not_even_the_owner_changes_it(self, database: TestDatabase, statement: str) -> None:
        with database.connect("worker") as worker:
            worker.execute(SIGN, [None, "evt_x"])
        with database.connect("owner") as owner, pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(statement)

    @pytest.mark.parametrize("role", ["app", "worker"])
    def test_is_written_and_not_read_by_the_services(
        self, database: TestDatabase, role: str
    ) -> None:
        with (
            database.connect(role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("select * from operator_action")

    def test_the_command_signs_as_nobody(self, database: TestDatabase) -> None:
        with (
            database.connect("worker") as worker,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            worker.execute(SIGN, [uuid4(), "evt_x"])
