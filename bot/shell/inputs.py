"""Files and JSON lines to texts, pages and drafts. A bad input is told in its place, and the rest goes on.

Offsets are Python string indices, end exclusive, into the decoded text as given, before any cleaning
(for a page, into the text that was read out of it).
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feeds.extract import extract_page
from feeds.inbox import read_inbox_file
from feeds.model import Draft, FeedError, Page
from feeds.text import clean_mapped, decode
from summaries.model import Document, Line
from summaries.sentences import text_document

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
