"""Throw-away engines for tests: nothing durable, nothing shared, gone at the end."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from infra.local.account import Account, find_engine_account, is_reachable
from infra.local.binaries import find_postgres_programs, find_valkey_program
from infra.local.children import start_child, stop_child
from infra.local.errors import LocalError
from infra.local.paths import REPOSITORY
from infra.local.ports import LOOPBACK, pick_free_port
from infra.local.postgres import Postgres
from infra.local.urls import database_urls
from infra.local.valkey import Valkey
from infra.postgres.roles import ROLES, provision_roles

_READY_TIMEOUT_S = 30


@contextmanager
def test_engines() -> Iterator[dict[str, str]]:
    """Start PostgreSQL and Valkey for tests and yield the environment the services expect.

    The roles are those of a real start, with the same rights, except that the owners may create
    databases, so that a test run can clone a migrated template. POSTGRES_SUPERUSER connects to
    the server as its superuser. Call it from the main thread.
    """
    account = find_engine_account()
    passwords = {role: secrets.token_urlsafe(24) for role in (*ROLES, "postgres", "valkey")}
    with _temporary_home(account) as home, ExitStack() as running:
        postgres = _start_postgres(home, passwords["postgres"], account, running)
        valkey = _start_valkey(home, passwords["valkey"], account, running)
        provision_roles(postgres.superuser_conninfo, passwords, owners_create_databases=True)
        keys = _ensure_keys(home / "keys")
        yield {
            "ENVIRONMENT": "test",
            "RUN_DIR": str(home),
            **database_urls(postgres.port, passwords),
            "POSTGRES_SUPERUSER": postgres.superuser_conninfo,
            "REDIS_URL": valkey.url,
            "CORE_SECRET_KEY": secrets.token_urlsafe(48),
            **keys,
            **_addresses(),
        }


def _addresses() -> dict[str, str]:
    ports = {"CORE": pick_free_port(), "PROFILER": pick_free_port()}
    found = {}
    for service, port in ports.items():
        found[f"{service}_PORT"] = str(port)
        for kind in ("PUBLIC", "INTERNAL"):
            found[f"{service}_{kind}_URL"] = f"http://{LOOPBACK}:{port}"
    return found


@contextmanager
def _temporary_home(account: Account | None) -> Iterator[Path]:
    """Yield a folder that the engines' account can enter, and remove it with all it holds."""
    home = Path(tempfile.mkdtemp(prefix="talent-test-", dir=_find_reachable_parent(account)))
    try:
        home.chmod(0o711)
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _find_reachable_parent(account: Account | None) -> Path:
    for parent in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - mkdtemp makes a private folder in it
        if is_reachable(parent, account) and os.access(parent, os.W_OK):
            return parent
    raise LocalError("the engines need a temporary folder they may enter: set TMPDIR")


def _start_postgres(
    home: Path, password: str, account: Account | None, running: ExitStack
) -> Postgres:
    postgres = Postgres(
        home=home / "postgres",
        programs=find_postgres_programs(home, account),
        port=pick_free_port(),
        password=password,
        account=account,
        is_durable=False,
    )
    postgres.prepare_creation()
    log = home / "initdb.log"
    with log.open("ab") as output:
        creation = start_child(
            postgres.creation_argv(), env={}, cwd=postgres.home, output=output, account=account
        )
    if creation.wait(_READY_TIMEOUT_S) != 0:
        raise LocalError(f"initdb failed: {log.read_text(errors='replace')}")
    postgres.finish_creation()
    _start_engine(postgres, home / "postgres.log", running)
    return postgres


def _start_valkey(home: Path, password: str, account: Account | None, running: ExitStack) -> Valkey:
    valkey = Valkey(
        home=home / "valkey",
        program=find_valkey_program(home, account),
        port=pick_free_port(),
        password=password,
        account=account,
    )
    valkey.prepare()
    _start_engine(valkey, home / "valkey.log", running)
    return valkey


def _start_engine(engine: Postgres | Valkey, log: Path, running: ExitStack) -> None:
    with log.open("ab") as output:
        child = start_child(
            engine.server_argv(), env={}, cwd=engine.home, output=output, account=engine.account
        )
    running.callback(stop_child, child, engine.stop_signal, 3)
    deadline = time.monotonic() + _READY_TIMEOUT_S
    while not engine.is_ready():
        if child.poll() is not None or time.monotonic() > deadline:
            raise LocalError(f"an engine did not start: {log.read_text(errors='replace')}")
        time.sleep(0.05)


def _ensure_keys(home: Path) -> Mapping[str, str]:
    found = {"CORE_KEYS_DIR": str(home / "core"), "PROFILER_KEYS_DIR": str(home / "profiler")}
    argv = [sys.executable, "-m", "talent_contracts.keyrings", "ensure"]
    argv += ["--core", found["CORE_KEYS_DIR"], "--profiler", found["PROFILER_KEYS_DIR"]]
    made = subprocess.run(argv, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise LocalError(f"the signing keys could not be made: {made.stderr.strip()}")
    return found
