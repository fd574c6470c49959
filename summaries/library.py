"""What was read out of the articles: passages and sentences with their index, figures, quotes, dates.

Of each article only the current version is kept, and a cursor says how far the archive has been
read; both move in one transaction, so that a crash leaves them in step. Rows do not leave this room."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    delete,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from feeds.database import Database
from feeds.model import Article
from summaries.model import Ahead, Candidate, Figure, Line, Reading, Said, Source, Story
from summaries.reading import read_article
from summaries.sentences import read_document
from summaries.shelves import (
    OF_AN_ARTICLE,
    cursors,
    date_from,
    dates,
    figure_from,
    figures,
    passages,
    quote_from,
    quotes,
    readings,
    rows_of,
    sentences,
    source_from,
    visible,
)
from summaries.stories import group_stories
from summaries.terms import holds_phrase, lexicon, stems_of

READ = "archive"  # the one cursor there is
UNRESOLVED_FOR = timedelta(days=14)  # a date that cannot be resolved is shown so long as it is news


class Library:
    """What was lifted from articles, in and out of one database. Every reading method sees what is
    public and, given a `team_id`, that workspace's own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def store(self, reading: Reading) -> None:
        """Keep a reading in place of what an older version of its article had, and move the cursor
        past its version, in one transaction. Storing the same reading again changes nothing."""
        article = reading.document.article
        rows = rows_of(reading)
        with self.database.writing() as connection:
            self.database.hold(connection, "library")
            newer = select(readings.c.version).where(readings.c.article == article.id)
            if (connection.execute(newer).scalar() or 0) <= article.version.id:
                for table in OF_AN_ARTICLE:
                    connection.execute(delete(table).where(table.c.article == article.id))
                    if rows[table]:
                        connection.execute(insert(table), rows[table])
            self._advance(connection, article.version.id)

    def cursor(self) -> int:
        """Return the version id up to which the archive has been read; 0 at first."""
        with self.database.reading() as connection:
            found = connection.execute(select(cursors.c.version).where(cursors.c.name == READ))
            return found.scalar() or 0

    def move_cursor(self, version: int) -> None:
        """Pass over a version that cannot be read. The cursor never goes back."""
        with self.database.writing() as connection:
            self.database.hold(connection, "library")
            self._advance(connection, version)

    def _advance(self, connection: Any, version: int) -> None:
        first = self.database.insert_ignore(cursors).values(name=READ, version=0)
        further = case((cursors.c.version < version, version), else_=cursors.c.version)
        connection.execute(first)
        connection.execute(update(cursors).where(cursors.c.name == READ).values(version=further))

    def readings(self, articles: Sequence[Article]) -> tuple[Reading, ...]:
        """Read articles as they stand in hand. Nothing stored is used: it is of the current version
        only, while a briefing of a past day needs the version of that day; reading again costs
        milliseconds and gives the same every time."""
        return tuple(read_article(article) for article in articles)

    def stories(self, articles: Sequence[Article]) -> tuple[Story, ...]:
        """Group articles into stories; to know copies of older news, hand in the days before too."""
        return group_stories([read_document(article) for article in articles])

    def candidates(
        self,
        words: Sequence[str],
        team_id: str | None = None,
        article: int | None = None,
        limit: int = 50,
    ) -> tuple[Candidate, ...]:
        """Return the sentences of the `limit` passages (paragraph and headline) that match any of
        the words best, best passage first; of one article all its passages, matching or not."""
        matching, score = self.database.matches("passages", words, every=False)
        if article is not None:
            found = _with_source(passages, passages).where(passages.c.article == article)
            found = found.order_by(passages.c.id)
        else:
            ranked = score.label("score")
            found = _with_source(passages, passages, ranked).where(matching)
            found = found.order_by(score.desc(), passages.c.id.desc())
        with self.database.reading() as connection:
            hits = connection.execute(found.where(visible(passages, team_id)).limit(limit)).all()
            places = [(hit.article, hit.paragraph) for hit in hits]
            inside = tuple_(sentences.c.article, sentences.c.paragraph).in_(places)
            ordered = select(sentences).where(inside).order_by(sentences.c.position)
            lines = connection.execute(ordered).all() if places else []
        by_place: dict[tuple[int, int], list[Any]] = {place: [] for place in places}
        for line in lines:
            by_place[line.article, line.paragraph].append(line)
        return tuple(
            _candidate(hit, line) for hit in hits for line in by_place[hit.article, hit.paragraph]
        )

    def figures(
        self,
        since: datetime,
        until: datetime,
        team_id: str | None = None,
        topic: str | None = None,
    ) -> tuple[tuple[Figure, Source], ...]:
        """Return the figures of the articles dated after `since` up to `until`, newest article
        first; with a topic those whose sentence or article's label has its words or their like."""
        found = self._lifted(figures, team_id, _in_window(since, until))
        lifted = [(figure_from(row.lifted), source_from(row.source)) for row in found]
        return tuple(pair for pair in lifted if topic is None or _is_about(topic, *pair))

    def quotes(
        self,
        since: datetime,
        until: datetime,
        team_id: str | None = None,
        who: str | None = None,
    ) -> tuple[Said, ...]:
        """Return who said what in the articles of a time, newest article first; `who` is matched
        with the speaker, party and role as printed."""
        found = self._lifted(quotes, team_id, _in_window(since, until))
        said = [Said(quote_from(row.lifted), source_from(row.source)) for row in found]
        return tuple(line for line in said if who is None or _is_by(who, line))

    def dates(self, on_or_after: date, team_id: str | None = None) -> tuple[Ahead, ...]:
        """Return the dates to come, soonest first, then those printed without a year or day in
        articles of the last two weeks."""
        resolved = and_(dates.c.date >= on_or_after.isoformat(), dates.c.date.not_like("--%"))
        begin = datetime.combine(on_or_after, time(), UTC) - UNRESOLVED_FOR
        open_ones = and_(
            or_(dates.c.date.is_(None), dates.c.date.like("--%")), readings.c.dated > begin
        )
        found = self._lifted(dates, team_id, or_(resolved, open_ones))
        ahead = [Ahead(date_from(row.lifted), source_from(row.source)) for row in found]
        return tuple(sorted(ahead, key=lambda a: _when(a.date.date)))

    def _lifted(self, table: Any, team_id: str | None, which: ColumnElement[bool]) -> Sequence[Any]:
        found = _with_source(table, table.c.lifted, table.c.position).where(
            which, visible(table, team_id)
        )
        newest = found.order_by(readings.c.dated.desc(), table.c.article.desc(), table.c.position)
        with self.database.reading() as connection:
            return connection.execute(newest).all()


def _with_source(table: Any, *wanted: Any) -> Select[Any]:
    source = (readings.c.source, readings.c.nation)
    return select(*wanted, *source).join(readings, readings.c.article == table.c.article)


def _in_window(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(readings.c.dated > since, readings.c.dated <= until)


def _candidate(hit: Any, line: Any) -> Candidate:
    return Candidate(
        sentence=Line(line.article, line.version, line.start, line.end, line.text),
        source=source_from(hit.source),
        context=f"{hit.label}\n{hit.text}",
        nation=hit.nation,
        score=float(getattr(hit, "score", 0.0)),
        speaker=line.speaker,
    )


def _is_about(topic: str, figure: Figure, source: Source) -> bool:
    phrase = stems_of(topic)
    label = source.label.text if source.label else ""
    text = stems_of(f"{figure.sentence.text}\n{label}")
    alike = lexicon().alike.get(phrase, (phrase,))
    return any(holds_phrase(text, like) for like in alike)


def _is_by(who: str, said: Said) -> bool:
    quote = said.quote
    text = " ".join(filter(None, (quote.speaker, quote.role, quote.party)))
    phrase = stems_of(who)
    return any(holds_phrase(stems_of(text), p) for p in lexicon().alike.get(phrase, (phrase,)))


def _when(day: str | None) -> str:
    return day if day is not None and not day.startswith("--") else "9999"
