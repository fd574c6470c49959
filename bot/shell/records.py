"""Every stage as JSON: the shapes of `nhs-brief brief`, `figures`, `extract`, `stories`, `ask` and the rest.
Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.shell.inputs import Given, InputError, Record, text_entry
from feeds.model import Added, Article, Page, Version
from feeds.parse import ParsedFeed
from feeds.refresh import FeedResult
from summaries.crafts import read_article
from summaries.figures import find_figures, pick_cards
from summaries.model import Ahead, Answer, DateAhead, Document, Figure, Line, Quote
from summaries.rank import summarize
from summaries.sentences import text_document
from summaries.stories import group_stories


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


def ahead_record(one: Ahead) -> Record:
    """A coming date with the sentence that tells of it and where that stands."""
    line = one.date.line
    return {
        "id": line.article,
        "date": one.date.date,
        "printed": one.date.printed,
        "text": line.text,
        "start": line.start,
        "end": line.end,
        "outlet": one.source.outlet,
        "url": one.source.url,
    }


def _cut(given: Given, line: Line) -> Record:
    start, end = given.span(line)
    return {"text": line.text, "start": start, "end": end}


def iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
