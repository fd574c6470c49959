"""Dates as British news prints them, found in a text and read as ISO. No reference date needed here."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"

PRINTED = re.compile(
    rf"(?<![\w.£$€/-])(?:"
    rf"(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    rf"|(?P<slashed>(?:3[01]|[12]\d|0?[1-9])/(?:1[0-2]|0?[1-9])/{_YEAR})"
    rf"|(?P<fiscal>{_YEAR}[-–/]\d\d(?:\d\d)?)"
    rf"|(?:{_WEEKDAY},?\s(?:the\s)?)?(?P<day>{_DAY})(?:\sof)?\s(?P<month>{_MONTH})(?:,?\s(?P<year>{_YEAR}))?"
    rf"|(?:{_WEEKDAY},?\s)?(?P<month2>{_MONTH})\s(?P<day2>{_DAY})(?![\d.,]*\d*\s?(?:per|%|m\b|bn))(?:,?\s(?P<year2>{_YEAR}))?"
    rf"|(?P<month3>{_MONTH}),?\s(?P<year3>{_YEAR})"
    rf")(?![\w£$%])"
)

DateShape = Literal["day", "month", "fiscal"]


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date at `[start:end)` of a text. `value` is ISO: "2026-09-19", "--09-19" where no year is
    printed, "2026-09" for a month, "2024/2025" for a financial year."""

    start: int
    end: int
    value: str
    shape: DateShape


def printed_dates(text: str) -> tuple[PrintedDate, ...]:
    """Find every date with a day, every month with a year and every financial year, in order."""
    found = (_read(match) for match in PRINTED.finditer(text))
    return tuple(printed for printed in found if printed is not None)


def _read(match: re.Match[str]) -> PrintedDate | None:
    start, end = match.span()
    groups = match.groupdict()
    if groups["iso"]:
        return PrintedDate(start, end, groups["iso"], "day")
    if groups["slashed"]:
        day, month, year = groups["slashed"].split("/")
        return _day(start, end, day, int(month), year)
    if groups["fiscal"]:
        return _fiscal(start, end, groups["fiscal"])
    if groups["month3"]:
        value = f"{groups['year3']}-{_month(groups['month3']):02d}"
        return PrintedDate(start, end, value, "month")
    second = groups["day"] is None
    day = groups["day2"] if second else groups["day"]
    month = _month(groups["month2"] if second else groups["month"])
    return _day(start, end, day, month, groups["year2"] if second else groups["year"])


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _day(start: int, end: int, day: str, month: int, year: str | None) -> PrintedDate | None:
    number = int(re.sub(r"\D", "", day))
    try:
        date(int(year or 2024), month, number)  # 2024: a leap year, so that 29 February stands
    except ValueError:
        return None
    return PrintedDate(start, end, f"{year or '-'}-{month:02d}-{number:02d}", "day")


def _fiscal(start: int, end: int, printed: str) -> PrintedDate | None:
    first, second = re.split(r"[-–/]", printed)
    last = int(second) if len(second) == 4 else int(first[:2] + second)
    if last != int(first) + 1:
        return None
    return PrintedDate(start, end, f"{first}/{last}", "fiscal")
