"""The time that a figure is told of, as its sentence prints it: "since May", "last week", "a day"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_SPAN = r"(?:second|minute|hour|day|week|fortnight|month|quarter|year|decade|winter|summer|spring|autumn|season|weekend)s?"
_COUNT = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few|couple\sof)"
)
PERIOD = re.compile(
    rf"\b(?:since\s(?:{_MONTH}(?:\s(?:last\syear|this\syear|(?:19|20)\d\d))?|(?:19|20)\d\d|last\s\w+|the\s(?:start|end|beginning)\sof\s[\w\s]{{3,20}}?(?=[,.;]|$))"
    rf"|(?:in|by|during|over|for|within|throughout)\sthe\s(?:(?:past|last|next|coming|first|same|previous|current|three|six|12)\s){{1,2}}(?:{_COUNT}\s)?{_SPAN}(?:\sof\s(?:(?:19|20)\d\d|last\syear|this\syear))?"
    rf"|over\sthe\scoming\s{_SPAN}|(?<!for\s)(?:over|in|within)\s(?:(?:the\s)?{_COUNT}|an?|a\ssingle)\s{_SPAN}"
    rf"|between\s{_MONTH}(?:\s(?:19|20)\d\d)?\sand\s{_MONTH}(?:\s(?:19|20)\d\d)?"
    rf"|(?:in|by|at\sthe\send\sof)\s(?:(?:early|late|mid)[\s-])?{_MONTH}(?:\s(?:(?:19|20)\d\d|last\syear|this\syear))?(?!\s\d)"
    rf"|(?:in|by|during|for|from)\s(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?"
    rf"|(?:so\sfar\s)?(?:this|last|next)\s(?:{_SPAN}|{_MONTH}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
    rf"|(?:a|an|one|two)\s(?:week|month|year)s?\s(?:ago|earlier)|(?P<rate>(?<!than\s)(?:an?|per|each|every)\s(?:hour|day|week|month|year)\b(?!\s(?:before|ago|earlier|later|old))|annually)|yesterday|today|overnight)\b",
    re.IGNORECASE,
)
NUMERAL = re.compile(r"\d")
ASIDE = re.compile(r",\s(?:\w+\sof\s)?(?:which|whom?|whose)\b")
RATE_REACH = (
    40  # characters from a figure to what it is per: "5.2 million more appointments a year"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A printed time at `[start:end)`; `rate`: what something is per ("a day")."""

    start: int
    end: int
    rate: bool


def find_periods(text: str) -> tuple[Period, ...]:
    """Every time that a sentence prints, in order."""
    return tuple(Period(*m.span(), bool(m["rate"])) for m in PERIOD.finditer(text))


def period_of(text: str, start: int, end: int, periods: Sequence[Period]) -> str | None:
    """The period of the figure at `[start:end)`: the next one behind it in its clause, else the last
    before it that is no other figure's."""
    behind = [p for p in periods if p.start >= end and _reaches(text[end : p.start], p)]
    before = [p for p in periods if p.end <= start and _opens(text, p, start)]
    near = behind[:1] or before[-1:]
    return text[near[0].start : near[0].end] if near else None


def _reaches(between: str, period: Period) -> bool:
    """Whether a period is a figure's, given the words from the one to the other."""
    other = bool(NUMERAL.search(between))
    if period.rate:
        return len(between) <= RATE_REACH and not other and not set(between) & set(",.;:")
    return ";" not in between and not ASIDE.search(between) and not (other and "," in between)


def _opens(text: str, period: Period, start: int) -> bool:
    """Whether a period before a figure leads to it: no figure stands before the period, or a comma."""
    if period.rate or ";" in text[period.end : start]:
        return False
    return not NUMERAL.search(text[: period.start]) or text[: period.start].endswith(", ")
