"""The profiler inside this process: its real ASGI application on a clone, in a loop of its own."""

import os
import secrets
from typing import Any

import httpx
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from profiler.app import create_app
from profiler.migrate import migrate_database
from profiler.outbox.store import OutboxStore
from profiler.settings import Settings
from tests.clients.profiler_client import ProfilerClient
from tests.clients.transport import ContractTransport, load_document
from tests.model.wire import Bridge, Loop

Owner = psycopg.Connection[tuple[Any, ...]]
_URLS = {kind: f"PROFILER_DATABASE_{kind}URL" for kind in ("", "WORKER_", "OWNER_")}


class ProfilerSide:
    """The profiler without its worker; ``inner`` reaches it without a network."""

    def __init__(self, loop: Loop, core_url: str) -> None:
        self._loop = loop
        self.settings = _read_settings(_make_clone(), core_url)
        self._app = create_app(self.settings)
        self._lifespan = self._app.router.lifespan_context(self._app)
        loop.run(self._lifespan.__aenter__())
        self.inner = httpx.ASGITransport(self._app)
        transport = ContractTransport(Bridge(loop, self.inner), load_document("profiler"))
        self.anonymous = ProfilerClient(
            httpx.Client(transport=transport, base_url="http://profiler.test")
        )
        self.store = OutboxStore(self.settings.get_database_url("profiler_database_worker_url"))
        address = self.settings.get_database_url("profiler_database_owner_url")
        self.owner: Owner = psycopg.connect(
            address.replace("postgresql+psycopg://", "postgresql://"), autocommit=True
        )

    def read_revocations(self) -> None:
        """Let the seconds pass after which a worker reads again whose login has ended."""
        self._app.state.services.gate._revocations._read_at = float("-inf")

    def close(self) -> None:
        self.owner.close()
        self.anonymous.http.close()
        self._loop.run(self.store.close())
        self._loop.run(self._lifespan.__aexit__(None, None, None))


def _make_clone() -> dict[str, str]:
    """A fresh migrated database; its addresses by role."""
    name = f"profiler_model_{secrets.token_hex(6)}"
    owner = os.environ[_URLS["OWNER_"]]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    with psycopg.connect(make_conninfo(owner, dbname=name), autocommit=True) as inside:
        inside.execute("grant usage on schema public to profiler_app, profiler_worker")
    urls = {v.lower(): f"{os.environ[v].rpartition('/')[0]}/{name}" for v in _URLS.values()}
    migrate_database(urls["profiler_database_owner_url"].replace("://", "+psycopg://", 1))
    return urls


def _read_settings(urls: dict[str, str], core_url: str) -> Settings:
    return Settings.load(core_internal_url=core_url, log_level="ERROR", **urls)
