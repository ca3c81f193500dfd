"""The databases of a running system, seen as their owner: what no API would tell a test."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

Row = tuple[Any, ...]


class Databases:
    """Both databases of the instance in ``run_dir``, as the superuser."""

    def __init__(self, run_dir: Path) -> None:
        instance = json.loads((run_dir / "instance.json").read_text())
        secrets = json.loads((run_dir / "secrets.json").read_text())
        self._base: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": instance["postgres_port"],
            "user": "postgres",
            "password": secrets["postgres"],
        }

    @property
    def environment(self) -> dict[str, str]:
        """What PostgreSQL's own programs are told by, to connect as the superuser."""
        return {
            "PGHOST": self._base["host"],
            "PGPORT": str(self._base["port"]),
            "PGUSER": self._base["user"],
            "PGPASSWORD": self._base["password"],
        }

    @contextmanager
    def connect(self, service: str) -> Iterator[psycopg.Connection[Row]]:
        """An autocommit connection to ``core`` or ``profiler``."""
        with psycopg.connect(**self._base, dbname=service, autocommit=True) as connection:
            yield connection

    def query(self, service: str, statement: str, *parameters: Any) -> list[Row]:
        """The rows of one statement."""
        with self.connect(service) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def count_rows(self, service: str) -> dict[str, int]:
        """Rows of every table."""
        with self.connect(service) as connection:
            tables = connection.execute(
                "select relname from pg_stat_user_tables order by relname"
            ).fetchall()
            counts = {}
            for (table,) in tables:
                counted = connection.execute(
                    sql.SQL("select count(*) from {}").format(sql.Identifier(table))
                ).fetchone()
                assert counted is not None
                counts[str(table)] = int(counted[0])
        return counts
