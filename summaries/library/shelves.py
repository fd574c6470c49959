"""The library's tables, and the way between their rows and what was lifted from an article."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    Table,
    Text,
    or_,
)

from feeds.database import UtcDateTime, metadata
from summaries.library.wordbook import rows_of_short_forms, short_forms
from summaries.model import DateAhead, Figure, Line, Quote, Reading, Source
from summaries.sources import source_of

readings = Table(
    "readings",
    metadata,
    Column("article", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("team_id", Text),
    Column("dated", UtcDateTime, nullable=False),
    Column("nation", Text, nullable=False),
    Column("about_nhs", Boolean, nullable=False),
    Column("source", JSON, nullable=False),
    Index("ix_readings_dated", "dated"),
)
passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("team_id", Text),
    Column("paragraph", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_passages_article", "article"),
    sqlite_autoincrement=True,
)
sentences = Table(
    "sentences",
    metadata,
    Column("article", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("team_id", Text),
    Column("paragraph", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("speaker", Text),
)


def _lifted(name: str, *keys: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        Column("article", Integer, primary_key=True, autoincrement=False),
        Column("position", Integer, primary_key=True, autoincrement=False),
        Column("version", Integer, nullable=False),
        Column("team_id", Text),
        *keys,
        Column("lifted", JSON, nullable=False),
    )


figures = _lifted("figures", Column("kind", Text, nullable=False))
quotes = _lifted("quotes", Column("speaker", Text))
dates = _lifted("dates", Column("date", Text, index=True))
cursors = Table(
    "cursors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)
OF_AN_ARTICLE = (readings, passages, sentences, figures, quotes, dates, short_forms)


def visible(owned: Table, team_id: str | None) -> ColumnElement[bool]:
    """Match the public rows and, given a team, that workspace's own."""
    public = owned.c.team_id.is_(None)
    return public if team_id is None else or_(public, owned.c.team_id == team_id)


def rows_of(reading: Reading) -> dict[Table, list[dict[str, Any]]]:
    """Return the rows of every table that hold what was read out of one article."""
    document = reading.document
    article = document.article
    owner = {"article": article.id, "version": article.version.id, "team_id": article.team_id}
    known = {
        "dated": article.dated,
        "nation": reading.nation,
        "about_nhs": reading.about_nhs,
        "source": _plain_source(source_of(document)),
    }
    return {
        readings: [owner | known],
        passages: _passages(reading, owner),
        sentences: _sentences(reading, owner),
        figures: [
            owner | {"position": n, "kind": figure.kind, "lifted": asdict(figure)}
            for n, figure in enumerate(reading.figures)
        ],
        quotes: [
            owner | {"position": n, "speaker": quote.speaker, "lifted": asdict(quote)}
            for n, quote in enumerate(reading.quotes)
        ],
        dates: [
            owner | {"position": n, "date": ahead.date, "lifted": asdict(ahead)}
            for n, ahead in enumerate(reading.dates)
        ],
        short_forms: rows_of_short_forms(document, owner),
    }


def _passages(reading: Reading, owner: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Join the sentences of each paragraph: paragraph and headline are what a question is looked up
    in, for the sentence that answers it may not repeat their words."""
    document = reading.document
    label = document.label.text if document.label else ""
    paragraphs: dict[int, list[str]] = {}
    for sentence in document.shown:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence.text)
    return [
        {**owner, "paragraph": number, "label": label, "text": " ".join(texts)}
        for number, texts in paragraphs.items()
    ]


def _sentences(reading: Reading, owner: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            **owner,
            "position": sentence.index,
            "paragraph": sentence.paragraph,
            "start": sentence.line.start,
            "end": sentence.line.end,
            "text": sentence.text,
            "speaker": _speaker(reading, sentence.line),
        }
        for sentence in reading.document.shown
    ]


def _speaker(reading: Reading, line: Line) -> str | None:
    return next(
        (q.speaker for q in reading.quotes if q.line.start < line.end and line.start < q.line.end),
        None,
    )


def _plain_source(source: Source) -> dict[str, Any]:
    published = source.published.isoformat() if source.published else None
    return asdict(source) | {"published": published}


def source_from(row: Mapping[str, Any]) -> Source:
    label = Line(**row["label"]) if row["label"] else None
    published = datetime.fromisoformat(row["published"]) if row["published"] else None
    return Source(**{**row, "label": label, "published": published})


def figure_from(row: Mapping[str, Any]) -> Figure:
    return Figure(**{**row, "line": Line(**row["line"]), "sentence": Line(**row["sentence"])})


def quote_from(row: Mapping[str, Any]) -> Quote:
    return Quote(**{**row, "line": Line(**row["line"])})


def date_from(row: Mapping[str, Any]) -> DateAhead:
    return DateAhead(**{**row, "line": Line(**row["line"])})
