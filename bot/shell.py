"""Every stage as JSON lines: the shapes of `nhs-brief brief`, `figures`, `extract`, `stories`, `ask`.

Offsets are Python string indices, end exclusive, into the decoded text as given, before any cleaning
(for HTML, into the `text` that the line carries). Pure but for reading the files named.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feeds.extract import extract_page
from feeds.inbox import read_inbox_file
from feeds.model import Added, Article, Draft, FeedError, Page, Version
from feeds.parse import ParsedFeed
from feeds.refresh import FeedResult
from feeds.text import clean_mapped, decode
from summaries.figures import find_figures, pick_cards
from summaries.model import Answer, DateAhead, Document, Figure, Line, Quote
from summaries.rank import summarize
from summaries.reading import read_article
from summaries.sentences import text_document
from summaries.stories import group_stories

Record = dict[str, Any]
MAX_FILE_BYTES = 20_000_000
MAX_PAGE_BYTES = 10_000_000  # after unpacking; extract has its own bound on what it parses


class InputError(Exception):
    """One input cannot be used; the message says why and what would help. The others go on."""


@dataclass(frozen=True, slots=True)
class Given:
    """A text as a person handed it in, cleaned, with the way back to its own offsets."""

    text: str
    offsets: tuple[int, ...] | None
    title: str | None = None
    from_page: bool = False

    def span(self, line: Line) -> tuple[int, int]:
        """Offsets of a line in the text as it was given."""
        if self.offsets is None:
            return line.start, line.end
        return self.offsets[line.start], self.offsets[line.end - 1] + 1


def run_all(
    inputs: Iterable[tuple[str, Any]], work: Callable[[Any], Record], write: Callable[[str], None]
) -> bool:
    """Write one JSON line per input, in order; a bad one becomes {"id","error"}. True if all were good."""
    good = True
    for name, value in inputs:
        try:
            if isinstance(value, InputError):
                raise value
            record = work(value)
        except (InputError, FeedError, OSError) as error:
            good, record = False, {"error": str(error)}
        write(json.dumps({"id": name} | record, ensure_ascii=False))
    return good


def json_lines(
    lines: Iterable[bytes], *needed: str
) -> Iterator[tuple[str, Mapping[str, Any] | InputError]]:
    """Read JSON lines; each is an object with the needed string fields, or an InputError in its place."""
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            value = json.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError):
            yield (
                f"line {number}",
                InputError(f"line {number} is not JSON in UTF-8; write one object a line"),
            )
            continue
        if not isinstance(value, dict):
            yield f"line {number}", InputError(f"line {number} is not an object; write {{…}}")
            continue
        name = value.get("id", f"line {number}")
        missing = [key for key in needed if not isinstance(value.get(key), str)]
        if missing:
            yield name, InputError(f"needs {' and '.join(missing)} as text")
        else:
            yield name, value


def read_given(path: Path) -> Given:
    """Read a file as `brief` and `figures` do. Raises FeedError or InputError naming the cure."""
    if path.suffix.lower() in {".html", ".htm", ".gz", ".md", ".eml"}:
        page = read_page(path)
        return Given(page.text, None, page.title, from_page=True)
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise InputError(f"{path}: larger than {MAX_FILE_BYTES // 1_000_000} MB; split it")
    return given_text(decode(path.read_bytes()))


def given_text(text: str, title: str | None = None) -> Given:
    cleaned = clean_mapped(text)
    return Given(cleaned.text, cleaned.offsets, title)


def read_page(path: Path, url: str | None = None) -> Page:
    """Read an article page from a file, gzipped or not."""
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    if path.suffix.lower() in {".md", ".eml", ".txt"}:
        return read_inbox_file(path)
    body = path.read_bytes()
    if path.suffix.lower() == ".gz" or body[:2] == b"\x1f\x8b":
        body = _unpack(path)
    if not body.strip():
        raise InputError(f"{path}: empty")
    return extract_page(body, url)


def _unpack(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            body = file.read(MAX_PAGE_BYTES + 1)
    except (OSError, EOFError) as error:
        raise InputError(f"{path}: is not a whole gzip file") from error
    if len(body) > MAX_PAGE_BYTES:
        raise InputError(f"{path}: unpacks to more than {MAX_PAGE_BYTES // 1_000_000} MB")
    return body


def brief(given: Given, sentences: int, ranker: str) -> Record:
    """Summary, cards, quotes and dates of one text."""
    document = text_document(given.text, given.title)
    reading = read_article(document.article)
    chosen = summarize(document, sentences, ranker)
    record: Record = {
        "summary": [_cut(given, sentence.line) for sentence in chosen],
        "figures": [figure_record(given, one) for one in pick_cards(reading.figures)],
        "quotes": [quote_record(given, one) for one in reading.quotes],
        "dates": [date_record(given, one) for one in reading.dates],
    }
    return {"text": given.text} | record if given.from_page else record


def figures(given: Given, cards: bool) -> Record:
    """Every quantity of one text, or those worth a card."""
    found: Sequence[Figure] = find_figures(text_document(given.text, given.title))
    found = pick_cards(found, limit=len(found) or 1) if cards else found
    return {"figures": [figure_record(given, one) for one in found]}


def extract(page: Page) -> Record:
    return {
        "title": page.title,
        "text": page.text,
        "authors": list(page.authors),
        "published": iso(page.published),
        "modified": iso(page.modified),
        "outlet": page.outlet,
        "teaser": page.teaser,
        "left_out": [{"kind": one.kind, "text": one.text} for one in page.left_out],
    }


def with_stories(
    entries: Sequence[tuple[str, Mapping[str, Any] | InputError]],
) -> Iterator[tuple[str, Record | InputError]]:
    """Each entry with its story (the id of the story's first entry) and what it copies, in input order."""
    documents: dict[int, Document] = {}
    faults: dict[int, InputError] = {}
    for number, (_, entry) in enumerate(entries, 1):
        try:
            documents[number] = _numbered(text_entry(entry), number)
        except InputError as error:
            faults[number] = error
    found = {
        number: (story.id, story.copies.get(number))
        for story in group_stories(list(documents.values()))
        for number in story.articles
    }
    for number, (name, _) in enumerate(entries, 1):
        if number in faults:
            yield name, faults[number]
            continue
        story, copied = found[number]
        original = entries[copied - 1][0] if copied else None
        yield name, {"story": entries[story - 1][0], "copy_of": original}


def text_entry(entry: Mapping[str, Any] | InputError) -> Document:
    """One {"title","text","published"} as a document."""
    if isinstance(entry, InputError):
        raise entry
    document = text_document(clean_mapped(entry["text"]).text, title_of(entry))
    published = parse_when(entry.get("published"))
    return replace(document, article=replace(document.article, published=published))


def title_of(entry: Mapping[str, Any]) -> str | None:
    title = entry.get("title")
    return clean_mapped(title).text if isinstance(title, str) and title.strip() else None


def _numbered(document: Document, number: int) -> Document:
    return replace(document, article=replace(document.article, id=number))


def answer(found: Answer) -> Record:
    return {
        "answered": found.answered,
        "confidence": round(found.confidence, 3),
        "answers": [
            {
                "text": one.line.text,
                "article": one.line.article,
                "start": one.line.start,
                "end": one.line.end,
                "score": round(one.score, 4),
            }
            for one in found.lines
        ],
    }


def added(result: Added) -> Record:
    return {"article": result.article, "status": result.status}


def article(found: Article, versions: Sequence[Version]) -> Record:
    """A stored article as `article NUMBER` prints it, oldest version first."""
    return {
        "title": found.version.title,
        "text": found.version.text,
        "url": found.url,
        "outlet": found.outlet,
        "authors": list(found.authors),
        "published": iso(found.published),
        "arrived": iso(found.arrived),
        "nation": found.nation,
        "licence": found.licence,
        "teaser": found.teaser,
        "copy_of": found.copy_of,
        "left_out": [{"kind": one.kind, "text": one.text} for one in found.version.left_out],
        "versions": [
            {
                "version": one.id,
                "number": one.number,
                "title": one.title,
                "text": one.text,
                "seen": iso(one.seen_at),
            }
            for one in versions
        ],
    }


def draft(entry: Mapping[str, Any]) -> Draft:
    """One {"id","title"?,"text","published"?,"outlet"?,"url"?} as a draft for the archive."""
    url = entry.get("url")
    return Draft(
        key=str(url) if url else f"added:{entry['id']}",
        text=clean_mapped(entry["text"]).text,
        title=title_of(entry),
        url=str(url) if url else None,
        outlet=str(entry["outlet"]) if entry.get("outlet") else None,
        published=parse_when(entry.get("published")),
    )


def feed_record(result: FeedResult) -> Record:
    return {
        "id": result.feed.url,
        "feed": result.feed.name,
        "status": result.status,
        "new": result.new,
        "error": result.error,
    }


def parsed(feed: ParsedFeed) -> Record:
    """How a source answers: its own title, how many entries, and the newest date among them."""
    dates = [entry.published or entry.updated for entry in feed.entries]
    newest = max((when for when in dates if when is not None), default=None)
    return {"title": feed.title, "entries": len(feed.entries), "newest": iso(newest)}


def figure_record(given: Given, figure: Figure) -> Record:
    start, end = given.span(figure.line)
    return {
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "kind": figure.kind,
        "counted": figure.counted,
        "approx": figure.approx,
        "change": figure.change,
        "base": figure.base,
        "period": figure.period,
        "speaker": figure.speaker,
        "status": figure.status,
        "nation": figure.nation,
        "start": start,
        "end": end,
    }


def quote_record(given: Given, quote: Quote) -> Record:
    who = {"speaker": quote.speaker, "role": quote.role, "party": quote.party}
    return _cut(given, quote.line) | who | {"continues": quote.continues}


def date_record(given: Given, one: DateAhead) -> Record:
    start, end = given.span(one.line)
    return {
        "date": one.date,
        "printed": one.printed,
        "event": one.event,
        "start": start,
        "end": end,
    }


def _cut(given: Given, line: Line) -> Record:
    start, end = given.span(line)
    return {"text": line.text, "start": start, "end": end}


def parse_when(value: object) -> datetime | None:
    """Read an ISO date or time; one without an offset is UTC. Raises InputError naming the form."""
    if value is None or value == "":
        return None
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(
            f"published {value!r} is not an ISO 8601 time (such as 2026-11-23T07:30:00Z)"
        ) from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
