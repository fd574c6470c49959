"""What is due and when next, in local wall time. Pure: the time is an argument."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays as calendars

from bot.model import Edition, Subscription

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
THURSDAY = 3
SUBDIVISIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
WEEK = timedelta(days=7)
LOOK_BACK = timedelta(days=14)  # the longest gap between two slots: a week, with a holiday on top


@dataclass(frozen=True, slots=True)
class Slot:
    """One appointed time of a subscription: its local date and the instant of it (aware UTC)."""

    local_date: date
    at: datetime


def is_day(
    day: date, days: str, holidays: Collection[date], release_days: Collection[date]
) -> bool:
    """Whether an edition comes out on this local date."""
    if days == "release-days":
        return day in release_days
    if days == "daily":
        return True
    if days == "mon-fri":
        return day.weekday() < 5 and day not in holidays
    return WEEKDAYS[day.weekday()] in days.split(",")


def instant(day: date, subscription: Subscription) -> datetime:
    """The instant of a local wall time. A time that a spring night skips is the first instant after
    the gap; one that an autumn night repeats is its first occurrence."""
    zone = ZoneInfo(subscription.zone)
    local = datetime.combine(day, subscription.time, tzinfo=zone)
    there = local.astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return there
    return _after_gap(local)


def _after_gap(local: datetime) -> datetime:
    before = local.replace(fold=1).astimezone(
        UTC
    )  # fold=1 reads a skipped time with the later offset
    after = local.replace(fold=0).astimezone(UTC)
    low, high = min(before, after), max(before, after)
    offset = (low - timedelta(hours=1)).astimezone(local.tzinfo).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        early = middle.astimezone(local.tzinfo).utcoffset() == offset
        low, high = (middle, high) if early else (low, middle)
    return high.replace(microsecond=0)


def latest_slot(
    subscription: Subscription,
    now: datetime,
    holidays: Collection[date] = (),
    release_days: Collection[date] = (),
) -> Slot | None:
    """The newest slot at or before now, or None where there was none for two weeks."""
    today = now.astimezone(ZoneInfo(subscription.zone)).date()
    for back in range(LOOK_BACK.days + 1):
        day = today - timedelta(days=back)
        if is_day(day, subscription.days, holidays, release_days):
            at = instant(day, subscription)
            if at <= now:
                return Slot(day, at)
    return None


def next_slot(
    subscription: Subscription,
    now: datetime,
    holidays: Collection[date] = (),
    release_days: Collection[date] = (),
) -> Slot | None:
    """The first slot after now that is not paused away, or None within a year."""
    today = now.astimezone(ZoneInfo(subscription.zone)).date()
    floor = max(now, subscription.paused_until or now)
    for ahead in range(366):
        day = today + timedelta(days=ahead)
        if is_day(day, subscription.days, holidays, release_days):
            at = instant(day, subscription)
            if at > floor:
                return Slot(day, at)
    return None


def due(
    subscription: Subscription,
    now: datetime,
    catch_up: timedelta,
    holidays: Collection[date] = (),
    release_days: Collection[date] = (),
) -> Slot | None:
    """The slot that should have been delivered by now, if it is not too old to catch up.

    A slot before the subscription existed, or while it was paused, is never due.
    """
    slot = latest_slot(subscription, now, holidays, release_days)
    if slot is None or slot.at <= subscription.created_at or now - slot.at > catch_up:
        return None
    return None if _is_paused(subscription, slot) else slot


def missed(
    subscription: Subscription,
    since: datetime,
    now: datetime,
    catch_up: timedelta,
    holidays: Collection[date] = (),
    release_days: Collection[date] = (),
) -> tuple[Slot, ...]:
    """The slots after `since`, when a clock last looked, that it is too late to deliver now, oldest
    first: those past catching up, and those that a later one has overtaken."""
    floor = max(since, subscription.created_at, now - LOOK_BACK)
    waiting = due(subscription, now, catch_up, holidays, release_days)
    found: list[Slot] = []
    slot = latest_slot(subscription, now, holidays, release_days)
    while slot is not None and slot.at > floor:
        if slot != waiting and not _is_paused(subscription, slot):
            found.append(slot)
        slot = latest_slot(
            subscription, slot.at - timedelta(microseconds=1), holidays, release_days
        )
    return tuple(reversed(found))


def _is_paused(subscription: Subscription, slot: Slot) -> bool:
    return subscription.paused_until is not None and slot.at < subscription.paused_until


def window(
    subscription: Subscription,
    slot: Slot,
    holidays: Collection[date] = (),
    release_days: Collection[date] = (),
) -> tuple[datetime, datetime]:
    """The period that a slot covers: from the slot before it (so Monday covers the weekend) to itself."""
    before = latest_slot(subscription, slot.at - timedelta(seconds=1), holidays, release_days)
    floor = slot.at - WEEK
    since = max(before.at, floor) if before else slot.at - timedelta(days=1)
    return since, slot.at


def bank_holidays(nations: Iterable[str], years: Iterable[int]) -> frozenset[date]:
    """The days on which any of the nations has a bank holiday (from the `holidays` library)."""
    wanted = tuple(years)
    found = (
        calendars.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=wanted)
        for nation in nations
    )
    return frozenset(day for one in found for day in one)


def release_days(years: Iterable[int]) -> frozenset[date]:
    """The days of NHS England's monthly performance statistics: the second Thursday of each month, at
    09:30. A month that moves its release is not known here; `statistics` then comes on the usual day."""
    firsts = (date(year, month, 1) for year in years for month in range(1, 13))
    return frozenset(
        first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 7) for first in firsts
    )


def subscription_of(
    edition: Edition, team_id: str, channel_id: str, zone: str, now: datetime
) -> Subscription:
    """A channel's subscription to an edition just as config.yaml has it."""
    return Subscription(
        team_id=team_id,
        channel_id=channel_id,
        edition=edition.name,
        time=edition.time,
        zone=zone,
        days=edition.days,
        length=edition.length,
        created_at=now,
        topics=edition.topics,
    )
