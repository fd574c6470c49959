"""What the correction watch remembers: articles read again, lines noted, posts marked. Rows stay here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select, update

from bot.model import ShownLine
from bot.store import REPLY
from bot.tables import corrections, deliveries, of_channel, rereads, shown_line_of, shown_lines
from feeds.database import Database

NOTE = "correction"  # what a note answers, in the key of its delivery


@dataclass(frozen=True, slots=True)
class Post:
    """A post with a noted correction that is not marked yet, as it was frozen."""

    team_id: str
    channel_id: str
    ts: str
    delivery_id: str
    payload: Mapping[str, Any]


class Corrected:
    """The watch's memory, in and out of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles_shown(self, since: datetime) -> tuple[tuple[str, int, int, datetime], ...]:
        """Team, article, oldest version shown and time of the newest post, of what is watched."""
        columns = (shown_lines.c.team_id, shown_lines.c.article)
        newest = func.max(deliveries.c.sent_at).label("sent_at")
        found = (
            select(*columns, func.min(shown_lines.c.version).label("version"), newest)
            .join(deliveries, _is_post())
            .where(_is_watched(since))
            .group_by(*columns)
            .order_by(*columns)
        )
        with self._database.reading() as connection:
            rows = connection.execute(found).all()
        return tuple((row.team_id, row.article, row.version, row.sent_at) for row in rows)

    def lines_shown(
        self, team_id: str, article: int, before: int, since: datetime
    ) -> tuple[ShownLine, ...]:
        """The lines of an article's versions older than `before` that nothing was noted of yet,
        message by message."""
        same = and_(*(corrections.c[name] == shown_lines.c[name] for name in _PLACE))
        found = (
            select(shown_lines)
            .join(deliveries, _is_post())
            .where(_is_watched(since), shown_lines.c.team_id == team_id)
            .where(shown_lines.c.article == article, shown_lines.c.version < before)
            .where(~exists().where(same))
            .order_by(*shown_lines.primary_key)
        )
        with self._database.reading() as connection:
            return tuple(shown_line_of(row._mapping) for row in connection.execute(found))

    def noting(
        self, places: Sequence[ShownLine], version: int, now: datetime
    ) -> Callable[[Connection], bool]:
        """Write that these lines are noted, in the transaction that opens the note. It says False
        where one of them was noted already: once per message and line."""
        rows = [
            {name: getattr(one, name) for name in _PLACE}
            | {"version": version, "noted_at": now, "marked": False}
            for one in places
        ]

        def write(connection: Connection) -> bool:
            new = self._database.insert_ignore(corrections).values(rows)
            return len(connection.execute(new.returning(corrections.c.position)).all()) == len(rows)

        return write

    def thread_of(self, team_id: str, channel_id: str, ts: str) -> str:
        """The thread that a post stands in, or that it opens."""
        mine = and_(of_channel(deliveries, team_id, channel_id), deliveries.c.ts == ts)
        with self._database.reading() as connection:
            payload = connection.execute(select(deliveries.c.payload).where(mine)).scalar()
        return str((payload or {}).get("thread_ts") or ts)

    def unmarked(self) -> tuple[Post, ...]:
        """The posts with a noted correction that do not say so yet."""
        names = ("team_id", "channel_id", "ts")
        same = and_(*(corrections.c[name] == deliveries.c[name] for name in names))
        found = select(deliveries).where(exists().where(same, corrections.c.marked.is_(False)))
        with self._database.reading() as connection:
            rows = connection.execute(found.where(deliveries.c.state == "sent")).all()
        return tuple(
            Post(row.team_id, row.channel_id, row.ts, row.id, row.payload or {}) for row in rows
        )

    def mark(self, post: Post, payload: Mapping[str, Any]) -> None:
        """Note that a post says it now, and what it says."""
        mine = of_channel(corrections, post.team_id, post.channel_id)
        with self._database.writing() as connection:
            its = update(corrections).where(mine, corrections.c.ts == post.ts)
            connection.execute(its.values(marked=True))
            row = update(deliveries).where(deliveries.c.id == post.delivery_id)
            connection.execute(row.values(payload=dict(payload)))

    def read_again(self) -> dict[int, datetime]:
        """When each article was last read again."""
        with self._database.reading() as connection:
            return {row.article: row.read_at for row in connection.execute(select(rereads))}

    def note_reread(self, article: int, now: datetime) -> None:
        with self._database.writing() as connection:
            values = {"article": article, "read_at": now}
            connection.execute(self._database.upsert(rereads, values, ["article"]))


_PLACE = ("team_id", "channel_id", "ts", "position")


def _is_post() -> ColumnElement[bool]:
    return and_(*(deliveries.c[name] == shown_lines.c[name] for name in _PLACE[:3]))


def _is_watched(since: datetime) -> ColumnElement[bool]:
    """Sent since then, and not itself a note: a note of a note would never end."""
    is_note = deliveries.c.edition.startswith(f"{REPLY}:{NOTE}:", autoescape=True)
    return and_(deliveries.c.state == "sent", deliveries.c.sent_at >= since, ~is_note)
