"""Connections, and the learner's context that row-level security needs."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import DateTime, Integer, MetaData, Text, Uuid, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase

from talent_contracts.failpoints import failpoint

_SERVER_SETTINGS = (
    "-c statement_timeout=5000 -c lock_timeout=4000 -c idle_in_transaction_session_timeout=10000"
)
_SET_LEARNER = text("SELECT set_config('app.user_id', :learner_id, true)")
_SET_ADMIN = text(
    "SELECT set_config('app.user_id', :admin_id, true), set_config('app.is_admin', 'on', true)"
)


class Base(DeclarativeBase):
    """The tables of the profiler. Constraints have predictable names."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        str: Text(),
        int: Integer(),
    }


def make_engine(url: str, *, pool_size: int, application: str) -> AsyncEngine:
    """An engine whose pool refuses after two seconds instead of queueing without end."""
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=2,
        connect_args={
            "options": _SERVER_SETTINGS,
            "application_name": application,
            "connect_timeout": 3,
        },
    )


class Database:
    """Opens transactions for the web process."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A transaction without a learner: it sees no learner's rows."""
        async with self._sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def begin_as(self, learner_id: UUID) -> AsyncIterator[AsyncSession]:
        """A transaction that sees and writes the rows of one learner only."""
        async with self._begin_in(lambda session: act_as(session, learner_id)) as session:
            yield session

    @asynccontextmanager
    async def begin_as_admin(self, admin_id: UUID) -> AsyncIterator[AsyncSession]:
        """A transaction of a verified admin, who also sees the outbox of everybody."""

        async def set_admin(session: AsyncSession) -> None:
            await session.execute(_SET_ADMIN, {"admin_id": str(admin_id)})

        async with self._begin_in(set_admin) as session:
            yield session

    @asynccontextmanager
    async def _begin_in(
        self, set_context: Callable[[AsyncSession], Awaitable[None]]
    ) -> AsyncIterator[AsyncSession]:
        async with self._sessions() as session:
            try:
                await set_context(session)
            except OperationalError as error:
                if not error.connection_invalidated:
                    raise
                # The pool held a connection that had died; it drops all such, so once is enough.
                await session.rollback()
                await set_context(session)
            yield session
            await session.commit()
            failpoint("profiler.request.committed")


async def act_as(db: AsyncSession | AsyncConnection, learner_id: UUID) -> None:
    """Give the transaction of ``db`` its learner; the context ends with the transaction."""
    await db.execute(_SET_LEARNER, {"learner_id": str(learner_id)})
