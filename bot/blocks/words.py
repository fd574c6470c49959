"""The bot's own words: dates, counts, names from outside made harmless. Neutral labels only."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from feeds.text import clean_text, fold_space
from summaries.model import Source

LONDON = "Europe/London"
MAX_NAME = 80  # characters of a name from outside; a longer one is cut, for it is not content
MAX_URL = 2_000  # Slack refuses more than 3,000
_ADDRESS = re.compile(r"(https?:|www\.|[\w-]+\.[a-z]{2,}(?:[/:?#]|$))", re.I)
_KINDS = {
    "related": ("related link", "related links"),
    "newsletter": ("newsletter box", "newsletter boxes"),
    "cookies": ("cookie notice", "cookie notices"),
    "garbled": ("garbled fragment", "garbled fragments"),
    "comments": ("comment box", "comment boxes"),
    "paywall": ("paywall notice", "paywall notices"),
    "aside": ("fact box or pull quote", "fact boxes and pull quotes"),
    "copyright": ("copyright line", "copyright lines"),
}
MOST_KINDS = 6  # of what was left out that a receipt names


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words in a label. A `url` makes it a link."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    url: str | None = None


Label = tuple[Span, ...]


def bold(text: str) -> Span:
    return Span(text, bold=True)


def code(text: str) -> Span:
    return Span(text, code=True)


def label(*parts: str | Span | Label) -> Label:
    """Join what is not empty by a middle dot."""
    spans: list[Span] = []
    for part in parts:
        run = (
            (Span(part),) if isinstance(part, str) else (part,) if isinstance(part, Span) else part
        )
        if any(span.text for span in run):
            spans += [Span(" · "), *run] if spans else run
    return tuple(spans)


def plain(spans: Label) -> str:
    return "".join(span.text for span in spans)


def outside(name: str | None, limit: int = MAX_NAME) -> str:
    """A name from outside as plain text: no control or direction marks, one line, not endless."""
    text = fold_space(clean_text(name or ""))
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def safe_url(url: str | None) -> str | None:
    """The address if it may be linked: http or https, nothing in it that Slack's markup reads."""
    cleaned = clean_text(url or "").strip()
    try:
        parts = urlsplit(cleaned)
        fine = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    encoded = quote(cleaned, safe="%:/?#[]@!$&'()*+,;=~-._")
    return encoded if fine and len(encoded) <= MAX_URL else None


def source_label(source: Source, zone: str = LONDON, *, dated: bool = True) -> Label:
    """Outlet (linked), date and what a reader must know of the article: undated, teaser only."""
    when = printed_day(source.published, zone) if source.published else "undated"
    return label(outlet_span(source), when if dated else "", "teaser only" if source.teaser else "")


def numbered_source(source: Source, zone: str = LONDON) -> Label:
    """The source with the number by which its article can be asked for."""
    number = f"article {source.article}"
    known = source_label(source, zone)
    return known if known and known[0].text == number else label(known, number)


def outlet_span(source: Source) -> Span:
    """The outlet's name, linked. A name that looks like another address is not used as a link's label."""
    url = safe_url(source.url)
    name = outside(source.outlet)
    if url and (not name or (_ADDRESS.search(name) and not _same_site(name, url))):
        name = "source"
    return Span(name or f"article {source.article}", url=url)


def _same_site(name: str, url: str) -> bool:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return name.casefold().removeprefix("www.") == host


def also_at(sources: Iterable[Source], first: Source, most: int = 3) -> Label:
    """The other outlets that carried it: "also at The Example Post, Example Health and 2 more"."""
    others = {outlet_span(s).text: outlet_span(s) for s in sources if s.article != first.article}
    others.pop(outlet_span(first).text, None)
    if not others:
        return ()
    named = not all(name.startswith("article ") for name in others)
    spans = [Span("also at " if named else "also in ")]
    for position, span in enumerate(list(others.values())[:most]):
        spans += [Span(", "), span] if position else [span]
    if len(others) > most:
        spans.append(Span(f" and {len(others) - most} more"))
    return tuple(spans)


def printed_day(when: datetime, zone: str = LONDON) -> str:
    """20 Nov 2026, in local time."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y}"


def printed_moment(when: datetime, zone: str = LONDON) -> str:
    """Fri 20 Nov 07:30, in local time."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def long_day(day: date) -> str:
    """Monday 23 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def ago(then: datetime, now: datetime) -> str:
    """5 minutes ago, 26 hours ago, 3 days ago: hours up to two days, as people say it of a feed."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes < 60:
        return f"{counted(minutes, 'minute')} ago"
    hours = minutes // 60
    return f"{counted(hours, 'hour')} ago" if hours < 48 else f"{counted(hours // 24, 'day')} ago"


def counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed_kinds(kinds: Sequence[tuple[str, int]]) -> str:
    """2 captions, 1 advert: the most frequent by name, the rest by number."""
    named = [counted(number, *_KINDS.get(kind, (outside(kind),))) for kind, number in kinds]
    rest = sum(number for _, number in kinds[MOST_KINDS:])
    return ", ".join(named[:MOST_KINDS]) + (f" and {counted(rest, 'other')}" if rest else "")
