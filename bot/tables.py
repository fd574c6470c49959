"""The bot's tables, each carrying its workspace, and the way from their rows to plain data."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    Table,
    Text,
    Time,
    and_,
)

from bot.model import Delivery, Message, ShownLine, Subscription
from feeds.database import UtcDateTime, metadata
from summaries.model import Line

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("team_id", Text, primary_key=True),
    Column("channel_id", Text, primary_key=True),
    Column("edition", Text, primary_key=True),
    Column("time", Time, nullable=False),
    Column("zone", Text, nullable=False),
    Column("days", Text, nullable=False),
    Column("length", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("include", JSON, nullable=False),
    Column("exclude", JSON, nullable=False),
    Column("watch", JSON, nullable=False),
    Column("paused_until", UtcDateTime),
)
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("team_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("local_date", Date, nullable=False),
    Column("part", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("planned_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("owner", Text),
    Column("lease_until", UtcDateTime),
    Column("claimed_at", UtcDateTime),
    Column("payload", JSON(none_as_null=True)),
    Column("lines", JSON(none_as_null=True)),
    Column("ts", Text),
    Column("sent_at", UtcDateTime),
    Column("reason", Text),
    Index(
        "uq_deliveries_key",
        *("team_id", "channel_id", "edition", "local_date", "part"),
        unique=True,
    ),
    Index("ix_deliveries_state_not_before", "state", "not_before"),
    Index("ix_deliveries_sent_at", "sent_at"),
)
shown_lines = Table(
    "shown_lines",
    metadata,
    Column("team_id", Text, primary_key=True),
    Column("channel_id", Text, primary_key=True),
    Column("ts", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("article", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("part", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_shown_lines_article", "article"),
)
seen_events = Table(
    "seen_events",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
    Index("ix_seen_events_seen_at", "seen_at"),
)
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Index("ix_feedback_team_id", "team_id"),
)
pulses = Table(
    "pulses",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
rereads = Table(
    "rereads",
    metadata,
    Column("article", Integer, primary_key=True, autoincrement=False),
    Column("read_at", UtcDateTime, nullable=False),
)
corrections = Table(
    "corrections",
    metadata,
    Column("team_id", Text, primary_key=True),
    Column("channel_id", Text, primary_key=True),
    Column("ts", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
    Column("marked", Boolean, nullable=False),
)


def of_channel(
    owned: Table, team_id: str, channel_id: str, edition: str | None = None
) -> ColumnElement[bool]:
    mine = and_(owned.c.team_id == team_id, owned.c.channel_id == channel_id)
    return mine if edition is None else and_(mine, owned.c.edition == edition)


def of_message(team_id: str, channel_id: str, ts: str) -> ColumnElement[bool]:
    return and_(of_channel(shown_lines, team_id, channel_id), shown_lines.c.ts == ts)


def subscription_of(row: Mapping[Any, Any]) -> Subscription:
    lists = {name: tuple(row[name]) for name in ("topics", "include", "exclude", "watch")}
    return Subscription(**(dict(row) | lists))


def delivery_of(row: Mapping[Any, Any]) -> Delivery:
    return Delivery(**{name: row[name] for name in Delivery.__dataclass_fields__})


def message_of(row: Mapping[Any, Any]) -> Message:
    """The message that a delivery froze, as it was posted."""
    lines = tuple(Line(**line) for line in row["lines"] or ())
    return Message(row["payload"]["text"], tuple(row["payload"]["blocks"]), lines)


def shown_line_of(row: Mapping[Any, Any]) -> ShownLine:
    place = {name: row[name] for name in ("team_id", "channel_id", "ts", "position")}
    line = Line(**{name: row[name] for name in Line.__dataclass_fields__})
    return ShownLine(**place, line=line)
