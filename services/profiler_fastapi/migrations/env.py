"""How Alembic reaches the database: as its owner, one migration at a time."""

from alembic import context
from sqlalchemy import create_engine, text

from profiler.schema import METADATA

# Two deployments that start together must migrate one after the other.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('profiler.migrations', 0))")


def run() -> None:
    engine = create_engine(context.config.attributes["database_url"])
    with engine.connect() as connection:
        connection.execute(text("SET lock_timeout = '4s'"))
        connection.execute(text("SET statement_timeout = '5s'"))
        connection.commit()
        context.configure(connection=connection, target_metadata=METADATA, compare_type=True)
        with context.begin_transaction():
            connection.execute(_LOCK)
            context.run_migrations()
    engine.dispose()


run()
