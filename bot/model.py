"""The words of this package as plain frozen data: editions, subscriptions, deliveries."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from summaries.model import Length, Line

DeliveryState = Literal["planned", "sending", "sent", "uncertain", "failed", "missed"]
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """A named slot. `days` is one of mon-fri, daily, mon, release-days or a list like "mon,thu"."""

    name: str
    time: time
    days: str = "mon-fri"
    length: Length = "compact"
    topics: tuple[str, ...] = ()
    empty: Literal["say", "silent"] = "say"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's edition. Local wall time and zone are stored, never an offset. `created_at` keeps a
    new subscription from being briefed for a slot that passed before it existed."""

    team_id: str
    channel_id: str
    edition: str
    time: time
    zone: str
    days: str
    length: Length
    created_at: datetime
    topics: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The record that a digest reached, or is to reach, a channel. The key is (team_id, channel_id,
    edition, local_date, part); `id` travels in the post's metadata."""

    id: str
    team_id: str
    channel_id: str
    edition: str
    local_date: date
    part: int
    state: DeliveryState
    tries: int = 0
    owner: str | None = None
    lease_until: datetime | None = None
    claimed_at: datetime | None = None
    planned_at: datetime | None = None
    payload: dict[str, Any] | None = None
    ts: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as rendered: blocks, the complete top-level text, every content line shown in the
    order of the blocks, and the lines that failed the verbatim check and were left out."""

    text: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...] = ()
    refused: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A content line in a message that a workspace holds."""

    team_id: str
    channel_id: str
    ts: str
    position: int
    line: Line


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person reported by a button: of which kind ("problem", "wrong answer"), about what."""

    team_id: str
    channel_id: str
    user_id: str
    kind: str
    about: str
    given_at: datetime
    note: str = ""
