"""Before anything is compared: the server is durable and the weak role is held by its policies."""

from collections.abc import Mapping

import psycopg

_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_ROLE = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"
_TABLE = """
select coalesce(bool_and(relrowsecurity and relforcerowsecurity), false), count(*)::int
from pg_class where relname = any(%s) and relkind = 'r'
"""


class GuaranteeMissingError(AssertionError):
    """A figure measured now would be worth nothing; the message says why."""


def check_durability(environment: Mapping[str, str]) -> None:
    """A committed row survives the power cut. Raises GuaranteeMissingError."""
    with psycopg.connect(make_conninfo(environment), autocommit=True) as connection:
        settings = {name: _ask(connection, f"show {name}") for name in _DURABLE}
    if settings != _DURABLE:
        raise GuaranteeMissingError(f"the server is not durable: {settings}")


def check_row_security(environment: Mapping[str, str], tables: list[str]) -> None:
    """The role is weak and the tables hold even their owner. Raises GuaranteeMissingError."""
    with psycopg.connect(make_conninfo(environment), autocommit=True) as connection:
        if _ask(connection, _ROLE) is not False:
            raise GuaranteeMissingError(f"{environment['PGUSER']} is above row-level security")
        is_held, found = connection.execute(_TABLE, [tables]).fetchone() or (False, 0)
    if not is_held or found != len(tables):
        raise GuaranteeMissingError(f"row-level security is not forced on all of {tables}")


def check_reads(environment: Mapping[str, str], statement: str, learner_id: object) -> None:
    """The statement shows one row in the learner's context and none without it."""
    with psycopg.connect(make_conninfo(environment)) as connection:
        without = connection.execute(statement.encode()).fetchall()
        connection.execute("select set_config('app.user_id', %s, true)", [str(learner_id)])
        with_context = connection.execute(statement.encode()).fetchall()
    if (len(without), len(with_context)) != (0, 1):
        raise GuaranteeMissingError(
            f"{len(without)} rows without context, {len(with_context)} in it; expected 0 and 1"
        )


def make_conninfo(environment: Mapping[str, str]) -> str:
    """The PG* settings as a connection string; it holds the password, so it is never printed."""
    return psycopg.conninfo.make_conninfo(
        host=environment["PGHOST"],
        port=environment["PGPORT"],
        user=environment["PGUSER"],
        password=environment["PGPASSWORD"],
        dbname=environment["PGDATABASE"],
    )


def _ask(connection: psycopg.Connection, question: str) -> object:
    row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None
