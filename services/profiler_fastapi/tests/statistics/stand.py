"""An app of its own, on a bank of its own: sessions of other tests are not counted."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from profiler.app import build_app, wire
from profiler.bank import Bank, BankHashes, load_bank
from profiler.common.database import Database, make_engine
from profiler.settings import Settings
from services.profiler_fastapi.tests.conftest import Learner, TestDatabase
from services.profiler_fastapi.tests.support.client import ProfilerClient
from services.profiler_fastapi.tests.support.world import CoreKeys, SetClock

AUDIENCE = "talent-core:test"


@dataclass(frozen=True)
class Stand:
    """A bank that nobody else uses, learners who answer it, and the worker's view."""

    bank: Bank
    http: httpx.AsyncClient
    keys: CoreKeys
    clock: SetClock
    worker: Database
    database: TestDatabase

    def make_learner(self) -> Learner:
        learner_id = uuid4()
        issued_at = int((self.clock.now() - timedelta(minutes=1)).timestamp())
        token = self.keys.access_token(learner_id, iat=issued_at, exp=2**33)
        return Learner(learner_id, ProfilerClient(self.http, token), self.keys)

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """As the owner."""
        with psycopg.connect(self.database.owner, autocommit=True) as owner:
            found = owner.execute(statement, values)
            return found.fetchall() if found.description else []

    def list_bodies(self, kind: str) -> list[bytes]:
        """The events of a type about this bank's sessions or this bank, oldest first."""
        rows = self.query(
            "select o.body from outbox_event o left join profiling_session s on s.id = o.session_id"
            " where o.type = %s and coalesce(s.bank_text_hash,"
            "  case when o.body <> '' then"
            "   convert_from(o.body, 'utf8')::json->'bank'->'hashes'->>'text' end) = %s"
            " order by o.position",
            kind,
            self.bank.hashes.text,
        )
        return [bytes(body) for (body,) in rows]


def make_bank(bank: Bank | None = None) -> Bank:
    """A bank under hashes of its own."""
    text, structure, scoring = (secrets.token_hex(32) for _ in range(3))
    hashes = BankHashes(text=text, structure=structure, scoring=scoring)
    return replace(bank or load_bank(), hashes=hashes)


@asynccontextmanager
async def open_stand(
    bank: Bank, settings: Settings, clock: SetClock, keys: CoreKeys, database: TestDatabase
) -> AsyncIterator[Stand]:
    """The real app on ``bank``, the test's database, and nothing told of it yet."""
    services = replace(wire(settings, clock), bank=bank)
    app = build_app(bank, settings.core_public_url, services, is_hot=True)
    app.state.services = services
    worker = make_engine(
        settings.get_database_url("profiler_database_worker_url"), pool_size=4, application="tests"
    )
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://profiler") as http,
    ):
        stand = Stand(bank, http, keys, clock, Database(worker), database)
        stand.query("update progress_scan set seen_until = now() - interval '1 year'")
        yield stand
    await worker.dispose()
