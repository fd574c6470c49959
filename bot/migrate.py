"""Bring a database up to date, one process at a time; also from an installed package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from feeds.database import Database, DatabaseError

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "head"


def migrate(database: Database, revision: str = NEWEST) -> None:
    """Apply what is missing, all of it or nothing, while others wait; a no-op when up to date.

    Raises DatabaseError where the database was made by a newer version of this program.
    """
    with database.writing() as connection:
        database.hold(connection, "migrate")
        config = migration_config(connection)
        _refuse_newer(database, config, connection)
        command.upgrade(config, revision)


def undo(database: Database, revision: str) -> None:
    """Go back to an older revision; "base" drops every table. The data in them is lost."""
    with database.writing() as connection:
        database.hold(connection, "migrate")
        command.downgrade(migration_config(connection), revision)


def migration_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_newer(database: Database, config: Config, connection: Connection) -> None:
    now_at = MigrationContext.configure(connection).get_current_heads()
    ours = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    unknown = sorted(set(now_at) - ours)
    if unknown:
        raise DatabaseError(
            f"database {database.name}: it was made by a newer version of NHS Brief "
            f"(revision {unknown[0]}); install that version"
        )
