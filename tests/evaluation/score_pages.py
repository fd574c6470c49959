"""Scores page extraction on saved pages: text by 4-gram shingles, title, date and authors.

Precision and recall of the shingles (runs of word characters, as multisets) are averaged over the
pages, and F1 is made of the averages, as the public article benchmarks do. Run as a module to
print our figures beside those of the libraries used alone.
"""

import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds.extract import extract_page
from feeds.model import Page

SHARED = Path(os.environ.get("NHS_BRIEF_SHARED", Path(__file__).parents[2].parent / "shared"))
PAGES = SHARED / "data" / "uk_pages"


@dataclass(frozen=True)
class Truth:
    """One saved page and what is known of it; None where nothing is."""

    id: str
    html: bytes
    url: str | None
    title: str | None
    authors: tuple[str, ...] | None
    date: str | None
    paragraphs: tuple[str, ...] | None
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """Scores from 0 to 1 (None where the set says nothing) and pages a second."""

    precision: float
    recall: float
    f1: float
    worst: float
    exact: float
    snippets: float | None
    titles: float | None
    dates: float | None
    author_f1: float | None
    speed: float


def load_pages(folder: Path = PAGES) -> tuple[Truth, ...]:
    """Read the set; empty where it is missing."""
    index = folder / "index.json"
    if not index.is_file():
        return ()
    return tuple(_truth(folder, row) for row in json.loads(index.read_text(encoding="utf-8")))


def score(truths: Sequence[Truth], extract: Callable[[bytes, str | None], Page]) -> Figures:
    """Extract every page and hold what came out against what is known."""
    started = time.perf_counter()
    pages = [extract(truth.html, truth.url) for truth in truths]
    spent = time.perf_counter() - started
    pairs = list(zip(truths, pages, strict=True))
    texts = [text_score(truth.paragraphs, page.text) for truth, page in pairs if truth.paragraphs]
    precision, recall = _mean(p for p, _ in texts) or 0.0, _mean(r for _, r in texts) or 0.0
    return Figures(
        precision=precision,
        recall=recall,
        f1=_f1(precision, recall),
        worst=min((_f1(p, r) for p, r in texts), default=0.0),
        exact=_mean(
            _tokens("\n".join(t.paragraphs)) == _tokens(p.text) for t, p in pairs if t.paragraphs
        )
        or 0.0,
        snippets=_mean(hit for truth, page in pairs for hit in _snippet_hits(truth, page.text)),
        titles=_mean(_same(truth.title, page.title) for truth, page in pairs if truth.title),
        dates=_mean(_day(page) == truth.date for truth, page in pairs if truth.date),
        author_f1=_author_f1([(t.authors, p.authors) for t, p in pairs if t.authors]),
        speed=len(pages) / spent if spent else 0.0,
    )


def text_score(paragraphs: Sequence[str], text: str) -> tuple[float, float]:
    """Give precision and recall of the 4-gram shingles of one text."""
    wanted, found = _shingles("\n".join(paragraphs)), _shingles(text)
    common = sum((wanted & found).values())
    return common / max(1, sum(found.values())), common / max(1, sum(wanted.values()))


def trafilatura_alone(html: bytes, url: str | None) -> Page:
    """The anchor: trafilatura with its own defaults."""
    import trafilatura

    document = trafilatura.bare_extraction(
        html, url=url, include_comments=False, with_metadata=True
    )
    if document is None:
        return Page("")
    authors = tuple(name for name in (document.author or "").split("; ") if name)
    day = datetime.fromisoformat(document.date).replace(tzinfo=UTC) if document.date else None
    return Page(document.text or "", title=document.title, authors=authors, published=day)


def _truth(folder: Path, row: dict[str, object]) -> Truth:
    known = row["gt"]
    assert isinstance(known, dict)
    authors = known.get("authors")
    return Truth(
        id=str(row["id"]),
        html=gzip.decompress((folder / "html" / str(row["id"])).read_bytes()),
        url=str(row["url"]) if row.get("url") else None,
        title=known.get("title"),
        authors=_names(authors) if authors else None,
        date=str(known["date"])[:10] if known.get("date") else None,
        paragraphs=tuple(known["paragraphs"]) if known.get("paragraphs") else None,
        wanted=tuple(known.get("snippets_with") or ()),
        unwanted=tuple(known.get("snippets_without") or ()),
    )


def _names(authors: object) -> tuple[str, ...]:
    listed = authors if isinstance(authors, list) else re.split(r",| and ", str(authors))
    return tuple(str(name).strip() for name in listed)


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _tokens(text)
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3)))


def _snippet_hits(truth: Truth, text: str) -> Iterator[bool]:
    folded = " ".join(text.split())
    for snippet in truth.wanted:
        yield " ".join(snippet.split()) in folded
    for snippet in truth.unwanted:
        yield " ".join(snippet.split()) not in folded


def _same(wanted: str, found: str | None) -> bool:
    return " ".join(wanted.split()) == " ".join((found or "").split())


def _day(page: Page) -> str | None:
    return page.published.date().isoformat() if page.published else None


def _author_f1(pairs: Sequence[tuple[tuple[str, ...] | None, tuple[str, ...]]]) -> float | None:
    if not pairs:
        return None
    common = sum(len({n.casefold() for n in w or ()} & {n.casefold() for n in f}) for w, f in pairs)
    wanted, found = sum(len(w or ()) for w, _ in pairs), sum(len(f) for _, f in pairs)
    return _f1(common / max(1, found), common / max(1, wanted))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _mean(values: object) -> float | None:
    listed = [float(value) for value in values]  # type: ignore[attr-defined]
    return sum(listed) / len(listed) if listed else None


def main() -> None:
    """Print one line of figures for us and for trafilatura alone."""
    truths = load_pages()
    if not truths:
        sys.exit(f"no saved pages at {PAGES}; set NHS_BRIEF_SHARED to where they are")
    for name, extract in (("ours", extract_page), ("trafilatura alone", trafilatura_alone)):
        figures = score(truths, extract)
        shown = (f"{k} {v:.3f}" for k, v in vars(figures).items() if v is not None)
        sys.stdout.write(f"{name}: {', '.join(shown)}\n")


if __name__ == "__main__":
    main()
