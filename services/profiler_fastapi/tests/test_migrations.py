"""Migrations are linear, current, repeatable, and the models agree with them."""

from profiler.migrate import list_drift, migrate_database
from services.profiler_fastapi.tests.conftest import TestDatabase


def url_of(database: TestDatabase) -> str:
    return database.owner.replace("postgresql://", "postgresql+psycopg://", 1)


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
