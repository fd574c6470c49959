"""What was read out of the articles: passages and sentences with their index, figures, quotes, dates.

Of each article only the current version is kept, and a cursor says how far the archive has been
read; both move in one transaction, so that a crash leaves them in step. Rows do not leave this room."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
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
from summaries.crafts import read_article
from summaries.library.shelves import (
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
from summaries.library.wordbook import change_counts, choose_words, consult, short_forms
from summaries.model import Ahead, Candidate, Figure, Ground, Line, Reading, Said, Source, Story
from summaries.sentences import read_document
from summaries.stories import group_stories
from summaries.terms import holds_phrase, lexicon, stems_of

Place = tuple[int, int]  # article and paragraph
READ = "archive"  # the one cursor there is
MOST_MATCHES = 8_000  # passages that one look-up may score: some 40 ms on SQLite, 150 on PostgreSQL
MOST_TOGETHER = 3  # common words that are looked up together
WHOLE_ARTICLES = 3  # of which every paragraph is a candidate
WITH_NEIGHBOURS = 8  # passages whose neighbours are candidates
LONGEST = 400  # paragraphs of an article that are read
UNRESOLVED_FOR = timedelta(days=14)  # a date that cannot be resolved is shown so long as it is news


class Library:
    """What was lifted from articles, in and out of one database. Every reading method sees what is
    public and, given a `team_id`, that workspace's own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def store(self, *found: Reading) -> None:
        """Keep readings in place of what older versions of their articles had, and move the cursor
        past their versions, in one transaction. Storing a reading again changes nothing."""
        with self.database.writing() as connection:
            self.database.hold(connection, "library")
            gone: list[str] = []
            come: list[str] = []
            for reading in found:
                old, new = _replace(connection, reading)
                gone += old
                come += new
            change_counts(self.database, connection, gone, come)
            newest = max((r.document.article.version.id for r in found), default=0)
            self._advance(connection, newest)

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
        limit: int = 60,
    ) -> tuple[Candidate, ...]:
        """Return the sentences of the `limit` passages (paragraph and headline) that match any of
        the words best, best passage first, then what else stands beside them and in the articles
        that match best; of one article all its sentences, matching or not."""
        with self.database.reading() as connection:
            ground = consult(connection, words, visible(short_forms, team_id))
            if article is not None:
                scores = dict.fromkeys(_places_of(connection, article, team_id), 0.0)
            else:
                scores = self._search(connection, words, ground, team_id, limit)
                scores |= {p: 0.0 for p in _around(connection, scores) if p not in scores}
            return _candidates(connection, scores, ground)

    def _search(
        self,
        connection: Connection,
        words: Sequence[str],
        ground: Ground,
        team_id: str | None,
        limit: int,
    ) -> dict[Place, float]:
        """Look up the rarer words, any of them, and common ones only where they stand together: so
        the cost is bounded however large the archive grows."""
        any_of, common = choose_words(words, ground, MOST_MATCHES)
        scores: dict[Place, float] = {}
        for chosen, every in ((any_of, False), (common[:MOST_TOGETHER], True)):
            if not chosen:
                continue
            matching, score = self.database.matches("passages", chosen, every=every)
            found = select(passages.c.article, passages.c.paragraph, score.label("score"))
            found = found.where(matching, visible(passages, team_id))
            best = found.order_by(score.desc(), passages.c.id.desc()).limit(limit)
            for row in connection.execute(best):
                scores.setdefault((row.article, row.paragraph), float(row.score))
        return scores

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
        """Rows of a craft, from articles about the NHS only: a weather report has dates ahead too."""
        found = _with_source(table, table.c.lifted, table.c.position).where(
            which, visible(table, team_id), readings.c.about_nhs
        )
        newest = found.order_by(readings.c.dated.desc(), table.c.article.desc(), table.c.position)
        with self.database.reading() as connection:
            return connection.execute(newest).all()


def _with_source(table: Any, *wanted: Any) -> Select[Any]:
    source = (readings.c.source, readings.c.nation)
    return select(*wanted, *source).join(readings, readings.c.article == table.c.article)


def _in_window(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(readings.c.dated > since, readings.c.dated <= until)


def _replace(connection: Connection, reading: Reading) -> tuple[list[str], list[str]]:
    """Store a reading; return the words of the passages that went and of those that came."""
    article = reading.document.article
    newer = select(readings.c.version).where(readings.c.article == article.id)
    if (connection.execute(newer).scalar() or 0) > article.version.id:
        return [], []
    rows = rows_of(reading)
    before = select(passages.c.label, passages.c.text).where(passages.c.article == article.id)
    gone = [f"{row.label}\n{row.text}" for row in connection.execute(before)]
    for table in OF_AN_ARTICLE:
        if gone:
            connection.execute(delete(table).where(table.c.article == article.id))
        if rows[table]:
            connection.execute(insert(table), rows[table])
    return gone, [f"{row['label']}\n{row['text']}" for row in rows[passages]]


def _places_of(connection: Connection, article: int, team_id: str | None) -> list[Place]:
    found = select(passages.c.article, passages.c.paragraph).where(
        passages.c.article == article, visible(passages, team_id)
    )
    return [(row.article, row.paragraph) for row in connection.execute(found.limit(LONGEST))]


def _around(connection: Connection, scores: Mapping[Place, float]) -> list[Place]:
    """Return the passages beside the best ones, and those of the articles that match best: the
    sentence that answers may share no word with the question."""
    worth: dict[int, float] = defaultdict(float)
    for (article, _), score in scores.items():
        worth[article] += abs(score)
    whole = sorted(worth, key=lambda a: -worth[a])[:WHOLE_ARTICLES]
    beside = [(a, p + step) for a, p in list(scores)[:WITH_NEIGHBOURS] for step in (-1, 1)]
    found = select(passages.c.article, passages.c.paragraph).where(passages.c.article.in_(whole))
    rows = connection.execute(found.order_by(passages.c.id).limit(LONGEST)).all()
    return [*beside, *((row.article, row.paragraph) for row in rows)]


def _candidates(
    connection: Connection, scores: Mapping[Place, float], ground: Ground
) -> tuple[Candidate, ...]:
    """Read the sentences at some places, in the order of the places."""
    articles = sorted({article for article, _ in scores})
    if not articles:
        return ()
    inside = and_(  # the articles alone, too: SQLite reads no index for a pair
        sentences.c.article.in_(articles),
        tuple_(sentences.c.article, sentences.c.paragraph).in_(list(scores)),
    )
    lines = connection.execute(select(sentences).where(inside).order_by(sentences.c.position)).all()
    known = select(readings.c.article, readings.c.source, readings.c.nation)
    rows = connection.execute(known.where(readings.c.article.in_(articles)))
    about = {row.article: (source_from(row.source), row.nation) for row in rows}
    by_place: dict[Place, list[Any]] = {place: [] for place in scores}
    for line in lines:
        by_place[line.article, line.paragraph].append(line)
    return tuple(
        Candidate(
            sentence=Line(line.article, line.version, line.start, line.end, line.text),
            source=about[line.article][0],
            context=_context(about[line.article][0], group),
            nation=about[line.article][1],
            score=scores[place],
            speaker=line.speaker,
            ground=ground,
        )
        for place, group in by_place.items()
        for line in group
    )


def _context(source: Source, paragraph: Sequence[Any]) -> str:
    label = source.label.text if source.label else ""
    return f"{label}\n{' '.join(line.text for line in paragraph)}"


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
