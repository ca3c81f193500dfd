"""Core's public keys: fetched, kept in the database as last good, never assumed."""

import asyncio
import time
from typing import Any

import httpx
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from profiler.access.domain import KeyTable, Kind, NotValid, read_published_keys
from profiler.access.models import CoreKeys
from profiler.common.clock import Clock
from profiler.common.database import Database
from talent_contracts.strict_json import parse_strict

REFRESH_AFTER_S = 4
WAIT_AFTER_S = 8
UNKNOWN_KID_AFTER_S = 5
MAX_DOCUMENT_BYTES = 65_536

log = structlog.get_logger("profiler.access")


class KeyStore:
    """Finds core's keys for this worker.

    A copy older than 4 s is refreshed beside the request that noticed it, one older than 8 s before
    it: a revoked key ends within 10 s. An unknown kid waits for a refresh, at most once in 5 s.
    While core is away the last good keys stay; a kid that is not among them is never accepted.
    """

    def __init__(self, database: Database, clock: Clock, address: str) -> None:
        self._database = database
        self._clock = clock
        self._address = address
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(2.0, connect=1.0), follow_redirects=False, trust_env=False
        )
        self._keys: KeyTable = {}
        self._tried_at = float("-inf")
        self._refreshing = asyncio.Lock()
        self._background: asyncio.Task[None] | None = None

    async def get(self, kind: Kind, kid: str) -> Ed25519PublicKey:
        """The key of that purpose and kid. Raises NotValid when core does not publish it."""
        key = await self._find(kind, kid)
        if key is None:
            raise NotValid
        return key

    async def _find(self, kind: Kind, kid: str) -> Ed25519PublicKey | None:
        if not self._keys:
            await self._load_last_good()
        age_s = time.monotonic() - self._tried_at
        if age_s > WAIT_AFTER_S:
            await self._refresh(WAIT_AFTER_S)
        key = self._keys.get((kind, kid))
        if key is None:
            await self._refresh(UNKNOWN_KID_AFTER_S)
            return self._keys.get((kind, kid))
        if WAIT_AFTER_S >= age_s > REFRESH_AFTER_S and self._is_idle():
            self._background = asyncio.create_task(self._refresh(REFRESH_AFTER_S))
        return key

    async def close(self) -> None:
        """Let go of the connection to core."""
        if self._background is not None:
            self._background.cancel()
        await self._client.aclose()

    def _is_idle(self) -> bool:
        return self._background is None or self._background.done()

    async def _refresh(self, at_most_every_s: float) -> None:
        async with self._refreshing:
            if time.monotonic() - self._tried_at < at_most_every_s:
                return
            self._tried_at = time.monotonic()
            try:
                document = await self._fetch()
                self._keys = read_published_keys(document)
                await self._store(document)
            except (httpx.HTTPError, NotValid, ValueError, SQLAlchemyError) as error:
                log.warning("core_keys_not_refreshed", error=type(error).__name__)

    async def _fetch(self) -> Any:
        async with self._client.stream("GET", self._address) as response:
            response.raise_for_status()
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_DOCUMENT_BYTES:
                    raise NotValid("core's JWKS is too large")
        return parse_strict(bytes(body), max_bytes=MAX_DOCUMENT_BYTES)

    async def _store(self, document: Any) -> None:
        row = {"id": 1, "document": document, "fetched_at": self._clock.now()}
        statement = insert(CoreKeys).values(row)
        kept = statement.on_conflict_do_update(index_elements=["id"], set_=row)
        async with self._database.begin() as session:
            await session.execute(kept)

    async def _load_last_good(self) -> None:
        async with self._database.begin() as session:
            document = await session.scalar(select(CoreKeys.document))
        if document is not None:
            self._keys = read_published_keys(document)
