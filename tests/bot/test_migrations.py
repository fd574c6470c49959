"""The migrated database is the one that the tables in the code describe, on both engines."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.migrate import MIGRATIONS, migrate, undo
from feeds.archive import Archive
from feeds.database import Database, DatabaseError, connect, metadata
from tests.builders import NOON, draft


@pytest.fixture(params=["sqlite", "postgresql"])
def unmigrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, once on each engine."""
    if request.param == "sqlite":
        database = connect(f"sqlite:///{tmp_path}/new.sqlite")
        yield database
        database.close()
        return
    server: str = request.getfixturevalue("postgresql_url")
    admin = connect(server).engine.execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE fresh"))
    database = connect(server.replace("/postgres?", "/fresh?"))
    yield database
    database.close()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE fresh WITH (FORCE)"))
    admin.dispose()


def is_compared(_thing: object, name: str | None, kind: str, reflected: bool, _o: object) -> bool:
    return not (reflected and "_search" in f"_{name}")


def test_the_migrated_tables_are_those_of_the_code(database: Database) -> None:
    for room in ("feeds.tables", "bot.tables", "summaries.library.shelves"):
        importlib.import_module(room)
    with database.reading() as connection:
        options = {"include_object": is_compared, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(unmigrated: Database) -> None:
    migrate(unmigrated)
    Archive(unmigrated).add(draft("Kept words."), NOON)
    migrate(unmigrated)
    assert Archive(unmigrated).search("kept")


def test_several_may_migrate_at_once(unmigrated: Database) -> None:
    failures: list[BaseException] = []
    start = Barrier(4)

    def work() -> None:
        start.wait()
        try:
            migrate(unmigrated)
        except BaseException as error:
            failures.append(error)

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert Archive(unmigrated).count() == 0


def test_a_filled_database_goes_down_and_up_again(unmigrated: Database) -> None:
    migrate(unmigrated)
    Archive(unmigrated).add(draft("Words.", title="Title"), NOON)
    undo(unmigrated, "base")
    assert inspect(unmigrated.engine).get_table_names() == ["alembic_version"]
    migrate(unmigrated)
    assert Archive(unmigrated).count() == 0


def test_a_failed_migration_leaves_nothing_behind(
    unmigrated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.database._fts5_ddl", lambda *_: ("CREATE NONSENSE",))
    monkeypatch.setattr("feeds.database.PARTING", "' NONSENSE")
    with pytest.raises(Exception, match="NONSENSE"):
        migrate(unmigrated)
    assert inspect(unmigrated.engine).get_table_names() == []


def test_a_database_of_a_newer_version_is_refused(unmigrated: Database) -> None:
    migrate(unmigrated)
    with unmigrated.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match=r"newer version of NHS Brief \(revision 9999\)"):
        migrate(unmigrated)


def test_the_migrations_are_packaged() -> None:
    found = {path.name for path in MIGRATIONS.iterdir()}
    assert {"env.py", "script.py.mako", "versions", "__init__.py"} <= found
    assert (MIGRATIONS / "versions" / "__init__.py").exists()
