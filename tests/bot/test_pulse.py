"""When each job last ran, as every process sees it."""

from datetime import UTC, datetime, timedelta

from bot.pulse import GATHERED, PLANNED, Pulse
from feeds.database import Database

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def test_a_job_that_never_ran_has_no_time(database: Database) -> None:
    assert Pulse(database).last(PLANNED) is None


def test_the_newest_time_is_kept_whoever_says_it(database: Database) -> None:
    one, other = Pulse(database), Pulse(database)
    one.beat(PLANNED, NOW)
    other.beat(PLANNED, NOW + timedelta(seconds=15))
    one.beat(PLANNED, NOW + timedelta(seconds=1))
    one.beat(GATHERED, NOW)
    assert other.all() == {PLANNED: NOW + timedelta(seconds=15), GATHERED: NOW}
