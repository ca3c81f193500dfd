"""Databases, roles and what nobody gets: the same for the embedded server and for a real one.

The owner of a database migrates it, the other roles only use it. Rights on tables are given by
the services' migrations.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

_WEAK = sql.SQL(
    "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit password {}"
)


@dataclass(frozen=True)
class Database:
    """A service's database, its owner and the weak roles that use it."""

    name: str
    owner: str
    users: tuple[str, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        return (self.owner, *self.users)


CORE = Database("core", "core_owner", ("core_app", "core_auth", "core_worker"))
PROFILER = Database("profiler", "profiler_owner", ("profiler_app", "profiler_worker"))
DATABASES = (CORE, PROFILER)
ROLES = CORE.roles + PROFILER.roles


def provision_roles(
    superuser_conninfo: str, passwords: Mapping[str, str], *, owners_create_databases: bool = False
) -> None:
    """Make both databases and all roles exist with these passwords; repeating it changes nothing.

    `passwords` maps each name of ROLES to its password. The server only ever sees SCRAM
    verifiers. With `owners_create_databases` (tests) the owners may clone databases.
    """
    with psycopg.connect(superuser_conninfo, autocommit=True) as connection:
        for role in ROLES:
            _ensure_role(connection, role, passwords[role])
        for database in DATABASES:
            if owners_create_databases:
                _run(connection, "alter role {} createdb", database.owner)
            _ensure_database(connection, database)
    for database in DATABASES:
        with psycopg.connect(make_conninfo(superuser_conninfo, dbname=database.name)) as connection:
            restrict_schema(connection, database)


def restrict_schema(connection: psycopg.Connection, database: Database) -> None:
    """Leave schema public to the owner; the users may look names up in it, PUBLIC nothing."""
    _run(connection, "revoke all on schema public from public")
    _run(connection, "grant all on schema public to {}", database.owner)
    for user in database.users:
        _run(connection, "grant usage on schema public to {}", user)


def grant_connect(connection: psycopg.Connection, database: Database, name: str) -> None:
    """Let only the owner and the users of `database` connect to the database called `name`."""
    _run(connection, "revoke all on database {} from public", name)
    for user in database.users:
        _run(connection, "grant connect on database {} to {}", name, user)


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    if known is None:
        _run(connection, "create role {}", role)
    verifier = connection.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    ).decode()
    statement = sql.SQL("alter role {} ").format(sql.Identifier(role))
    connection.execute(statement + _WEAK.format(sql.Literal(verifier)))


def _ensure_database(connection: psycopg.Connection, database: Database) -> None:
    known = connection.execute(
        "select 1 from pg_database where datname = %s", [database.name]
    ).fetchone()
    if known is None:
        _run(connection, "create database {} owner {}", database.name, database.owner)
    grant_connect(connection, database, database.name)


def _run(connection: psycopg.Connection, statement: str, *names: str) -> None:
    template = sql.SQL(statement)
    connection.execute(template.format(*map(sql.Identifier, names)))
