"""Readings and stories to a briefing, within its limits of lines and words. Pure: the same versions,
wishes and time give the same digest.

    readings ─ sift (window, words wanted, teasers, topic) ─ rank stories ─ top line and other side
             ─ also today ─ by the numbers ─ who said what ─ look ahead ─ trim to the words ─ receipt

Every section takes its lines through one `Shown`, so that what licence and repetition forbid in one
section is forbidden in all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from summaries.choosing import QuoteLimit, Shown, choose_lines
from summaries.figures import pick_cards
from summaries.model import (
    Ahead,
    Card,
    Digest,
    DigestStory,
    Document,
    Figure,
    Length,
    Line,
    Reading,
    Receipt,
    Said,
    Sentence,
    Source,
    Story,
    Summary,
)
from summaries.rank import rate
from summaries.sides import attributed_lines, disputes, is_political, side_of_line, side_of_quote
from summaries.sifting import Sifted, sift
from summaries.sources import source_of
from summaries.terms import mentions
from summaries.topics import topics_of

OPEN = QuoteLimit(sentences=8, share=0.5)
PRESS = QuoteLimit(sentences=3, share=0.15)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a length of briefing shows. `words` counts every word quoted, headlines too."""

    top: int
    also: int
    cards: int
    said: int
    ahead: int
    words: int


LIMITS: dict[Length, Limits] = {
    "compact": Limits(top=1, also=4, cards=3, said=0, ahead=5, words=250),
    "full": Limits(top=2, also=8, cards=5, said=5, ahead=5, words=800),
}
CARDS_PER_ARTICLE = 2


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a channel wants. `topics` are the configured topics with their words, `wanted` the names
    of those that the channel asked for (none: everything); `quotes_budget` goes by licence."""

    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    length: Length = "compact"
    ranker: str = "ours"
    sentences: int = 3
    quotes_budget: Mapping[str, QuoteLimit] = field(
        default_factory=lambda: {"open": OPEN, "press": PRESS}
    )


def compose_digest(
    edition: str,
    local_date: date,
    since: datetime,
    until: datetime,
    readings: Sequence[Reading],
    stories: Sequence[Story],
    wishes: Wishes,
    *,
    notes: Sequence[str] = (),
) -> Digest:
    """Compose the briefing of what was filed after `since` up to `until` (aware UTC).

    Readings outside the window are not used; stories may know older articles, and a copy of one of
    those is not shown again. With nothing to show, `top` is None. `local_date` is the edition's day:
    the look ahead begins there.
    """
    sifted = sift(readings, stories, since, until, wishes)
    ranked = _rank(sifted, since, until, wishes)
    page = _Page(sifted, wishes, LIMITS[wishes.length])
    told = page.tell(ranked)
    cards = page.cards()
    said = page.said() if wishes.length == "full" else ()
    draft = Digest(
        edition=edition,
        local_date=local_date,
        since=since,
        until=until,
        length=wishes.length,
        top=told[0] if told else None,
        also=told[1:],
        cards=cards,
        said=said,
        ahead=page.ahead(local_date),
        receipt=Receipt(read=0, used=0),
        stories=len(ranked),
    )
    trimmed = _trim(draft, LIMITS[wishes.length].words)
    receipt = _receipt(sifted, trimmed, (*notes, *sifted.notes))
    return replace(trimmed, receipt=receipt, words=words_shown(trimmed))


def summarize_article(reading: Reading, wishes: Wishes) -> Summary:
    """Choose the sentences of one article that matter, as many as wished and its licence allows;
    none of a teaser, which is not the article."""
    document = reading.document
    if document.article.teaser:
        return Summary(source_of(document), ())
    chosen = choose_lines(document, wishes.sentences, wishes.ranker, Shown(wishes.quotes_budget))
    lines = tuple(sentence.line for sentence in chosen)
    return Summary(source_of(document), lines, open_quote=_stays_open(chosen))


def words_shown(digest: Digest) -> int:
    """Count the words that a digest quotes, headlines among them."""
    return sum(len(line.text.split()) for line in lines_of(digest))


def lines_of(digest: Digest) -> tuple[Line, ...]:
    """Return every content line of a digest in the order of its sections."""
    told = [] if digest.top is None else [digest.top, *digest.also]
    return (
        *(line for story in told for line in _story_lines(story)),
        *(card.figure.sentence for card in digest.cards),
        *(said.quote.line for said in digest.said),
        *(ahead.date.line for ahead in digest.ahead),
    )


def _story_lines(story: DigestStory) -> tuple[Line, ...]:
    return tuple(line for line in (story.label, *story.lines, story.other_side) if line)


def _rank(
    sifted: Sifted, since: datetime, until: datetime, wishes: Wishes
) -> list[tuple[Reading, ...]]:
    """Order stories by outlets, watched words and freshness; headlines alone (teasers) come last."""
    window = (until - since).total_seconds() or 1.0

    def weight(story: tuple[Reading, ...]) -> tuple[bool, float, datetime, int]:
        articles = [r.document.article for r in story]
        outlets = len({a.outlet or a.feed or a.key for a in articles})
        watched = sum(any(mentions(r.document, word) for r in story) for word in wishes.watch)
        newest = max(a.dated for a in articles)
        freshness = 1 - 0.5 * (until - newest).total_seconds() / window
        whole = any(not a.teaser for a in articles)
        return (whole, outlets * (1 + watched) * freshness, newest, -min(a.id for a in articles))

    return sorted(sifted.stories, key=weight, reverse=True)


class _Page:
    """The sections of one digest as they fill; what is shown so far is remembered in `_shown`."""

    def __init__(self, sifted: Sifted, wishes: Wishes, limits: Limits) -> None:
        self._wishes = wishes
        self._limits = limits
        self._shown = Shown(wishes.quotes_budget)
        self._copies = sifted.copies
        self._readings: list[Reading] = []  # of the stories told, in the order of the coverage
        self._later: list[Reading] = []

    def tell(self, ranked: Sequence[tuple[Reading, ...]]) -> tuple[DigestStory, ...]:
        told = ranked[: 1 + self._limits.also]
        usable = [self._originals(story) for story in ranked]
        self._readings = [reading for story in usable for reading in story]
        return tuple(
            self._tell_one(story, count=self._limits.top if n == 0 else 1, both_sides=n == 0)
            for n, story in enumerate(told)
        )

    def _originals(self, story: tuple[Reading, ...]) -> tuple[Reading, ...]:
        return tuple(
            r
            for r in story
            if not r.document.article.teaser and r.document.article.id not in self._copies
        )

    def _tell_one(self, story: tuple[Reading, ...], count: int, both_sides: bool) -> DigestStory:
        lead = self._lead(story)
        document = lead.document
        if document.label:
            self._shown.take(document, document.label)
        chosen = () if document.article.teaser else self._choose(document, count)
        other = self._other_side(chosen, self._originals(story)) if both_sides and chosen else None
        if other and count > 1:
            chosen = chosen[:1]
        rest = tuple(source_of(r.document) for r in story if r is not lead)
        return DigestStory(
            label=document.label,
            lines=tuple(sentence.line for sentence in chosen),
            source=source_of(document),
            other_side=other[1] if other else None,
            other_source=other[0] if other else None,
            sources=(source_of(document), *rest),
            nation=lead.nation,
            topics=topics_of(document, self._wishes.topics),
            open_quote=_stays_open(chosen),
        )

    def _lead(self, story: tuple[Reading, ...]) -> Reading:
        """Pick the article that tells a story: whole, with a headline, the newest of those."""
        best = self._originals(story) or story
        return max(
            best,
            key=lambda r: (
                r.document.article.version.title is not None,
                r.document.article.dated,
                -r.document.article.id,
            ),
        )

    def _choose(self, document: Document, count: int) -> tuple[Sentence, ...]:
        chosen = choose_lines(document, count, self._wishes.ranker, self._shown)
        for sentence in chosen:
            self._shown.take(document, sentence.line)
        return chosen

    def _other_side(
        self, chosen: Sequence[Sentence], story: Sequence[Reading]
    ) -> tuple[Source, Line] | None:
        """Find the best line of a side other than the first line's: a party or the government, or
        anybody who speaks against it. Where the first line takes no side there is no other."""
        attributed = attributed_lines(story)
        first = side_of_line(chosen[0].line, attributed, story)
        if first is None:
            return None
        others = [
            a
            for a in attributed
            if a.side != first
            and (is_political(a.side) or disputes(a.line))
            and not self._shown.holds(a.document, a.line)
            and self._shown.fits(a.document, a.line)
        ]
        best = max(
            others, key=lambda a: _rating(a.document, a.line, self._wishes.ranker), default=None
        )
        if best is None:
            return None
        self._shown.take(best.document, best.line)
        return source_of(best.document), best.line

    def cards(self) -> tuple[Card, ...]:
        """Choose the figures worth a card: first those whose sentence is new to the reader."""
        home = {r.document.article.version.id: r for r in self._readings}
        figures = [figure for reading in self._readings for figure in reading.figures]
        picked = pick_cards(figures, limit=8 * self._limits.cards)
        per_article: Counter[int] = Counter()
        fresh: list[Figure] = []
        again: list[Figure] = []
        for figure in picked:
            document = home[figure.line.version].document
            if (
                per_article[document.article.id] == CARDS_PER_ARTICLE
                or len(fresh) == self._limits.cards
            ):
                continue
            if self._shown.holds(document, figure.sentence):
                again.append(figure)
            elif self._shown.fits(document, figure.sentence):
                per_article[document.article.id] += 1
                self._shown.take(document, figure.sentence)
                fresh.append(figure)
        chosen = [*fresh, *again][: self._limits.cards]
        chosen.sort(key=picked.index)
        return tuple(self._card(figure, figures, home) for figure in chosen)

    def _card(self, figure: Figure, figures: Sequence[Figure], home: Mapping[int, Reading]) -> Card:
        same = [f for f in figures if _measure(f) == _measure(figure)]
        articles = [home[f.line.version].document.article for f in same]
        outlets = {a.outlet or a.feed or a.key for a in articles}
        source = source_of(home[figure.line.version].document)
        return Card(figure, source, mentions=max(1, len(same)), outlets=max(1, len(outlets)))

    def said(self) -> tuple[Said, ...]:
        """Choose one line of each party or body, in the order of the coverage."""
        heard: set[str] = set()
        chosen: list[Said] = []
        for document, quote in ((r.document, q) for r in self._readings for q in r.quotes):
            side = side_of_quote(quote)
            if side is None or quote.speaker is None or side in heard:
                continue
            if self._shown.holds(document, quote.line) or not self._shown.fits(
                document, quote.line
            ):
                continue
            heard.add(side)
            self._shown.take(document, quote.line)
            chosen.append(Said(quote, source_of(document)))
            if len(chosen) == self._limits.said:
                break
        return tuple(chosen)

    def ahead(self, local_date: date) -> tuple[Ahead, ...]:
        """Choose what is to come: the dated by their dates, then those that cannot be resolved."""
        found = [(r.document, d) for r in self._readings for d in r.dates]
        coming = [(document, day) for document, day in found if not _is_past(day.date, local_date)]
        coming.sort(key=lambda pair: pair[1].date if _is_resolved(pair[1].date) else "9999")
        chosen: list[Ahead] = []
        for document, day in coming:
            if len(chosen) == self._limits.ahead:
                break
            if self._shown.holds(document, day.line) or not self._shown.fits(document, day.line):
                continue
            self._shown.take(document, day.line)
            chosen.append(Ahead(day, source_of(document)))
        return tuple(chosen)


def _is_resolved(day: str | None) -> bool:
    return day is not None and not day.startswith("--")


def _is_past(day: str | None, today: date) -> bool:
    return day is not None and _is_resolved(day) and day < today.isoformat()


def _measure(figure: Figure) -> tuple[object, ...]:
    return (figure.kind, figure.value, figure.low, figure.high, figure.unit, figure.nation)


def _rating(document: Document, line: Line, ranker: str) -> float:
    ratings = rate(document, ranker)
    return max(
        (r for r, s in zip(ratings, document.sentences, strict=True) if s.line.start == line.start),
        default=0.0,
    )


def _stays_open(chosen: Sequence[Sentence]) -> bool:
    return bool(chosen) and chosen[-1].open_quote


def _trim(digest: Digest, words: int) -> Digest:
    """Drop lines from the end of the longest section until the words are within the limit."""
    while words_shown(digest) > words:
        digest = _shorter(digest)
    return digest


def _shorter(digest: Digest) -> Digest:
    also = sum(len(line.text.split()) for story in digest.also for line in _story_lines(story))
    sizes = {
        "ahead": _words(a.date.line for a in digest.ahead),
        "said": _words(s.quote.line for s in digest.said),
        "cards": _words(c.figure.sentence for c in digest.cards),
        "also": also,
    }
    section = max(sizes, key=lambda name: sizes[name])
    if sizes[section]:
        return replace(digest, **{section: getattr(digest, section)[:-1]})
    top = digest.top
    assert top is not None, "an empty digest has no words to drop"
    if top.other_side:
        return replace(digest, top=replace(top, other_side=None, other_source=None))
    if top.lines:
        return replace(digest, top=replace(top, lines=top.lines[:-1], open_quote=False))
    return replace(digest, top=replace(top, label=None))


def _words(lines: Iterable[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _receipt(sifted: Sifted, digest: Digest, notes: Sequence[str]) -> Receipt:
    told = [] if digest.top is None else [digest.top, *digest.also]
    used = {source.article for story in told for source in story.sources}
    used |= {c.source.article for c in (*digest.cards, *digest.said, *digest.ahead)}
    articles = [r.document.article for r in sifted.read]
    kinds = Counter(left.kind for r in sifted.read for left in r.document.left_out)
    return Receipt(
        read=len(articles),
        used=len(used),
        left_out=tuple(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
        teasers=sum(a.teaser for a in articles),
        undated=sum(a.published is None for a in articles),
        off_topic=sifted.off_topic,
        notes=tuple(notes),
    )
