"""Bytes of RSS, Atom, RDF or JSON Feed to entries. Pure.

    bytes ─ decode ─┬─ json ──────────────┐
                    ├─ fastfeedparser ────┼─ one shape ─ clean ─ entries
                    └─ (fails) feedparser ┘

fastfeedparser reads some 30 times as many feeds a second, feedparser understands what it does
not. Both raise on some hostile bytes: every error of theirs becomes one ParseError, so that a bad
feed costs only itself.
"""

import calendar
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import fastfeedparser
import feedparser

from feeds.bylines import authors_in
from feeds.model import Entry, FeedError
from feeds.text import clean_text, decode, fold_space, text_of_html

MAX_ENTRIES = 500  # the largest feeds of FIELD's list hold 200
MAX_TITLE_CHARACTERS = 500
EARLIEST, LATEST = 1990, 2100  # years; a date outside them is a mistake of the feed

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]{0,100}\?>", re.I
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\w+|\w+);")
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_DATE = re.compile(rb"<(?:[\w-]+:)?(?:pubDate|published|issued|created|date)[\s>]", re.IGNORECASE)
_AUTHOR = re.compile(rb"<(?:[\w-]+:)?(?:author|creator)[\s>]", re.IGNORECASE)
_RICH_TITLE = re.compile(
    rb"<(?:[\w-]+:)?title[^>]*(?:mode=.base64|type=.application/octet)|"
    rb"<(?:[\w-]+:)?title[^>]*(?<!/)>[^<]*<(?!!\[CDATA\[|/)",
    re.IGNORECASE,
)
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_LOOSE_AMPERSAND = re.compile(rb"<!\[CDATA\[.*?\]\]>|&(#?\w{1,32};)?", re.DOTALL)
_XML_ENTITIES = frozenset({b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"})


class ParseError(FeedError):
    """The bytes are not a feed that anybody can read."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed said: its own name and page, its entries in its order, and how long it wants to
    be left alone (the `ttl` of RSS)."""

    title: str | None
    link: str | None
    entries: tuple[Entry, ...] = ()
    fresh_for: timedelta | None = None


def parse_feed(body: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """Read a feed. `url` is where it came from: relative links are resolved against it.

    Dates are aware UTC, titles one line of text, summary and content clean text. Every entry has
    an id: its own, its link or a hash of its words. Raises ParseError.
    """
    source = _readable(body, content_type)
    try:
        raw = _json_feed(source) if _looks_like_json(source) else _xml_feed(source)
    except RecursionError as error:
        raise ParseError(f"{url}: the feed is nested too deeply to be read") from error
    except Exception as error:  # what the parsers raise on hostile bytes is not one family
        raise ParseError(f"{url}: not a feed: {_reason(body, error)}") from error
    return replace(_parsed(raw, url), fresh_for=_time_to_live(source))


def _time_to_live(source: bytes) -> timedelta | None:
    """Read the minutes of <ttl>, which stands before the items or behind them, never inside."""
    told = _TTL.search(source)
    return timedelta(minutes=int(told.group(1))) if told else None


def _readable(body: bytes, content_type: str | None) -> bytes:
    """Give UTF-8 bytes where the feed is written in something else; the parsers misread many."""
    wide = _wide_encoding(body)
    in_document = _DECLARED.search(body[:1000])
    in_header = _HEADER_CHARSET.search(content_type or "")
    label = in_document.group(1).decode("ascii") if in_document else None
    label = wide or (in_header.group(1) if in_header and not label else label)
    if not wide and (label or "utf-8").lower().replace("-", "") == "utf8" and _is_utf8(body):
        return body
    return _DECLARATION.sub("", decode(body, label)).lstrip("\ufeff").encode("utf-8", "replace")


def _wide_encoding(body: bytes) -> str | None:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(body[:2])


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _looks_like_json(source: bytes) -> bool:
    return source[:100].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


@dataclass(frozen=True, slots=True)
class _RawFeed:
    """A feed in one shape whichever parser read it; nothing is cleaned or resolved yet."""

    title: str
    link: str
    base: str
    entries: tuple["_RawEntry", ...]


@dataclass(frozen=True, slots=True)
class _RawEntry:
    id: str
    link: str
    title: str
    summary: str
    content: str
    published: datetime | None
    updated: datetime | None
    authors: tuple[str, ...]
    plain: bool = False


def _json_feed(source: bytes) -> _RawFeed:
    """Read https://www.jsonfeed.org/version/1.1/ (and 1.0, whose author is a single one)."""
    feed = json.loads(source.decode("utf-8-sig"))
    items = feed.get("items")
    if not isinstance(items, list):
        raise ValueError("the JSON has no list of items")
    entries = tuple(_json_entry(item) for item in items[:MAX_ENTRIES] if isinstance(item, dict))
    return _RawFeed(_string(feed, "title"), _string(feed, "home_page_url"), "", entries)


def _json_entry(item: Mapping[str, Any]) -> _RawEntry:
    html = _string(item, "content_html")
    authors = item.get("authors") or [item.get("author")]
    return _RawEntry(
        id=_string(item, "id"),
        link=_string(item, "url") or _string(item, "external_url"),
        title=_string(item, "title"),
        summary=_string(item, "summary"),
        content=html or _string(item, "content_text"),
        published=_iso_date(item.get("date_published")),
        updated=_iso_date(item.get("date_modified")),
        authors=_author_names(authors),
        plain=not html,
    )


def _xml_feed(source: bytes) -> _RawFeed:
    whole = _LOOSE_AMPERSAND.sub(_escaped, source)
    try:
        fast = _fast_feed(whole)
    except Exception:  # whatever it trips over, the patient parser gets its turn
        return _patient_feed(whole)
    return fast if _is_trusted(fast, whole) else _patient_feed(whole)


def _escaped(match: re.Match[bytes]) -> bytes:
    """Escape a bare "&" and spell out HTML's own entities, which XML parsers drop."""
    name = match.group(1)
    if match.group().startswith(b"<") or name in _XML_ENTITIES or (name or b"").startswith(b"#"):
        return match.group()
    return b"&amp;" + (name or b"")


def _is_trusted(fast: _RawFeed, source: bytes) -> bool:
    """Say whether the fast parser can be believed. It takes a number in a guid for a date where
    an entry has none, reads one author where there are several, and no markup in titles."""
    first = _ITEM.search(source)
    if _RICH_TITLE.search(source):
        return False
    if not first or not fast.entries:
        return not first
    dates, authors = (len(tag.findall(source, first.start())) for tag in (_DATE, _AUTHOR))
    return authors <= len(fast.entries) <= dates


def _fast_feed(source: bytes) -> _RawFeed:
    read = fastfeedparser.parse(source, include_tags=False, include_media=False)
    entries = tuple(_raw_entry(entry, _iso_dates) for entry in read["entries"][:MAX_ENTRIES])
    return _raw_feed(read.get("feed") or {}, entries)


def _patient_feed(source: bytes) -> _RawFeed:
    # A stream, because a string that looks like an address would be fetched.
    read = feedparser.parse(io.BytesIO(source), sanitize_html=False, resolve_relative_uris=False)
    entries = tuple(_raw_entry(entry, _printed_dates) for entry in read.entries[:MAX_ENTRIES])
    if not entries and not read.get("version"):
        raise ValueError(str(read.get("bozo_exception") or "no feed in it"))
    return _raw_feed(read.get("feed") or {}, entries)


def _raw_feed(feed: Mapping[str, Any], entries: tuple[_RawEntry, ...]) -> _RawFeed:
    detail = feed.get("title_detail") or {}
    return _RawFeed(_string(feed, "title"), _string(feed, "link"), _string(detail, "base"), entries)


_Dates = Callable[[Mapping[str, Any]], tuple[datetime | None, datetime | None]]


def _raw_entry(entry: Mapping[str, Any], dates: _Dates) -> _RawEntry:
    published, updated = dates(entry)
    content = _longest_content(entry.get("content") or [])
    summary = _string(entry, "summary") or _string(entry, "description")
    authors = entry.get("authors") or [{"name": entry.get("author")}]
    return _RawEntry(
        id=_string(entry, "id"),
        link=_string(entry, "link"),
        title=_string(entry, "title"),
        summary=summary,
        content=content if content != summary else "",
        published=published,
        updated=updated,
        authors=_author_names(authors),
    )


def _longest_content(contents: Iterable[Any]) -> str:
    values = [_string(content, "value") for content in contents if isinstance(content, dict)]
    return max(values, key=len, default="")


def _author_names(authors: object) -> tuple[str, ...]:
    listed = authors if isinstance(authors, list) else [authors]
    named = [author.get("name") if isinstance(author, dict) else author for author in listed]
    return authors_in(name for name in named if isinstance(name, str))


def _string(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def _iso_dates(entry: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    return _iso_date(entry.get("published")), _iso_date(entry.get("updated"))


def _iso_date(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return _plausible(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _printed_dates(entry: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
    plain = dict(entry.items())  # feedparser's own mapping answers `updated` with `published`
    return _printed_date(plain, "published"), _printed_date(plain, "updated")


def _printed_date(entry: Mapping[str, Any], key: str) -> datetime | None:
    """Read a date as printed, British Summer Time too, which feedparser takes for UTC."""
    try:
        moment = parsedate_to_datetime(re.sub(r"\bBST$", "+0100", _string(entry, key)))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return _plausible(aware.astimezone(UTC))
    except (ValueError, OverflowError, TypeError, IndexError):
        return _struct_date(entry.get(f"{key}_parsed"))


def _struct_date(moment: object) -> datetime | None:
    try:
        return _plausible(datetime.fromtimestamp(calendar.timegm(moment), UTC)) if moment else None  # type: ignore[arg-type]
    except (ValueError, OverflowError, TypeError, OSError):
        return None


def _plausible(moment: datetime) -> datetime | None:
    return moment if EARLIEST <= moment.year <= LATEST else None


def _parsed(raw: _RawFeed, url: str) -> ParsedFeed:
    base = _resolved(raw.base, url) or url
    entries = {(e.id, e.link): e for e in (_entry(e, base) for e in reversed(raw.entries))}
    return ParsedFeed(
        title=_line(raw.title) or None,
        link=_resolved(raw.link, base),
        entries=tuple(reversed(entries.values())),
    )


def _entry(raw: _RawEntry, base: str) -> Entry:
    title = _line(raw.title)
    summary = text_of_html(raw.summary)
    link = _resolved(raw.link, base) or (_resolved(raw.id, raw.id) if "://" in raw.id else None)
    return Entry(
        id=clean_text(raw.id) or link or _hash(title, summary),
        link=link,
        title=title or None,
        summary=summary,
        content=clean_text(raw.content).strip() if raw.plain else text_of_html(raw.content),
        published=raw.published,
        updated=raw.updated,
        authors=raw.authors,
    )


def _line(raw: str) -> str:
    """Make a title one line of text; a bare "<" or "&" in it is only a character."""
    return fold_space(text_of_html(raw) if _MARKUP.search(raw) else clean_text(raw))[
        :MAX_TITLE_CHARACTERS
    ]


def _resolved(link: str, base: str) -> str | None:
    """Give an absolute http(s) link, or None for what is none."""
    bare = re.sub(r"\s", "", clean_text(link))
    if not bare:
        return None
    try:
        absolute = urljoin(base, bare)
        parts = urlsplit(absolute)
        return absolute if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _hash(*words: str) -> str:
    return "hash:" + hashlib.sha256("\n".join(words).encode("utf-8", "replace")).hexdigest()[:32]


def _reason(body: bytes, error: Exception) -> str:
    start = body[:500].lstrip().lower()
    if not start:
        return "the answer is empty"
    if start.startswith((b"<!doctype html", b"<html")):
        return "this is a web page; give the address of its feed"
    detail = fold_space(clean_text(str(error)))[:120] or type(error).__name__
    return f"it is neither RSS, Atom, RDF nor JSON Feed ({detail})"
