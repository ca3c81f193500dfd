"""Rights on the real server: who may connect, and that repeating the provision changes nothing."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import make_conninfo

from infra.local.testing import test_engines as start_engines
from infra.postgres.external import OwnerMayNotError, provision_through_owner
from infra.postgres.provision import read_passwords
from infra.postgres.roles import CORE, PROFILER, ROLES, provision_roles

APPS = ["CORE_DATABASE_URL", "CORE_DATABASE_AUTH_URL", "CORE_DATABASE_WORKER_URL"]


@pytest.fixture(scope="module")
def engines() -> Iterator[dict[str, str]]:
    with start_engines() as environment:
        yield environment


def connect(url: str, **changes: str) -> psycopg.Connection:
    return psycopg.connect(make_conninfo(url, **changes), autocommit=True)


def superuser(engines: dict[str, str]) -> str:
    return engines["POSTGRES_SUPERUSER"]


class TestProvisionRoles:
    def test_makes_only_weak_roles(self, engines: dict[str, str]) -> None:
        query = """
            select rolname from pg_roles
            where rolname = any(%s) and not rolsuper and not rolbypassrls and not rolcreaterole
              and not rolreplication and not rolinherit and rolcanlogin
        """
        with connect(superuser(engines)) as connection:
            found = {row[0] for row in connection.execute(query, [list(ROLES)])}

        assert found == set(ROLES)

    @pytest.mark.parametrize("setting", APPS)
    def test_keeps_core_roles_out_of_the_other_database(
        self, engines: dict[str, str], setting: str
    ) -> None:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            connect(engines[setting], dbname="profiler")

    @pytest.mark.parametrize("setting", [*APPS, "PROFILER_DATABASE_URL"])
    def test_refuses_tables_to_the_users(self, engines: dict[str, str], setting: str) -> None:
        with connect(engines[setting]) as connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute("create table mine (id int)")

    def test_refuses_temporary_tables_to_the_users(self, engines: dict[str, str]) -> None:
        with (
            connect(engines["CORE_DATABASE_URL"]) as connection,
            pytest.raises(errors.InsufficientPrivilege),
        ):
            connection.execute("create temporary table mine (id int)")

    def test_refuses_the_owners_tables_until_a_migration_grants_them(
        self, engines: dict[str, str]
    ) -> None:
        with connect(engines["CORE_DATABASE_OWNER_URL"]) as owner:
            owner.execute("create table if not exists theirs (id int)")
        with (
            connect(engines["CORE_DATABASE_URL"]) as connection,
            pytest.raises(errors.InsufficientPrivilege),
        ):
            connection.execute("select * from theirs")

    def test_changes_nothing_but_passwords_when_repeated(self, engines: dict[str, str]) -> None:
        passwords = read_passwords(engines) | {"core_app": "another"}

        provision_roles(superuser(engines), passwords, owners_create_databases=True)

        with connect(engines["CORE_DATABASE_URL"], password="another") as connection:
            assert connection.execute("select current_user").fetchone() == ("core_app",)
        provision_roles(superuser(engines), read_passwords(engines), owners_create_databases=True)

    def test_speaks_utf8_and_sorts_by_code_point(self, engines: dict[str, str]) -> None:
        query = "select datlocprovider, datlocale, pg_encoding_to_char(encoding) from pg_database"
        with connect(engines["CORE_DATABASE_URL"]) as connection:
            found = connection.execute(f"{query} where datname = 'core'").fetchone()

        assert found == ("b", "C.UTF-8", "UTF8")


class TestProvisionThroughOwner:
    def test_names_the_setting_when_the_owner_may_not(self, engines: dict[str, str]) -> None:
        with pytest.raises(OwnerMayNotError, match="set CORE_DATABASE_AUTH_URL"):
            provision_through_owner(
                engines["CORE_DATABASE_OWNER_URL"], CORE, ["core_auth"], {"core_auth": "new"}
            )

    def test_makes_the_role_when_the_owner_may(self, engines: dict[str, str]) -> None:
        with connect(superuser(engines)) as connection:
            connection.execute("alter role profiler_owner createrole")
            connection.execute("drop owned by profiler_worker")
        with connect(superuser(engines), dbname="profiler") as connection:
            connection.execute("drop owned by profiler_worker")
            connection.execute("drop role profiler_worker")
        url = engines["PROFILER_DATABASE_OWNER_URL"]
        for password in ("first", "second"):
            provision_through_owner(
                url, PROFILER, ["profiler_worker"], {"profiler_worker": password}
            )

        with connect(engines["PROFILER_DATABASE_WORKER_URL"], password="second") as connection:
            assert connection.execute("select current_user").fetchone() == ("profiler_worker",)
