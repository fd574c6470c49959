"""The archive: articles, every version of their words, what was asked of each feed, full-text search.

Articles with a team belong to that workspace alone. Every reading method sees the public ones and,
given a `team_id`, that workspace's own; the exceptions say so. Rows do not leave this package.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, select, update

from feeds.database import Database
from feeds.filing import file_draft, identity_of
from feeds.model import Added, Article, Draft, Feed, FeedState, Version
from feeds.tables import (
    aliases,
    article_of,
    articles,
    as_known,
    current,
    feed_states,
    feeds,
    version_of,
    versions,
    visible,
    with_version,
)


class Archive:
    """Articles in and out of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, draft: Draft, now: datetime) -> Added:
        """File a draft: a new article, a new version of one, a copy of another, or nothing new.

        A workspace's draft never changes a public article. White space is no change, and a teaser
        never replaces a full text. A naive time is a ValueError.
        """
        with self.database.writing() as connection:
            self.database.hold(connection, "archive")  # so that versions appear in their order
            return file_draft(connection, draft, now)

    def article(self, number: int, team_id: str | None = None) -> Article | None:
        return self._first(current(team_id).where(articles.c.id == number))

    def article_at(self, url: str, team_id: str | None = None) -> Article | None:
        """The article filed under this link, however it is spelt; or under this key ("inbox:…")."""
        found = current(team_id).where(articles.c.key == identity_of(url))
        return self._first(found.order_by(articles.c.team_id.is_not(None)))

    def article_called(self, alias: str, team_id: str | None = None) -> Article | None:
        """The article that a feed called by this name (`drafting.alias_of`) when it was filed."""
        named = current(team_id).join(aliases, aliases.c.article == articles.c.id)
        return self._first(named.where(aliases.c.alias == alias))

    def articles(
        self,
        since: datetime,
        until: datetime,
        team_id: str | None = None,
        known_at: datetime | None = None,
    ) -> tuple[Article, ...]:
        """The articles dated after `since` and not after `until`, oldest first, copies among them.

        With `known_at` what the archive knew at that time: only what had arrived, in the words that
        it then had. Its link, date and whether it is a teaser are those of today.
        """
        window = and_(articles.c.dated > since, articles.c.dated <= until)
        state = current(team_id) if known_at is None else as_known(team_id, known_at)
        found = state.where(window).order_by(articles.c.dated, articles.c.id)
        return self._all(found)

    def articles_by_id(
        self, numbers: Collection[int], team_id: str | None = None
    ) -> tuple[Article, ...]:
        """These articles in the order of their numbers; unknown and hidden ones are left out."""
        found = current(team_id).where(articles.c.id.in_(sorted(set(numbers))))
        return self._all(found.order_by(articles.c.id))

    def versions(self, number: int, team_id: str | None = None) -> tuple[Version, ...]:
        """Every version of an article, oldest first."""
        joined = select(versions).join(articles, articles.c.id == versions.c.article)
        found = joined.where(versions.c.article == number, visible(articles, team_id))
        with self.database.reading() as connection:
            rows = connection.execute(found.order_by(versions.c.number)).all()
        return tuple(version_of(row._mapping) for row in rows)

    def version_texts(self, wanted: Collection[int]) -> dict[int, tuple[str | None, str]]:
        """Title and text by version id, whoever owns them: for checking lines already chosen."""
        found = select(versions.c.id, versions.c.title, versions.c.text)
        with self.database.reading() as connection:
            rows = connection.execute(found.where(versions.c.id.in_(sorted(set(wanted))))).all()
        return {row.id: (row.title, row.text) for row in rows}

    def versions_after(self, cursor: int, limit: int) -> tuple[Article, ...]:
        """The next versions by id, each as its article with that version; of all workspaces."""
        return self._all(
            with_version(versions.c.article == articles.c.id)
            .where(versions.c.id > cursor)
            .order_by(versions.c.id)
            .limit(limit)
        )

    def search(
        self, words: str, team_id: str | None = None, limit: int = 10, offset: int = 0
    ) -> tuple[Article, ...]:
        """The articles whose newest version has every word, newest first, without copies."""
        matching, _score = self.database.matches("versions", [words], every=True)
        found = current(team_id).where(matching, articles.c.copy_of.is_(None))
        newest_first = found.order_by(articles.c.dated.desc(), articles.c.id.desc())
        return self._all(newest_first.limit(limit).offset(offset))

    def count(self) -> int:
        """The number of articles of all workspaces."""
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(articles)).scalar_one()

    def feed_state(self, url: str) -> FeedState:
        """What we remember of asking a feed; of a feed never asked, nothing but its link."""
        with self.database.reading() as connection:
            row = connection.execute(select(feed_states).where(feed_states.c.url == url)).first()
        return FeedState(**row._mapping) if row else FeedState(url=url)

    def save_feed_state(self, state: FeedState) -> None:
        with self.database.writing() as connection:
            connection.execute(self.database.upsert(feed_states, asdict(state), ["url"]))

    def feed_states(self) -> tuple[FeedState, ...]:
        with self.database.reading() as connection:
            rows = connection.execute(select(feed_states).order_by(feed_states.c.url)).all()
        return tuple(FeedState(**row._mapping) for row in rows)

    def feeds(self, team_id: str | None = None) -> tuple[Feed, ...]:
        """The sources added at run time, in the order of adding."""
        return self._feeds(select(feeds).where(visible(feeds, team_id)))

    def all_feeds(self) -> tuple[Feed, ...]:
        """The sources added at run time by all workspaces: for the round of reading."""
        return self._feeds(select(feeds))

    def add_feed(self, feed: Feed, now: datetime) -> None:
        """Add a source, or overwrite what is known of it for the same workspace. It is asked afresh,
        so that a workspace that adds what another one has gets its whole backlog, too."""
        values = asdict(feed)
        with self.database.writing() as connection:
            self.database.hold(connection, "feeds")
            connection.execute(delete(feed_states).where(feed_states.c.url == feed.url))
            changed = connection.execute(
                update(feeds).where(_is_feed(feed.url, feed.team_id)).values(values)
            )
            if not changed.rowcount:
                connection.execute(insert(feeds).values(values | {"added_at": now}))

    def remove_feed(self, url: str, team_id: str | None = None) -> bool:
        """Remove a source of this workspace (or a public one, without); its articles stay."""
        with self.database.writing() as connection:
            gone = connection.execute(delete(feeds).where(_is_feed(url, team_id)))
        return bool(gone.rowcount)

    def _feeds(self, found: Select[Any]) -> tuple[Feed, ...]:
        with self.database.reading() as connection:
            rows = connection.execute(found.order_by(feeds.c.id)).all()
        names = Feed.__dataclass_fields__
        return tuple(Feed(**{name: row._mapping[name] for name in names}) for row in rows)

    def _first(self, found: Select[Any]) -> Article | None:
        return next(iter(self._all(found.limit(1))), None)

    def _all(self, found: Select[Any]) -> tuple[Article, ...]:
        with self.database.reading() as connection:
            return tuple(article_of(row) for row in connection.execute(found))


def _is_feed(url: str, team_id: str | None) -> ColumnElement[bool]:
    return and_(feeds.c.url == url, feeds.c.team_id.is_not_distinct_from(team_id))
