"""The bot's tables: everything in them carries its workspace."""

from sqlalchemy import JSON, Column, Date, Index, Integer, Table, Text, Time

from feeds.database import UtcDateTime, metadata

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
