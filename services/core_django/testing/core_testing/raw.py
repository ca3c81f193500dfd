"""Raw SQL as each database role, beside Django."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

Row = tuple[Any, ...]


@contextmanager
def connect(
    role: str, *, as_user: UUID | None = None, about: Sequence[UUID] = ()
) -> Iterator[psycopg.Connection[Row]]:
    """One transaction as ``owner``, ``app``, ``auth`` or ``worker``, rolled back at the end;
    ``as_user`` or ``about`` set the context that a use case would set."""
    name = "CORE_DATABASE_URL" if role == "app" else f"CORE_DATABASE_{role.upper()}_URL"
    with psycopg.connect(os.environ[name]) as connection:
        if as_user is not None:
            connection.execute("select set_config('app.user_id', %s, true)", [str(as_user)])
        if about:
            named = f"{{{','.join(map(str, about))}}}"
            connection.execute("select set_config('app.about', %s, true)", [named])
        yield connection
        connection.rollback()


def run_as_owner(statement: str, *parameters: Any) -> list[Row]:
    """One committed statement as the owner; its rows, if it has any."""
    with psycopg.connect(os.environ["CORE_DATABASE_OWNER_URL"], autocommit=True) as connection:
        cursor = connection.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
