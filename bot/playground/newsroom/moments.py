"""When things happen, told relative to the edition: "2h ago", "yesterday 16:10", "in 3 days 09:30".

Pure. The articles carry no fixed dates, so that the newsroom is always a day old, whatever the day.
"""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}

_AGO = re.compile(r"(?:(?P<hours>\d+)h)? ?(?:(?P<minutes>\d+)m)? ago")
_DAY = re.compile(
    r"(?:(?P<name>yesterday|today|tomorrow)|(?P<back>\d+) days ago|in (?P<ahead>\d+) days)"
    r" (?P<hour>\d\d):(?P<minute>\d\d)"
)
_MARK = re.compile(r"\{(?P<form>weekday|date|day|month|year)(?P<days>[+-]\d+)?\}")


class MomentError(ValueError):
    """A moment was written in a way that is not known."""


def moment(words: str, now: datetime) -> datetime:
    """Return the moment in UTC that `words` name, counted from `now`; days are London's."""
    if ago := _AGO.fullmatch(words):
        hours, minutes = (int(part or 0) for part in ago.group("hours", "minutes"))
        return now - timedelta(hours=hours, minutes=minutes)
    if day := _DAY.fullmatch(words):
        return _at_wall_time(day, now.astimezone(LONDON).date())
    raise MomentError(
        f"{words!r} is not a moment (use '2h ago', 'yesterday 16:10', 'in 3 days 09:30')"
    )


def _at_wall_time(match: re.Match[str], today: date) -> datetime:
    name, back, ahead = match.group("name", "back", "ahead")
    days = NAMED_DAYS[name] if name else int(ahead or 0) - int(back or 0)
    day = today + timedelta(days=days)
    hour, minute = int(match["hour"]), int(match["minute"])
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
    return local.astimezone(UTC)


def fill_dates(text: str, written: datetime) -> str:
    """Replace {weekday-1}, {date+9}, {day+2}, {month-30} and {year} by the day that lies so many
    days from the one on which the article was `written`: Monday, 3 December, Monday 3 December,
    November, 2026."""
    base = written.astimezone(LONDON).date()
    return _MARK.sub(lambda mark: _printed(mark, base), text)


def _printed(mark: re.Match[str], base: date) -> str:
    day = base + timedelta(days=int(mark["days"] or 0))
    return {
        "weekday": f"{day:%A}",
        "date": f"{day.day} {day:%B}",
        "day": f"{day:%A} {day.day} {day:%B}",
        "month": f"{day:%B}",
        "year": f"{day:%Y}",
    }[mark["form"]]
