"""What is due and when next, in local wall time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.editions import bank_holidays, due, instant, latest_slot, next_slot, release_days, window
from bot.model import Subscription

LONDON = ZoneInfo("Europe/London")
CATCH_UP = timedelta(hours=6)
MORNING = Subscription(
    team_id="T1",
    channel_id="C1",
    edition="morning",
    time=time(7, 30),
    zone="Europe/London",
    days="mon-fri",
    length="compact",
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[misc, arg-type]


def test_due_from_the_minute_of_its_time() -> None:
    assert due(MORNING, london(2026, 11, 23, 7, 29, 59), CATCH_UP) is None
    found = due(MORNING, london(2026, 11, 23, 7, 30), CATCH_UP)
    assert found is not None and found.local_date == date(2026, 11, 23)


def test_a_summer_morning_is_an_hour_earlier_in_utc() -> None:
    assert instant(date(2026, 7, 1), MORNING) == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    assert instant(date(2026, 12, 1), MORNING) == datetime(2026, 12, 1, 7, 30, tzinfo=UTC)


def test_not_due_once_the_catch_up_window_has_passed() -> None:
    assert due(MORNING, london(2026, 11, 23, 13, 30), CATCH_UP) is not None
    assert due(MORNING, london(2026, 11, 23, 13, 31), CATCH_UP) is None


def test_not_due_at_the_weekend_nor_on_a_bank_holiday() -> None:
    christmas = bank_holidays(["England"], [2026])
    assert due(MORNING, london(2026, 11, 22, 7, 30), CATCH_UP) is None
    assert due(MORNING, london(2026, 12, 25, 7, 30), CATCH_UP, christmas) is None


def test_scotland_rests_on_its_own_days() -> None:
    assert date(2026, 1, 2) in bank_holidays(["Scotland"], [2026])
    assert date(2026, 1, 2) not in bank_holidays(["England"], [2026])


def test_a_slot_before_the_subscription_is_never_due() -> None:
    late = replace(MORNING, created_at=london(2026, 11, 23, 7, 30))
    assert due(late, london(2026, 11, 23, 7, 31), CATCH_UP) is None


def test_a_slot_while_paused_is_never_due_even_after_the_pause() -> None:
    paused = replace(MORNING, paused_until=london(2026, 11, 23, 9, 0))
    assert due(paused, london(2026, 11, 23, 9, 1), CATCH_UP) is None
    assert due(paused, london(2026, 11, 24, 7, 30), CATCH_UP) is not None


def test_monday_covers_the_weekend() -> None:
    slot = latest_slot(MORNING, london(2026, 11, 23, 8, 0))
    assert slot is not None
    since, until = window(MORNING, slot)
    assert (since, until) == (london(2026, 11, 20, 7, 30), london(2026, 11, 23, 7, 30))


def test_next_slot_skips_a_pause() -> None:
    paused = replace(MORNING, paused_until=london(2026, 11, 25, 12, 0))
    found = next_slot(paused, london(2026, 11, 23, 8, 0))
    assert found is not None and found.local_date == date(2026, 11, 26)


def test_a_time_that_a_spring_night_skips_is_the_first_instant_after_the_gap() -> None:
    night = replace(MORNING, time=time(1, 30), days="daily")
    assert instant(date(2027, 3, 28), night) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_a_time_that_an_autumn_night_repeats_comes_once() -> None:
    night = replace(MORNING, time=time(1, 30), days="daily")
    assert instant(date(2027, 10, 31), night) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    second = due(night, datetime(2027, 10, 31, 1, 30, tzinfo=UTC), CATCH_UP)
    assert second is not None and second.local_date == date(2027, 10, 31)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2030, 3, 31)])
@pytest.mark.parametrize("at", [time(0, 59), time(1, 0), time(1, 30), time(2, 0), time(7, 30)])
def test_every_minute_of_a_clock_change_day_has_at_most_one_slot(day: date, at: time) -> None:
    subscription = replace(MORNING, time=at, days="daily")
    midnight = datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)
    minutes = (midnight + timedelta(minutes=minute) for minute in range(25 * 60))
    slots = {due(subscription, minute, CATCH_UP) for minute in minutes} - {None}
    assert len([slot for slot in slots if slot and slot.local_date == day]) == 1


def test_release_days_are_second_thursdays() -> None:
    assert {date(2026, 11, 12), date(2026, 12, 10)} <= release_days([2026])
    assert all(day.weekday() == 3 and 8 <= day.day <= 14 for day in release_days([2026]))
