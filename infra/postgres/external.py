"""Roles on somebody else's PostgreSQL, where we have only what the database's owner may do."""

from collections.abc import Mapping, Sequence

import psycopg
from psycopg import errors, sql

from infra.postgres.roles import Database, restrict_schema

_SETTINGS = {
    "core_auth": "CORE_DATABASE_AUTH_URL",
    "core_worker": "CORE_DATABASE_WORKER_URL",
    "profiler_worker": "PROFILER_DATABASE_WORKER_URL",
}


class OwnerMayNotError(psycopg.Error):
    """The owner may not create roles; the message names the settings that help instead."""


def provision_through_owner(
    owner_url: str, database: Database, wanted: Sequence[str], passwords: Mapping[str, str]
) -> None:
    """Create or alter the wanted roles of this database and let them connect and look names up.

    Raises OwnerMayNotError when the owner lacks the right to.
    """
    ours = [role for role in database.users if role in wanted]
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for role in ours:
            _ensure_role(connection, role, passwords[role])
        _grant_database(connection, database)


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    verifier = connection.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    ).decode()
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    verb = "alter role {} password {}" if known else "create role {} login noinherit password {}"
    try:
        connection.execute(sql.SQL(verb).format(sql.Identifier(role), sql.Literal(verifier)))
    except errors.InsufficientPrivilege as error:
        raise OwnerMayNotError(
            f"the owner may not make the role {role}: create it and set {_SETTINGS[role]}"
        ) from error


def _grant_database(connection: psycopg.Connection, database: Database) -> None:
    """Close the database and its schema to strangers, as far as it is the owner's to close."""
    name = connection.info.dbname
    existing = [role for role in database.users if _exists(connection, role)]
    connection.execute(
        sql.SQL("revoke all on database {} from public").format(sql.Identifier(name))
    )
    for role in existing:
        connection.execute(
            sql.SQL("grant connect on database {} to {}").format(
                sql.Identifier(name), sql.Identifier(role)
            )
        )
    owner = connection.info.user
    restrict_schema(connection, Database(name, owner, tuple(existing)))


def _exists(connection: psycopg.Connection, role: str) -> bool:
    query = "select 1 from pg_roles where rolname = %s"
    return connection.execute(query, [role]).fetchone() is not None
