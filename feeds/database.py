"""Connect to SQLite or PostgreSQL. The only file that knows which of the two it speaks to."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy.exc as errors
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    Table,
    and_,
    cast,
    column,
    create_engine,
    event,
    false,
    func,
    literal,
    literal_column,
    make_url,
    select,
    table,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

PATIENCE = timedelta(seconds=10)  # how long a writer waits for another one before it gives up
MAX_TOKENS = 32  # of a search: nobody types more, and each one costs a look-up
MAX_TOKEN = 64  # characters of a token; longer ones are not words
INDEXED = 150_000  # characters indexed by PostgreSQL, whose tsvector may not pass one megabyte
# Characters that part words in FTS5's unicode61 but not in PostgreSQL's parser ("7.6", "and/or",
# "gov.uk", "18-week"), for a bracket expression of its regular expressions.
PARTING = (
    r"\u0021-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf"
    r"\u00d7\u00f7\u2010-\u206f\u20a0-\u20bf\u2190-\u2426\u2500-\u25ff"
)
# PostgreSQL drops these (its english.stop); dropping them here makes SQLite ask the same.
_STOP_WORDS = """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
her hers herself it its itself they them their theirs themselves what which who whom this that
these those am is are was were be been being have has had having do does did doing a an the and
but if or because as until while of at by for with about against between into through during
before after above below to from up down in out on off over under again further then once here
there when where why how all any both each few more most other some such no nor not only own same
so than too very s t can will just don should now"""
STOP_WORDS = frozenset(re.findall(r"\w+", _STOP_WORDS))


class DatabaseError(Exception):
    """The database cannot be reached, read or written; the message names it and the cure."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time in, an aware UTC time out, on both databases; a naive one is a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """One engine with its two kinds of transaction and the statements that the dialects spell
    differently."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self._writer = engine.execution_options(nhs_brief_writes=True)

    @property
    def name(self) -> str:
        """What a person calls it: the file, or the address without its password."""
        url = self.engine.url
        if self.dialect == "sqlite":
            return url.database or "in memory"
        return url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read with; nothing else may be open in this thread on `sqlite://`."""
        with self._transaction(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is committed at the end, rolled back on an error.

        On SQLite it holds the write lock from the start (BEGIN IMMEDIATE), so what it reads cannot
        change before it writes.
        """
        with self._transaction(self._writer) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except (errors.DBAPIError, errors.TimeoutError) as error:
            cure = _cure(self, error)
            if cure is None:
                raise
            raise DatabaseError(f"database {self.name}: {cure}") from error

    def hold(self, connection: Connection, name: str) -> None:
        """Let only one transaction of this name run at a time, over all processes, until it ends.

        Numbers handed out under it become visible in their order. A SQLite writer is alone anyway.
        """
        if self.dialect == "postgresql":
            key = int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
            connection.execute(select(func.pg_advisory_xact_lock(key)))

    def insert_ignore(self, into: Table) -> Insert:
        """An INSERT that leaves a row alone whose unique key is taken."""
        return self._insert(into).on_conflict_do_nothing()

    def upsert(self, into: Table, values: dict[str, Any], key: Sequence[str]) -> Insert:
        """An INSERT of `values` that overwrites all but the key where the key is taken."""
        insert = self._insert(into).values(values)
        rest = {name: insert.excluded[name] for name in values if name not in key}
        return insert.on_conflict_do_update(index_elements=list(key), set_=rest)

    def _insert(self, into: Table) -> "sqlite.Insert | postgresql.Insert":
        return sqlite.insert(into) if self.dialect == "sqlite" else postgresql.insert(into)

    def matches(
        self, table_name: str, words: Sequence[str], *, every: bool
    ) -> tuple[ColumnElement[bool], ColumnElement[float]]:
        """Give the WHERE clause and the score (higher is better) of a full-text search of a table.

        The table, one of `metadata`, must be in the FROM of the SELECT unaliased, and have been
        indexed with `full_text_ddl`. Any text may be given as words: each is quoted, endings and
        accents do not matter, stop words are not looked for; with none left nothing matches.
        """
        tokens = search_tokens(words)
        if not tokens:
            return false(), literal(0.0)
        if self.dialect == "sqlite":
            return _fts5_matches(table_name, (" AND " if every else " OR ").join(tokens))
        return _tsvector_matches(table_name, (" & " if every else " | ").join(tokens))

    def close(self) -> None:
        self.engine.dispose()


def connect(url: str, *, patience: timedelta = PATIENCE) -> Database:
    """Connect to `sqlite:///path`, `sqlite://` (in memory) or `postgresql://…` and try it once.

    Raises DatabaseError, naming the cure, if it does not answer.
    """
    parsed = _parsed_url(url)
    try:
        engine = (_sqlite if _is_sqlite(parsed) else _postgresql)(parsed, patience)
    except ModuleNotFoundError as error:
        cure = "install nhs-brief with its extra [scale] (PostgreSQL needs psycopg)"
        raise DatabaseError(f"database {parsed.render_as_string()}: {cure}") from error
    database = Database(engine)
    try:
        with database.reading() as connection:
            connection.execute(select(1))
    except DatabaseError:
        database.close()
        raise
    return database


def full_text_ddl(dialect: str, table_name: str, *columns: str) -> tuple[str, ...]:
    """Give the statements that index text columns of a table whose primary key is the integer `id`.

    SQLite: an FTS5 table beside it, kept in step by triggers. PostgreSQL: a generated column with a
    GIN index, made so that the same tokens come out: accents off, punctuation to spaces.
    """
    if dialect == "sqlite":
        return _fts5_ddl(table_name, columns)
    joined = " || ' ' || ".join(f"coalesce({name}, '')" for name in columns)
    plain = (
        f"regexp_replace(normalize(left({joined}, {INDEXED}), NFD), '[\\u0300-\\u036f]', '', 'g')"
    )
    words = f"regexp_replace({plain}, '[{PARTING}]', ' ', 'g')"
    return (
        f"ALTER TABLE {table_name} ADD COLUMN search_vector tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('english', {words})) STORED",
        f"CREATE INDEX ix_{table_name}_search_vector ON {table_name} USING gin (search_vector)",
    )


def search_tokens(words: Sequence[str]) -> tuple[str, ...]:
    """Cut what a person typed into quoted tokens that both full-text languages accept."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFD", " ".join(words)[:20_000])
        if not unicodedata.combining(letter)
    )
    found = dict.fromkeys(token.lower()[:MAX_TOKEN] for token in re.findall(r"[^\W_]+", plain))
    return tuple(f'"{token}"' for token in found if token not in STOP_WORDS)[:MAX_TOKENS]


def _fts5_matches(table_name: str, query: str) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    index = table(f"{table_name}_search", column("rowid"), column("rank"))
    hit = literal_column(f"{table_name}_search").op("MATCH", is_comparison=True)(query)
    # With the bare rowid SQLite may search the index anew for every row of the table. `rank` is
    # bm25(), in which better is lower.
    found = index.c.rowid + 0 == metadata.tables[table_name].c.id
    return and_(found, hit), -index.c.rank


def _tsvector_matches(
    table_name: str, query: str
) -> tuple[ColumnElement[bool], ColumnElement[float]]:
    vector = literal_column(f"{table_name}.search_vector", postgresql.TSVECTOR)
    english = cast("english", postgresql.REGCONFIG)
    asked: ColumnElement[Any] = func.to_tsquery(english, query.replace('"', "'"))
    return vector.bool_op("@@")(asked), func.ts_rank(vector, asked)


def _fts5_ddl(table_name: str, columns: Sequence[str]) -> tuple[str, ...]:
    names = ", ".join(columns)
    index = f"{table_name}_search"
    new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("new", "old"))
    add = f"INSERT INTO {index} (rowid, {names}) VALUES (new.id, {new});"
    drop = f"INSERT INTO {index} ({index}, rowid, {names}) VALUES ('delete', old.id, {old});"
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table_name}', "
        "content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table_name} BEGIN {add} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table_name} BEGIN {drop} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF {names} ON {table_name} "
        f"BEGIN {drop} {add} END",
    )


def _parsed_url(url: str) -> URL:
    try:
        parsed = make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url.strip()))
    except errors.ArgumentError as error:
        raise DatabaseError(_UNKNOWN_URL) from error
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise DatabaseError(_UNKNOWN_URL)
    return parsed


_UNKNOWN_URL = "the database's address must look like sqlite:///file or postgresql://user@host/name"


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _postgresql(url: URL, patience: timedelta) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        milliseconds = int(patience.total_seconds() * 1000)
        connection.execute(f"SET lock_timeout = {milliseconds}")
        connection.commit()

    return engine


def _sqlite(url: URL, patience: timedelta) -> Engine:
    options: dict[str, Any] = {}
    if url.database in (None, "", ":memory:"):  # the database is its one connection
        options = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
        options["connect_args"] = {"check_same_thread": False}
    engine = create_engine(url, pool_timeout=patience.total_seconds(), **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        milliseconds = int(patience.total_seconds() * 1000)
        for pragma in (
            f"busy_timeout={milliseconds}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("nhs_brief_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


# Words of SQLite's and PostgreSQL's own messages, and what a person can do about each.
_CURES = (
    ("locked", "it is locked by another program; stop that one, or use PostgreSQL (DATABASE_URL)"),
    ("lock timeout", "another program holds it; try again in a moment, or stop that one"),
    ("readonly database", "it is read-only; check the rights of the file, its folder and the disk"),
    ("read-only", "it is read-only; give this role the right to write, or use the primary server"),
    ("disk is full", "the disk is full; free some space on it"),
    ("no space left", "the disk is full; free some space on the server's disk"),
    ("disk i/o error", "the disk failed or is full; check the disk it lies on"),
    ("not a database", "the file is not a database; name another file or restore a back-up"),
    ("malformed", "the file is damaged; restore a back-up"),
    ("no such table", "its tables are missing; run: nhs-brief migrate"),
    ("no such column", "its tables are out of date; run: nhs-brief migrate"),
    ("undefinedtable", "its tables are missing; run: nhs-brief migrate"),
    ("undefinedcolumn", "its tables are out of date; run: nhs-brief migrate"),
    ("password authentication", "the password is wrong; correct DATABASE_URL"),
    ("permission denied", "this role may not do that; grant it the rights or correct DATABASE_URL"),
    ("insufficientprivilege", "this role may not do that; grant it the rights"),
    ("does not exist", "there is no such database or role; create it or correct DATABASE_URL"),
    ("queuepool limit", "all its connections are busy; try again in a moment"),
)


def _cure(database: Database, error: Exception) -> str | None:
    """Say in a line what is wrong and what to do; None for an error that is a bug of ours."""
    original = getattr(error, "orig", None)
    said = f"{type(original).__name__}: {original or error}"
    known = next((cure for sign, cure in _CURES if sign in said.lower()), None)
    if "unable to open" in said:
        return _cure_missing(database)
    if known or not isinstance(error, errors.OperationalError | errors.InterfaceError):
        return known
    first_line = said.partition("\n")[0]
    return f"it does not answer ({first_line}); check that it is there and running"


def _cure_missing(database: Database) -> str:
    folder = Path(database.engine.url.database or "").absolute().parent
    if not folder.is_dir():
        return f"the folder {folder} does not exist; create it or name another file"
    return "it cannot be opened; check that it is a file and that this user may read and write it"
