"""What is coming: sentences that tell of something ahead, with the date as printed and, where it can
be resolved, as ISO. Relative words are resolved only against a publication date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from summaries.calendar import MONTHS, WEEKDAYS, PrintedDate, printed_dates
from summaries.model import DateAhead, Document, Line, Sentence

LONDON = ZoneInfo("Europe/London")  # the days that UK articles name
NEAR_PAST = timedelta(days=92)  # a day without a year so far back is last season's, not next year's
LONGEST = 2000  # characters of a sentence that are read: a bound for hostile text
EXACT = len("--09-19")  # an ISO date as long as this names a day
EARLIEST = date(1900, 1, 1)  # without a day of publication nothing that has a year is told past
MOST_EVENT = 90  # characters of an event

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
RELATIVE = re.compile(
    rf"\b(?:(?P<today>(?:[Ll]ater\s)?[Tt]oday|[Tt]onight|[Tt]his\s(?:morning|afternoon|evening))\b(?:\s\((?P<named>{_WEEKDAY})\)(?=\W|$))?"
    rf"|(?P<tomorrow>[Tt]omorrow)"
    rf"|(?:(?P<which>[Nn]ext|[Tt]his|[Oo]n|[Bb]y|[Uu]ntil|[Ff]rom|[Cc]oming)\s)(?P<weekday>{_WEEKDAY})"
    rf"|(?:(?P<early>[Ii]n|[Bb]y|[Uu]ntil|[Ff]rom|[Ff]or|[Nn]ext|[Ss]tarting|of)\s)(?:(?:early|late|mid)[\s-])?(?P<month>{_MONTH})(?:\s(?:(?P<year>20\d\d)|(?P<next>next\syear)))?(?!\s\d)"
    rf"|(?:[Ii]n|[Bb]y|[Uu]ntil|[Ff]rom|before\sthe\send\sof)\s(?:early\s|late\s|mid-)?(?P<only>20\d\d)(?![-–/]\d)"
    r"|(?P<vague>[Nn]ext\s(?:week|weekend|month|year|spring|summer|autumn|winter)|[Ll]ater\sthis\s(?:week|month|year|autumn|spring|summer|winter)"
    r"|this\sweekend|by\sthe\send\sof\s(?:the|this|next)\s(?:week|month|year|parliament)|in\sthe\snew\syear"
    r"|(?:over|in)\sthe\scoming\s(?:days|weeks|months)))(?!\w)"
)
AHEAD = re.compile(
    r"\b(?:will|won[’']t|shall|would|(?:is|are)\s(?:(?:now|still|also|both)\s)?(?:set|due|expected|planned|scheduled|likely|about|poised|to)\b|to\sbe\s\w+"
    r"|due(?!\sto\b)|planned|scheduled|expect(?:s|ed)?|deadline|until|upcoming|forthcoming|proposed|plan(?:s|ned)?\sto|begins?|starts?|recommences?"
    r"|resumes?|opens?|closes?|ends?|meets?|takes?\splace|votes?|later\stoday|tomorrow|next|[’']ll|runs?\suntil|could|may|from|by)\b"
)
# Verbs that tell of the future in the present tense, and words that open a time to come.
EVENT = re.compile(
    r"\b(?:begins?|starts?|recommences?|resumes?|opens?|closes?|ends|meets?|takes?\splace|votes?|expects?|plans?|could|may|to\sbe)\b"
)
OPENED = re.compile(
    r"\b(?:until|by|from|before)\s(?:the\send\sof\s|early\s|late\s|mid-)?$", re.IGNORECASE
)
SURE = re.compile(
    r"\b(?:will|won[’']t|(?:is|are)\s(?:(?:now|still|also|both)\s)?(?:set|due|expected|planned|scheduled)|planned\sfor|due(?!\sto\b)|deadline|until|tomorrow|upcoming|[’']ll|later\stoday)\b",
    re.IGNORECASE,
)
# "said today", "published on Thursday", "today claimed": the day of a report, not of what it tells.
TOLD_BEFORE = re.compile(
    r"(?<!be\s)(?<!is\s)(?<!are\s)\b(?:\w+ed|said|told|met|held|began|took\splace)\s(?:on\s|this\s|late\s)?$"
)
TOLD_BEHIND = re.compile(r"^\s(?:\w+ed|said|told|met|began|set\sout|hit)\b")
PAST = re.compile(
    r"(?<!-)\b(?:was|were|had|did|took\splace|began|met|held|voted|ended|closed|published|announced|launched|ran|fell|rose|died"
    r"|(?:has|have)\s(?:not\s)?been|since)\b"
)
TODAY_BEFORE = re.compile(r"\b(?:[Ll]ater\s)?[Tt]oday\s\($")
CLAUSE = re.compile(r"[,;:–—]\s|\s-\s|\s(?:but|and|while|which|who|as|after|when)\s")


@dataclass(frozen=True, slots=True)
class _When:
    """A date expression at `[start:end)` of a sentence; `iso` None where it cannot be resolved."""

    start: int
    end: int
    iso: str | None
    last: date | None = None  # the last day it can mean, where that is known
    loose: bool = False  # a weekday or "today": as often the day of a report as of an event


def find_dates(document: Document) -> tuple[DateAhead, ...]:
    """Return what a document says is to come, in order: every day that a sentence names, else its first
    looser date ("next week"). What lies before the publication date is left out where it can be told."""
    today = _local_day(document.article.published)
    return tuple(ahead for sentence in document.sentences for ahead in _ahead(sentence, today))


def _local_day(moment: datetime | None) -> date | None:
    return moment.astimezone(LONDON).date() if moment else None


def _ahead(sentence: Sentence, today: date | None) -> tuple[DateAhead, ...]:
    text = sentence.text[:LONGEST]
    if sentence.kind == "heading" or not AHEAD.search(text):
        return ()
    whens = sorted(
        (w for w in _whens(text, today) if _is_ahead(text, w, today)), key=lambda w: w.start
    )
    days = [w for w in whens if w.iso and len(w.iso) >= EXACT]
    return tuple(_date_ahead(sentence.line, when) for when in days or whens[:1])


def _date_ahead(line: Line, when: _When) -> DateAhead:
    printed = line.text[when.start : when.end]
    return DateAhead(line, printed, when.iso, _event(line.text, when))


def _whens(text: str, today: date | None) -> Iterator[_When]:
    """Every date of a sentence, absolute and relative."""
    taken: list[tuple[int, int]] = []
    for found in printed_dates(text):
        printed = _with_today(text, found)
        taken.append((printed.start, printed.end))
        if printed.shape == "fiscal" or (today is None and printed != found):
            continue  # a year of accounts is no date; "today" without a day of publication is past
        if printed.shape == "month":
            year, month = (int(part) for part in printed.value.split("-"))
            yield _month(printed.start, printed.end, year, month, today)
        else:
            yield _day(printed.start, printed.end, printed.value, today)
    for match in RELATIVE.finditer(text):
        if not any(match.start() < end and start < match.end() for start, end in taken):
            yield _relative(match, today)


def _with_today(text: str, printed: PrintedDate) -> PrintedDate:
    """Take "today (24 August)" whole."""
    before = TODAY_BEFORE.search(text, 0, printed.start)
    if before is None or text[printed.end : printed.end + 1] != ")":
        return printed
    return replace(printed, start=before.start(), end=printed.end + 1)


def _day(start: int, end: int, value: str, today: date | None) -> _When:
    """A day; without a year the one that is nearest ahead, or just past."""
    if not value.startswith("--"):
        return _When(start, end, value, date.fromisoformat(value))
    if today is None:
        return _When(start, end, value)
    for year in (today.year, today.year + 1):
        day = _safe(year, value[2:])
        if day and day >= today - NEAR_PAST:
            return _When(start, end, day.isoformat(), day)
    return _When(start, end, value)


def _safe(year: int, month_day: str) -> date | None:
    try:
        return date.fromisoformat(f"{year}-{month_day}")
    except ValueError:
        return None


def _month(start: int, end: int, year: int, month: int, today: date | None) -> _When:
    """A month. The one that is running has no ISO value: it would sort before today."""
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    running = today is not None and (today.year, today.month) == (year, month)
    return _When(start, end, None if running else f"{year}-{month:02d}", last)


def _relative(match: re.Match[str], today: date | None) -> _When:
    start, end = match.span()
    groups = match.groupdict()
    if groups["month"]:
        start = match.start("month")
        return _named_month(start, end, groups, today)
    if groups["only"]:
        year = int(groups["only"])
        running = today is not None and today.year == year
        value = None if running else groups["only"]
        return _When(match.start("only"), end, value, date(year, 12, 31))
    if today is None:
        past = bool(groups["today"])
        return _When(_from(match), end, None, date.min if past else None)
    if groups["today"]:
        return _exact(start, end, today)
    if groups["tomorrow"]:
        return _exact(start, end, today + timedelta(days=1))
    if groups["weekday"]:
        return _exact(
            _from(match), end, _weekday(groups["which"].lower(), groups["weekday"], today)
        )
    return _When(start, end, None)


def _from(match: re.Match[str]) -> int:
    """Where the printed date begins: "next Tuesday" keeps its first word, "on Tuesday" does not."""
    which = (match.group("which") or "").lower()
    return match.start() if which in ("next", "this", "coming", "") else match.start("weekday")


def _exact(start: int, end: int, day: date) -> _When:
    return _When(start, end, day.isoformat(), day, loose=True)


def _weekday(which: str, name: str, today: date) -> date:
    """The day that a weekday means: the next one from today; "next Tuesday" lies in the week after
    this one, Monday being its first day."""
    wanted = WEEKDAYS[name.lower()]
    if which == "next":
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday()) % 7)


def _named_month(start: int, end: int, groups: dict[str, str | None], today: date | None) -> _When:
    month = MONTHS[(groups["month"] or "").lower()]
    if groups["year"]:
        return _month(start, end, int(groups["year"]), month, today)
    if today is None:
        return _When(start, end, f"--{month:02d}")
    year = today.year + (1 if groups["next"] else month < today.month)
    return _month(start, end, year, month, today)


def _is_ahead(text: str, when: _When, today: date | None) -> bool:
    """Whether a date is told as something to come. Where both days are known they decide, but the
    words must not speak of the past; where they are not, the words must be sure."""
    if when.last is not None and when.last < (today or EARLIEST):
        return False
    clause = _clause(text, when)
    if TOLD_BEFORE.search(text[max(0, when.start - 40) : when.start]) or TOLD_BEHIND.match(
        text[when.end : when.end + 20]
    ):
        return False
    if SURE.search(clause):
        return True
    if PAST.search(clause):
        return False
    known = today is not None and when.iso is not None and len(when.iso) == len("2026-09-19")
    opened = OPENED.search(text[: when.start])
    return bool(EVENT.search(clause) or opened or (known and not when.loose and AHEAD.search(text)))


def _clause(text: str, when: _When) -> str:
    start, end = _bounds(text, when)
    return text[start:end]


def _bounds(text: str, when: _When) -> tuple[int, int]:
    """The clause of a sentence in which a date stands."""
    cuts = [m.span() for m in CLAUSE.finditer(text) if not when.start <= m.start() < when.end]
    start = max((stop for begin, stop in cuts if stop <= when.start), default=0)
    end = min((begin for begin, stop in cuts if begin >= when.end), default=len(text))
    return start, end


def _event(text: str, when: _When) -> str:
    """What happens, as printed: the date's clause, shortened at a word."""
    start, end = _bounds(text, when)
    printed = text[start:end].strip(' .,;:"“”')
    if len(printed.split()) < 4:
        printed = text.strip(' .,;:"“”')
    if len(printed) <= MOST_EVENT:
        return printed
    return printed[:MOST_EVENT].rsplit(None, 1)[0].rstrip(",;:")
