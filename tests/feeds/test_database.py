"""What both databases promise alike, and the cure in each error."""

import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.exc import StatementError

from feeds.archive import Archive
from feeds.database import MAX_TOKENS, Database, DatabaseError, connect, search_tokens
from feeds.tables import feed_states, versions
from tests.builders import NOON, draft

SOON = timedelta(milliseconds=50)
HOSTILE = (
    "",
    "   ",
    '"',
    "'; DROP TABLE articles; --",
    "waiting AND",
    "NEAR(waiting, 2)",
    "(((",
    "title: *",
    "-waiting ^lists",
    "wait\x00ing",
    "\ud800",
    "😀 👩‍⚕️",
    "‮etarugni",
    "a & b | !c <-> d:*",
    "\\",
    "%s %(x)s :x ?",
    "wait " * 2_000,
    "x" * 10_000,
    " ".join(f"word{number}" for number in range(2_000)),
)


def filed(database: Database, words: str, title: str | None = None) -> Archive:
    archive = Archive(database)
    archive.add(draft(words, title=title), NOON)
    return archive


def found(database: Database, *words: str, every: bool = True) -> bool:
    matching, score = database.matches("versions", words, every=every)
    with database.reading() as connection:
        return connection.execute(select(versions.c.id, score).where(matching)).first() is not None


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 8, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    state = {"url": "x", "asked_at": summer, "failures": 0, "gone": False}
    with database.writing() as connection:
        connection.execute(insert(feed_states).values(state))
    with database.reading() as connection:
        row = connection.execute(select(feed_states)).one()
    assert row.asked_at == summer and row.asked_at.tzinfo is UTC
    assert row.answered_at is None


def test_a_naive_time_is_refused(database: Database) -> None:
    naive = {"url": "x", "asked_at": datetime(2026, 7, 1), "failures": 0, "gone": False}  # noqa: DTZ001
    with pytest.raises(StatementError, match="no time zone"), database.writing() as connection:
        connection.execute(insert(feed_states).values(naive))


def test_an_error_rolls_back(database: Database) -> None:
    state = {"url": "x", "failures": 0, "gone": False}
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(insert(feed_states).values(state))
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.execute(select(feed_states)).first() is None


def test_insert_ignore_and_upsert(database: Database) -> None:
    first = {"url": "x", "failures": 1, "gone": False, "error": "dead"}
    with database.writing() as connection:
        connection.execute(database.insert_ignore(feed_states).values(first))
        connection.execute(database.insert_ignore(feed_states).values(first | {"failures": 9}))
        assert connection.execute(select(feed_states.c.failures)).scalars().all() == [1]
        connection.execute(database.upsert(feed_states, first | {"failures": 2}, ["url"]))
        assert connection.execute(select(feed_states.c.failures)).scalars().all() == [2]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_break_the_search(database: Database, words: str) -> None:
    filed(database, "Waiting lists rose.")
    assert found(database, words) in (True, False)
    assert found(database, "waiting", words, every=False)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(st.text(max_size=40), max_size=5))
def test_no_generated_words_break_the_search(database: Database, words: list[str]) -> None:
    assert found(database, *words) in (True, False)


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("Waiting lists rose.", "waits list"),
        ("The list fell to 7.6 million.", "7.6 million"),
        ("The list fell to 7.6 million.", "6"),
        ("The 18-week target is missed.", "week 18-week"),
        ("Talks and/or strikes; see gov.uk/nhs.", "strike gov.uk"),
        ("A £200m fund", "£200m"),
        ("The trust’s board met.", "trust's boards"),
        ("Llŷr Môn spoke in the café.", "llyr mon CAFE"),
        ("Llyr Mon spoke in the cafe.", "Llŷr môn café"),
        ("Mail press@trust.example now", "press"),
        ("patients\u00a0waiting", "patient"),
        ("<b>Budget</b>", "budget b"),
        ("“Enough”—she said—is enough…", "enough said"),
        ("•Beds •Staff", "beds staff"),
        ("snake_case", "snake"),
    ],
)
def test_words_are_found_as_printed(database: Database, stored: str, asked: str) -> None:
    filed(database, stored)
    assert found(database, asked)
    assert not found(database, asked, "absent")
    assert found(database, asked, "absent", every=False)


def test_stop_words_alone_find_nothing(database: Database) -> None:
    filed(database, "The list is what it is.")
    assert not found(database, "what is the", every=False)


def test_a_better_match_scores_higher(database: Database) -> None:
    archive = filed(database, "Strikes strikes strikes.")
    long = "Strikes were mentioned once in a text about quite other matters. " + "Beds. " * 50
    archive.add(draft(long, key="https://example.org/two"), NOON)
    matching, score = database.matches("versions", ["strike"], every=True)
    with database.reading() as connection:
        ranked = select(versions.c.id).where(matching).order_by(score.desc())
        assert connection.execute(ranked).scalars().all() == [1, 2]


def test_a_search_has_a_bounded_number_of_tokens() -> None:
    assert len(search_tokens([f"w{number}" for number in range(1_000)])) == MAX_TOKENS


def test_a_very_long_text_of_different_words_is_indexed(database: Database) -> None:
    words = " ".join(chr(0x4E00 + n // 300) + chr(0x4E00 + n % 300) for n in range(60_000))
    filed(database, f"waits {words}")
    assert found(database, "waits")


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/db", "sqlite3:///x", "http://host"])
def test_an_odd_address_is_told_what_one_looks_like(url: str) -> None:
    with pytest.raises(DatabaseError, match="sqlite:///file or postgresql://"):
        connect(url)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=rf"{tmp_path}/no/such does not exist; create it"):
        connect(f"sqlite:///{tmp_path}/no/such/file.sqlite")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear reader, this is a letter and not a database. " * 40)
    with pytest.raises(DatabaseError, match=r"letter\.sqlite: the file is not a database"):
        connect(f"sqlite:///{path}")


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be opened"):
        connect(f"sqlite:///{tmp_path}")


def test_a_locked_database_is_named(tmp_path: Path, migrated_sqlite: Path) -> None:
    path = tmp_path / "locked.sqlite"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = connect(f"sqlite:///{path}", patience=SOON)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError, match=r"locked\.sqlite: it is locked by another"):
        Archive(database).add(draft("Words."), NOON)
    assert Archive(database).count() == 0  # readers go on
    other.close()
    database.close()


def test_a_writer_on_postgresql_does_not_wait_for_ever(
    postgresql_url: str, migrated_postgresql: Database
) -> None:
    database = connect(postgresql_url, patience=SOON)
    with migrated_postgresql.writing() as connection:
        migrated_postgresql.hold(connection, "archive")
        with pytest.raises(DatabaseError, match="another program holds it; try again"):
            Archive(database).add(draft("Words."), NOON)
    database.close()


def test_a_read_only_database_is_named(tmp_path: Path, migrated_sqlite: Path) -> None:
    path = tmp_path / "kept.sqlite"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = connect(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(DatabaseError, match="it is read-only; check the rights"):
        Archive(database).add(draft("Words."), NOON)
    database.close()


def test_a_full_disk_is_named(tmp_path: Path, migrated_sqlite: Path) -> None:
    path = tmp_path / "full.sqlite"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = connect(f"sqlite:///{path}")
    with pytest.raises(DatabaseError, match="the disk is full"), database.writing() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))
        state = {"url": "x" * 500_000, "failures": 0, "gone": False}
        connection.execute(insert(feed_states).values(state))
    database.close()


def test_missing_tables_are_named(tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path}/new.sqlite")
    with pytest.raises(DatabaseError, match="run: nhs-brief migrate"):
        Archive(database).count()
    database.close()


def test_a_postgresql_that_is_not_there_is_named() -> None:
    with pytest.raises(DatabaseError, match="check that it is there") as raised:
        connect("postgres://someone:hush@127.0.0.1:1/none")
    assert "hush" not in str(raised.value)


def test_a_missing_postgresql_database_is_named(postgresql_url: str) -> None:
    with pytest.raises(DatabaseError, match="there is no such database or role"):
        connect(postgresql_url.replace("/postgres?", "/elsewhere?"))


def test_sqlite_is_set_to_lose_nothing(tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path}/set.sqlite")
    with database.reading() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }
    database.close()


def test_a_database_in_memory_is_shared_by_its_users() -> None:
    database = connect("sqlite://")
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE one (id INTEGER)"))
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM one")).scalar() == 0
    assert database.name == "in memory"
    database.close()
