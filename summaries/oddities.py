"""Where an article is at odds with itself: a length of time that the days it prints do not bear out.

Noted for a person to check, never corrected: "more than five months" beside a last meeting on 27 March
and a today that is 24 August.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from summaries.calendar import printed_dates
from summaries.model import Document, Figure, Line, Sentence
from summaries.sentences import words_of
from summaries.wordlists import word_set

LONDON = ZoneInfo("Europe/London")
DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.44, "year": 365.25}
LATELY = re.compile(r"\b(?:last|latest|previous|since|not\ssince)\b", re.IGNORECASE)
# "have not met in more than five months": a time that runs until today.
UNTIL_NOW = re.compile(r"\b(?:not|without|since|no|never|n[’']t)\b", re.IGNORECASE)
WINDOW = re.compile(r"\b(?:last|past|next|coming|first|previous)\s$")  # "in the last two years"
REACH = 60  # characters from "last" or "since" to the day that it tells
TODAY = re.compile(r"\b[Tt]oday\s\($")
COMMON = word_set(
    "have been that with from this last more than were said says they their which about into when month months week"
    " weeks year years days government according"
)
FEWEST_SHARED = 1  # words of substance that both sentences print
LONG_WORD = 5  # letters


@dataclass(frozen=True, slots=True)
class Odds:
    """A length of time, the sentence with the day on which it began, and how many days lie between
    that day and the article's today."""

    figure: Figure
    began: Line
    days: int


def find_odds(document: Document, figures: Sequence[Figure]) -> tuple[Odds, ...]:
    """Return the lengths of time of a document that its own dates contradict."""
    today = _today(document)
    if today is None:
        return ()
    lengths = [f for f in figures if f.kind == "duration" and f.unit in DAYS and f.value]
    return tuple(odds for figure in lengths for odds in _against(document, figure, today))


def _against(document: Document, figure: Figure, today: date) -> Iterator[Odds]:
    """The first day that the length should have begun on and did not."""
    told = figure.sentence
    at = figure.line.start - told.start
    if not UNTIL_NOW.search(told.text) or WINDOW.search(told.text[:at]):
        return
    for sentence in document.sentences:
        began = _last_day(sentence, today)
        if began is None or sentence.line == told or not _is_of_one(told.text, sentence.text):
            continue
        days = (today - began).days
        if not _bears_out(figure, days):
            yield Odds(figure, sentence.line, days)
        return


def _today(document: Document) -> date | None:
    """The day of publication, or the day that the article prints behind "today"; without a year the
    days are counted in one that is no leap year."""
    if document.article.published is not None:
        return document.article.published.astimezone(LONDON).date()
    for sentence in document.sentences:
        for printed in printed_dates(sentence.text):
            if TODAY.search(sentence.text[: printed.start]):
                return _date(printed.value, None)
    return None


def _last_day(sentence: Sentence, today: date) -> date | None:
    """The only day of a sentence that tells when something last happened."""
    printed = [p for p in printed_dates(sentence.text) if p.shape == "day"]
    lately = LATELY.search(sentence.text, 0, printed[0].start) if len(printed) == 1 else None
    if lately is None or printed[0].start - lately.end() > REACH:
        return None
    return _date(printed[0].value, today)


def _date(value: str, today: date | None) -> date | None:
    try:
        if not value.startswith("--"):
            return date.fromisoformat(value)
        found = date.fromisoformat(f"{today.year if today else 2023}{value[1:]}")
    except ValueError:
        return None
    return None if today and found > today else found


def _is_of_one(one: str, two: str) -> bool:
    """Whether two sentences are of one thing: they share a word of substance."""
    first, second = (
        {w for w in words_of(text) if len(w) >= LONG_WORD and w not in COMMON}
        for text in (one, two)
    )
    return len(first & second) >= FEWEST_SHARED


def _bears_out(figure: Figure, days: int) -> bool:
    """Whether so many days are what the figure says; half a unit is forgiven where it is not hedged."""
    value = figure.value if isinstance(figure.value, float) else 0.0
    told = value * DAYS[figure.unit]
    if figure.approx == ">":
        return days >= told - 1
    if figure.approx == "<":
        return days <= told + 1
    return abs(days - told) <= 0.5 * DAYS[figure.unit] + 1
