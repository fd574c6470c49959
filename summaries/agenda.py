"""Dates ahead as an iCalendar file (RFC 5545): whole days, the sentence that tells of them, its source.

Only dates with a day are written: a calendar has no place for "next spring".
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from feeds.text import clean_text, fold_space
from summaries.model import Ahead

PRODUCT = "-//NHS Brief//Look ahead//EN"
LONGEST_LINE = 75  # octets, without the line break: RFC 5545, section 3.1
SPECIAL = re.compile(r"([\\\\;,])")


def write_agenda(ahead: Sequence[Ahead], now: datetime) -> str:
    """Return the text of an .ics file: an event for each day ahead, once for each sentence.

    `now` is stamped on every event; the same dates have the same identity whenever they are written,
    so that a calendar that takes the file again doubles nothing.
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    events: dict[str, list[str]] = {}
    for one in ahead:
        day = _day(one.date.date)
        if day is not None:
            events.setdefault(_identity(one, day), _event(one, day, stamp))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += [line for event in events.values() for line in event]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(one: Ahead, day: date, stamp: str) -> list[str]:
    source = one.source
    told = [one.date.line.text, source.label.text if source.label else "", source.outlet or ""]
    return [
        "BEGIN:VEVENT",
        f"UID:{_identity(one, day)}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(one.date.event or one.date.line.text)}",
        "DESCRIPTION:" + "\\n".join(_text(words) for words in told if words),
        *([f"URL:{_uri(source.url)}"] if source.url else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _identity(one: Ahead, day: date) -> str:
    line = one.date.line
    return f"{day:%Y%m%d}-{line.article}-{line.start}@nhs-brief"


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso or "")
    except ValueError:
        return None


def _text(words: str) -> str:
    """Escape a text as section 3.3.11 asks; the words stay those of the source."""
    return SPECIAL.sub(r"\\\1", fold_space(clean_text(words)))


def _uri(url: str) -> str:
    """A URL on one line: nothing in it may end the property and begin another."""
    return re.sub(r"[\s\x00-\x1f]", "", url)


def _folded(line: str) -> Iterator[str]:
    """Cut a line at 75 octets, never within a character; what goes on begins with a space."""
    room, part, used = LONGEST_LINE, "", 0
    for character in line:
        size = len(character.encode())
        if used + size > room:
            yield part
            part, used = " ", 1
        part, used = part + character, used + size
    yield part
