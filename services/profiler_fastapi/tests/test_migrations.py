"""Migrations are linear, current, repeatable, and the models agree with them."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from psycopg import sql

from profiler.migrate import list_drift, make_config, migrate_database
from services.profiler_fastapi.tests.conftest import TestDatabase


def url_of(database: TestDatabase) -> str:
    return database.owner.replace("postgresql://", "postgresql+psycopg://", 1)


OLDER = """
    insert into learner_epoch (learner_id, highest_epoch) values (gen_random_uuid(), 4);
    insert into outbox_event (event_id, learner_id, session_id, type, body, created_at, state,
        next_attempt_at, finished_at, attempts, bad_signatures, fence) values ('evt_1',
        gen_random_uuid(), gen_random_uuid(), 'profiling.completed', '', now(), 'erased', now(),
        now(), 1, 0, 1);
"""


@pytest.fixture
def older(database: TestDatabase) -> Iterator[str]:
    """The owner's address of a database of the release before erasures."""
    name = f"older_{uuid4().hex}"
    older = sql.Identifier(name)
    with database.connect("owner") as owner:
        owner.execute(sql.SQL("create database {}").format(older))
        address = f"{url_of(database).rpartition('/')[0]}/{name}"
        command.upgrade(make_config(address), "0009_metrics")
        yield address
        owner.execute(sql.SQL("drop database {}").format(older))


class TestErasure:
    def test_finds_everybody_alive_and_takes_the_relays_own_way_to_delete(self, older: str) -> None:
        with psycopg.connect(older.replace("+psycopg", ""), autocommit=True) as owner:
            owner.execute(OLDER)
            migrate_database(older)
            known = owner.execute("select highest_epoch, erased_at from learner_epoch").fetchall()
            told = owner.execute("select state, body from outbox_event").fetchall()
            may = owner.execute(
                "select has_table_privilege('profiler_worker', 'profiling_session', 'delete'),"
                " has_table_privilege('profiler_worker', 'idempotency_key', 'select, delete'),"
                " has_column_privilege('profiler_worker', 'outbox_event', 'body', 'update'),"
                " has_function_privilege('profiler_worker', 'erase_learner()', 'execute')"
            ).fetchall()
        assert (known, told) == ([(4, None)], [("erased", b"")])
        assert may == [(False, False, False, True)]
        assert list_drift(older) == []


class TestMigrations:
    def test_models_agree_with_the_migrated_database(self, database: TestDatabase) -> None:
        assert list_drift(url_of(database)) == []

    def test_nothing_happens_when_repeated(self, database: TestDatabase) -> None:
        migrate_database(url_of(database))
        assert list_drift(url_of(database)) == []

    def test_drift_is_named_when_a_column_is_missing(self, database: TestDatabase) -> None:
        with database.connect("owner") as owner:
            owner.execute("alter table core_keys add column extra text")
            try:
                assert any("extra" in line for line in list_drift(url_of(database)))
            finally:
                owner.execute("alter table core_keys drop column extra")
