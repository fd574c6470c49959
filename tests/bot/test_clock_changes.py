"""Every minute of every day on which the clocks change, 2026 to 2036: each edition is due once."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.editions import due, instant, missed
from bot.model import Subscription

MINUTE = timedelta(minutes=1)
CATCH_UP = timedelta(hours=6)
EVERY_TIME = tuple(time(hour, minute) for hour in range(24) for minute in range(60))
WATCHED = (time(0, 0), time(0, 59), time(1, 0), time(1, 30), time(2, 0), time(7, 30), time(23, 59))
NIGHTLY = Subscription(
    team_id="T1",
    channel_id="C1",
    edition="morning",
    time=time(7, 30),
    zone="Europe/London",
    days="daily",
    length="compact",
    created_at=datetime(2025, 1, 1, tzinfo=UTC),
)


@cache
def change_days(zone: str, first: int = 2026, last: int = 2036) -> tuple[date, ...]:
    """The days in whose course the offset changes."""
    there = ZoneInfo(zone)
    day, found = date(first, 1, 1), []
    while day.year <= last:
        offsets = {datetime.combine(day, time(h), there).utcoffset() for h in (0, 4, 23)}
        found += [day] if len(offsets) > 1 else []
        day += timedelta(days=1)
    return tuple(found)


def minutes_of(day: date, zone: str) -> tuple[datetime, ...]:
    """Every minute of a local day, in UTC, one day being 23 hours long and another 25."""
    there = ZoneInfo(zone)
    start = datetime.combine(day, time(), there).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), there).astimezone(UTC)
    return tuple(start + MINUTE * n for n in range(int((end - start) / MINUTE)))


def first_minutes(day: date, zone: str) -> dict[time, datetime]:
    """For every wall time the first minute of the day that shows it or a later one: read off the
    clock on the wall, minute by minute, and not computed as the program does."""
    there, found = ZoneInfo(zone), {}
    wanted = iter(EVERY_TIME)
    upcoming = next(wanted, None)
    for minute in minutes_of(day, zone):
        shown = minute.astimezone(there).time()
        while upcoming is not None and upcoming <= shown:
            found[upcoming] = minute
            upcoming = next(wanted, None)
    return found


def test_london_changes_its_clocks_twice_a_year() -> None:
    assert len(change_days("Europe/London")) == 22


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe"])
def test_every_wall_time_is_due_from_its_first_minute_to_the_end_of_catching_up(zone: str) -> None:
    """All 1,440 times of day on every such day: due to the second, and not a second longer."""
    second = timedelta(seconds=1)
    for day in change_days(zone, last=2036 if zone == "Europe/London" else 2027):
        for at, first in first_minutes(day, zone).items():
            subscription = replace(NIGHTLY, time=at, zone=zone)
            assert instant(day, subscription) == first, (day, at)
            dates = [
                found.local_date if (found := due(subscription, now, CATCH_UP)) else None
                for now in (first - second, first, first + CATCH_UP, first + CATCH_UP + second)
            ]
            assert dates == [None, day, day, None], (day, at)


@pytest.mark.parametrize("at", WATCHED)
def test_every_minute_of_the_day_agrees_on_what_is_due(at: time) -> None:
    for day in change_days("Europe/London"):
        subscription = replace(NIGHTLY, time=at)
        first = first_minutes(day, "Europe/London")[at]
        for now in minutes_of(day, "Europe/London"):
            found = due(subscription, now, CATCH_UP)
            assert (found is not None and found.local_date == day) == (
                first <= now <= first + CATCH_UP
            ), (day, now)


def test_ticks_over_a_whole_change_day_find_each_edition_once_and_miss_none() -> None:
    for day in change_days("Europe/London"):
        for at in WATCHED:
            subscription = replace(NIGHTLY, time=at)
            looked, found, lost = None, set(), []
            for now in (
                minutes_of(day, "Europe/London")[::15]
                + minutes_of(day + timedelta(days=1), "Europe/London")[:1]
            ):
                slot = due(subscription, now, CATCH_UP)
                found |= {slot.local_date} if slot else set()
                lost += missed(subscription, looked or now, now, CATCH_UP)
                looked = now
            assert day in found and not lost, (day, at)


def test_a_slot_past_catching_up_is_missed_once() -> None:
    last_look = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    days = [slot.local_date.day for slot in missed(NIGHTLY, last_look, now, CATCH_UP)]
    assert days == [21, 22]
    assert missed(NIGHTLY, now, now + MINUTE, CATCH_UP) == ()


def test_nothing_is_missed_before_the_subscription_nor_in_a_pause() -> None:
    last_look = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    now = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    young = replace(NIGHTLY, created_at=datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert [s.local_date.day for s in missed(young, last_look, now, CATCH_UP)] == [23]
    paused = replace(NIGHTLY, paused_until=datetime(2026, 11, 23, 0, tzinfo=UTC))
    assert [s.local_date.day for s in missed(paused, last_look, now, CATCH_UP)] == [23]
