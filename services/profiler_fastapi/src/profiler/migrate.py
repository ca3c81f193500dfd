"""Migrations, run and checked by the service itself."""

import io
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from profiler.schema import METADATA

SCRIPTS = Path(__file__).parents[2] / "migrations"


def make_config(database_url: str) -> Config:
    """Alembic's settings; there is no ini file and no address in any file."""
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["database_url"] = database_url
    return config


def migrate_database(database_url: str) -> None:
    """Bring the database of this owner's address to the newest schema."""
    command.upgrade(make_config(database_url), "head")


def list_drift(database_url: str) -> list[str]:
    """What differs between the migrated database, its migrations and the models."""
    heads = ScriptDirectory.from_config(make_config(database_url)).get_heads()
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [str(difference) for difference in compare_metadata(context, METADATA)]
        if list(context.get_current_heads()) != heads or len(heads) != 1:
            found.append(f"database at {context.get_current_heads()}, migrations at {heads}")
    engine.dispose()
    return found
