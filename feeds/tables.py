"""The archive's tables, and the way from their rows to an Article or a Version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    and_,
    func,
    or_,
    select,
)

from feeds.database import UtcDateTime, metadata
from feeds.model import Article, LeftOut, Version

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("team_id", Text),
    Column("version", Integer),  # the newest one; no foreign key, as versions point here
    Column("url", Text),
    Column("outlet", Text),
    Column("authors", JSON, nullable=False),
    Column("published", UtcDateTime),
    Column("arrived", UtcDateTime, nullable=False),
    Column("dated", UtcDateTime, nullable=False),
    Column("nation", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("feed", Text),
    Column("teaser", Boolean, nullable=False),
    Column("copy_of", Integer, ForeignKey("articles.id")),
    Index("ix_articles_dated", "dated", "id"),
    sqlite_autoincrement=True,
)
versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article", Integer, ForeignKey("articles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("left_out", JSON, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Index("uq_versions_article_number", "article", "number", unique=True),
    Index("ix_versions_fingerprint", "fingerprint"),
    sqlite_autoincrement=True,
)
aliases = Table(  # what feeds call their articles, for when a link changes
    "aliases",
    metadata,
    Column("alias", Text, primary_key=True),
    Column("article", Integer, nullable=False),
)
feed_states = Table(
    "feed_states",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("asked_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("new_at", UtcDateTime),
    Column("next_at", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("error", Text),
    Column("gone", Boolean, nullable=False),
    Column("moved", Text),
    Column("moved_at", UtcDateTime),
)
feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("team_id", Text),
    Column("name", Text, nullable=False),
    Column("nation", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("on", Boolean, nullable=False),
    Column("grade", Text, nullable=False),
    Column("checked", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
)
for owned, identity in ((articles, articles.c.key), (feeds, feeds.c.url)):
    public = owned.c.team_id.is_(None)
    name = f"uq_{owned.name}_{identity.name}"
    Index(f"{name}_public", identity, unique=True, sqlite_where=public, postgresql_where=public)
    Index(f"{name}_team", identity, owned.c.team_id, unique=True)

ARTICLE_FIELDS = (
    "key",
    "team_id",
    "url",
    "outlet",
    "authors",
    "published",
    "nation",
    "licence",
    "feed",
    "teaser",
)


def visible(owned: Table, team_id: str | None) -> ColumnElement[bool]:
    public = owned.c.team_id.is_(None)
    return public if team_id is None else or_(public, owned.c.team_id == team_id)


def current(team_id: str | None) -> Select[Any]:
    # the second half is implied by the first, but it is the one with an index on either side
    newest = and_(versions.c.id == articles.c.version, versions.c.article == articles.c.id)
    return with_version(newest).where(visible(articles, team_id))


def as_known(team_id: str | None, at: datetime) -> Select[Any]:
    """Like `current`, of what had arrived by then, each with its newest version of that time."""
    earlier = versions.alias("earlier")
    of_it = and_(earlier.c.article == articles.c.id, earlier.c.seen_at <= at)
    newest = select(func.max(earlier.c.id)).where(of_it).correlate(articles).scalar_subquery()
    known = and_(visible(articles, team_id), articles.c.arrived <= at)
    return with_version(versions.c.id == newest).where(known)


def with_version(which: ColumnElement[bool]) -> Select[Any]:
    labelled = (column.label(f"version_{column.name}") for column in versions.c)
    return select(articles, *labelled).select_from(articles.join(versions, which))


def article_of(row: Row[Any]) -> Article:
    """Rows to data: an article with the version it was joined with."""
    known = row._mapping
    fields = {name: known[name] for name in ARTICLE_FIELDS} | {"authors": tuple(known["authors"])}
    version = {name.removeprefix("version_"): known[name] for name in known if "version_" in name}
    return Article(
        id=row.id, version=version_of(version), arrived=row.arrived, copy_of=row.copy_of, **fields
    )


def version_of(row: Mapping[Any, Any]) -> Version:
    left_out = tuple(LeftOut(**piece) for piece in row["left_out"])
    fields = {name: row[name] for name in ("id", "article", "number", "title", "text", "seen_at")}
    return Version(left_out=left_out, **fields)
