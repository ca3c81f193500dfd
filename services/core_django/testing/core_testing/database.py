"""One migrated template per run, one clone per test process."""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SOURCE = Path(__file__).parents[2] / "src" / "core"
_URLS = [f"CORE_DATABASE_{kind}URL" for kind in ("", "OWNER_", "AUTH_", "WORKER_")]


def use_own_database() -> None:
    """Clone the template for this process and point every CORE_DATABASE_*URL at the clone, and
    REDIS_URL at a database of its own.

    The template is named by its migrations' content, migrated by the owner under a file lock.
    """
    if "CORE_DATABASE_OWNER_URL" not in os.environ:
        raise SystemExit("no engines here: run `python3 run.py --test [pytest arguments]`")
    owner = os.environ["CORE_DATABASE_OWNER_URL"]
    template = f"core_template_{_fingerprint()}"
    clone = f"{template}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    lock = Path(tempfile.gettempdir()) / f"{template}_{urlsplit(owner).port}.lock"
    with lock.open("w") as held, psycopg.connect(owner, autocommit=True) as connection:
        fcntl.flock(held, fcntl.LOCK_EX)
        _ensure_template(connection, owner, template)
        connection.execute(
            sql.SQL("create database {} template {}").format(
                sql.Identifier(clone), sql.Identifier(template)
            )
        )
        for role in ("core_app", "core_auth", "core_worker"):
            connection.execute(
                sql.SQL("grant connect on database {} to {}").format(
                    sql.Identifier(clone), sql.Identifier(role)
                )
            )
    if os.environ.get("CORE_TEST_POLICIES") == "off":
        _switch_policies_off(_with_database(owner, clone))
    for name in _URLS:
        os.environ[name] = _with_database(os.environ[name], clone)
    # A cache of its own too: clearing it must not log out another process's admin.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    os.environ["REDIS_URL"] = _with_database(
        os.environ["REDIS_URL"], str(int(worker or 0) % 15 + 1)
    )


def _switch_policies_off(owner: str) -> None:
    """For the proof that the row-level security suite can fail."""
    with psycopg.connect(owner, autocommit=True) as connection:
        tables = connection.execute(
            "select relname from pg_class where relrowsecurity and relkind = 'r'"
        ).fetchall()
        for (table,) in tables:
            connection.execute(
                sql.SQL("alter table {} disable row level security").format(sql.Identifier(table))
            )


def _ensure_template(
    connection: psycopg.Connection[tuple[object, ...]], owner: str, template: str
) -> None:
    known = connection.execute("select 1 from pg_database where datname = %s", [template])
    if known.fetchone():
        return
    building = f"{template}_building"
    connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(building)))
    connection.execute(sql.SQL("create database {}").format(sql.Identifier(building)))
    url = _with_database(owner, building)
    with psycopg.connect(url, autocommit=True) as inside:
        inside.execute("revoke all on schema public from public")
        inside.execute("grant usage on schema public to core_app, core_auth, core_worker")
    environment = {
        **os.environ,
        "CORE_DATABASE_OWNER_URL": url,
        "CORE_DATABASE_ROLE": "owner",
    }
    subprocess.run(
        [sys.executable, "-m", "core", "migrate", "--noinput"],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    connection.execute(
        sql.SQL("alter database {} rename to {}").format(
            sql.Identifier(building), sql.Identifier(template)
        )
    )


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(SOURCE.glob("**/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
