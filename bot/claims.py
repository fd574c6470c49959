"""How a delivery is written down, and when it may be claimed: rows and conditions, nothing run."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import ColumnElement, and_, exists, or_

from bot.tables import deliveries
from summaries.model import Line


def delivery_id(
    team_id: str, channel_id: str, edition: str, local_date: date, part: int = 1
) -> str:
    """The id of a delivery, always the same for the same key, so that a post can be recognised."""
    key = "/".join((team_id, channel_id, edition, local_date.isoformat(), str(part)))
    return str(uuid5(NAMESPACE_URL, f"nhs-brief:{key}"))


def planned_row(key: tuple[str, str, str, date, int], now: datetime) -> dict[str, Any]:
    names = ("team_id", "channel_id", "edition", "local_date", "part")
    fresh = {"state": "planned", "tries": 0, "planned_at": now, "not_before": now}
    return dict(zip(names, key, strict=True)) | fresh | {"id": delivery_id(*key)}


def frozen_columns(payload: Mapping[str, Any], lines: Sequence[Line]) -> dict[str, Any]:
    return {"payload": dict(payload), "lines": [asdict(line) for line in lines]}


def is_open(now: datetime) -> ColumnElement[bool]:
    planned = and_(deliveries.c.state == "planned", deliveries.c.not_before <= now)
    return or_(planned, and_(deliveries.c.state == "sending", deliveries.c.lease_until <= now))


def is_first_unsent_part() -> ColumnElement[bool]:
    """No earlier part of the same digest waits to be sent or is being sent."""
    earlier = deliveries.alias("earlier")
    names = ("team_id", "channel_id", "edition", "local_date")
    same = and_(*(earlier.c[name] == deliveries.c[name] for name in names))
    waits = earlier.c.state.in_(("planned", "sending"))
    return ~exists().where(same, waits, earlier.c.part < deliveries.c.part)


def is_held(owner: str, now: datetime) -> ColumnElement[bool]:
    mine = and_(deliveries.c.state == "sending", deliveries.c.owner == owner)
    return and_(mine, deliveries.c.lease_until > now)
