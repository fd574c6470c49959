"""The sections of a briefing as they fill, from the top line to the look ahead.

Every section takes its lines through one `Shown`, so that what licence and repetition forbid in one
section is forbidden in all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from summaries.choosing import Shown, choose_lines, sentences_in
from summaries.figures.cards import is_same, pick_cards
from summaries.model import (
    Ahead,
    Card,
    DigestStory,
    Document,
    Figure,
    Line,
    Quote,
    Reading,
    Said,
    Sentence,
    Source,
)
from summaries.newsworth import Told, tellers
from summaries.sides import Attributed, opposing_lines
from summaries.sources import source_of
from summaries.speakers import pick_speakers
from summaries.topics import topics_of

CARDS_PER_ARTICLE = 2
ENOUGH_CARDS = 3  # so many may repeat a sentence that is read above, where there are no others
GOOD_ENOUGH = 0.5  # of the best line's value, of one that makes room for the other side
MOST_TELLERS = 12  # newest articles of a story in which its line is looked for
ROUNDING = 0.01  # share by which two prints of one figure may differ


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a length of briefing shows. `words` counts every word quoted, headlines too;
    `headlines` says whether the other stories show theirs above their line, or one line only."""

    top: int
    also: int
    cards: int
    said: int
    ahead: int
    words: int
    headlines: bool = True


class Sections:
    """The sections of one digest. `tell` comes first: the others draw on the stories it was given."""

    def __init__(
        self,
        copies: frozenset[int],
        limits: Limits,
        shown: Shown,
        topics: Mapping[str, tuple[str, ...]],
        ranker: str,
    ) -> None:
        self._copies = copies
        self._limits = limits
        self._shown = shown
        self._topics = topics
        self._ranker = ranker
        self._stories: list[tuple[Reading, ...]] = []  # whole originals, in the coverage's order

    @property
    def _readings(self) -> list[Reading]:
        return [reading for story in self._stories for reading in story]

    def tell(self, ranked: Sequence[tuple[Reading, ...]]) -> tuple[DigestStory, ...]:
        """Tell the first stories: the top one in more lines and from both sides, one line of each
        other."""
        told = ranked[: 1 + self._limits.also]
        self._stories = [self._originals(story) for story in ranked]
        if not told:
            return ()
        top = self._tell_top(told[0])
        return (top, *(self._tell_one(story, self._limits.headlines) for story in told[1:]))

    def _originals(self, story: tuple[Reading, ...]) -> tuple[Reading, ...]:
        return tuple(
            r
            for r in story
            if not r.document.article.teaser and r.document.article.id not in self._copies
        )

    def _tell_top(self, story: tuple[Reading, ...]) -> DigestStory:
        """Tell a story with the other side; without one, in as many lines as the length allows."""
        answer = self._answered(self._originals(story))
        told = self._tell_one(story)
        if answer:
            return replace(told, other_source=source_of(answer.document), other_side=answer.line)
        if not told.lines:
            return told
        document = _reading_of(told.source, story).document
        more = self._choose(document, self._limits.top - 1)
        lines = sorted((*told.lines, *(s.line for s in more)), key=lambda line: line.start)
        last = sentences_in(document, lines[-1])
        return replace(told, lines=tuple(lines), open_quote=stays_open(last))

    def _tell_one(self, story: tuple[Reading, ...], headline: bool = True) -> DigestStory:
        """Tell a story in one line under its headline; by the headline alone where no line may be
        shown, and by the line alone where the length has no room for headlines."""
        lead, chosen = self._teller(story)
        document = lead.document
        label = document.label
        if label and headline:
            self._shown.take(document, label)
        rest = tuple(source_of(r.document) for r in story if r is not lead)
        return DigestStory(
            label=label if headline or not chosen else None,
            lines=tuple(sentence.line for sentence in chosen),
            source=source_of(document),
            sources=(source_of(document), *rest),
            nation=lead.nation,
            topics=topics_of(document, self._topics),
            open_quote=stays_open(chosen),
        )

    def _teller(self, story: tuple[Reading, ...]) -> tuple[Reading, tuple[Sentence, ...]]:
        """Find the article and the line that tell a story: the line with most news that stands alone,
        of any of its newest articles; else what the lead article may show."""
        best = next(iter(self._tellers(self._originals(story))), None)
        if best:
            self._shown.take(best.document, best.sentence.line)
            return _reading_of(source_of(best.document), story), (best.sentence,)
        lead = self._lead(story)
        teaser = lead.document.article.teaser
        return lead, () if teaser else self._choose(lead.document, 1)

    def _lead(self, story: tuple[Reading, ...]) -> Reading:
        """Pick the article that stands for a story: whole, with a headline, the newest of those."""
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
        chosen = choose_lines(document, count, self._ranker, self._shown)
        for sentence in chosen:
            self._shown.take(document, sentence.line)
        return chosen

    def _tellers(self, originals: Sequence[Reading]) -> Iterator[Told]:
        """Yield the lines that may tell a story, best first."""
        newest = sorted(originals, key=_age)[:MOST_TELLERS]
        for told in tellers([r.document for r in newest], self._ranker):
            if self._is_free(told.document, told.sentence.line):
                yield told

    def _answered(self, originals: Sequence[Reading]) -> Attributed | None:
        """Find the other side's line and keep its place in the quote budget. A short article may not
        be quoted twice; then a shorter line that is nearly as good leaves room for both sides."""
        best = 0.0
        for told in self._tellers(originals):
            best = best or told.value
            if told.value < GOOD_ENOUGH * best:
                break
            for other in opposing_lines(told.sentence.line, originals):
                if self._fit_together(told, other):
                    self._shown.take(other.document, other.line)
                    return other
        return None

    def _fit_together(self, told: Told, other: Attributed) -> bool:
        same = told.document is other.document
        lines = [told.sentence.line, other.line] if same else [other.line]
        return self._is_free(other.document, other.line) and self._shown.allows(
            other.document, lines
        )

    def _is_free(self, document: Document, line: Line) -> bool:
        return self._shown.fits(document, line) and not self._shown.holds(document, line)

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
            if any(_nearly_same(figure, other) for other in (*fresh, *again)):
                continue
            if self._shown.covers(document, figure.sentence):
                again += [figure] * self._shown.stands(document, figure.sentence)
            elif self._is_free(document, figure.sentence):
                per_article[document.article.id] += 1
                self._shown.take(document, figure.sentence)
                fresh.append(figure)
        most = min(self._limits.cards, max(len(fresh), ENOUGH_CARDS))
        chosen = [*fresh, *again][:most]
        chosen.sort(key=figures.index)  # as the stories stand
        return tuple(self._card(figure, figures, home) for figure in chosen)

    def _card(self, figure: Figure, figures: Sequence[Figure], home: Mapping[int, Reading]) -> Card:
        same = [f for f in figures if is_same(f, figure)]
        articles = [home[f.line.version].document.article for f in same]
        outlets = {a.outlet or a.feed or a.key for a in articles}
        source = source_of(home[figure.line.version].document)
        return Card(figure, source, mentions=max(1, len(same)), outlets=max(1, len(outlets)))

    def said(self) -> tuple[Said, ...]:
        """Choose one line of each party and body, in the order of the coverage."""

        def take(document: Document, quote: Quote) -> bool:
            free = self._is_free(document, quote.line)
            if free:
                self._shown.take(document, quote.line)
            return free

        spoken = pick_speakers(self._stories, self._limits.said, take)
        return tuple(Said(quote, source_of(document)) for document, quote in spoken)

    def ahead(self, local_date: date) -> tuple[Ahead, ...]:
        """Choose what is to come: the dated by their dates, then days whose year is not known. What
        names no day ("today" in an undated article, a financial year) is not shown."""
        found = [(r.document, d) for r in self._readings for d in r.dates if d.date]
        coming = [
            (document, day)
            for document, day in found
            if _day_of(day.date) >= local_date.isoformat()
        ]
        coming.sort(key=lambda pair: _day_of(pair[1].date))
        chosen: list[Ahead] = []
        for document, day in coming:
            if len(chosen) == self._limits.ahead:
                break
            if not self._is_free(document, day.line):
                continue
            self._shown.take(document, day.line)
            chosen.append(Ahead(day, source_of(document)))
        return tuple(chosen)


def cards_of(reading: Reading, shown: Shown, limit: int) -> tuple[Card, ...]:
    """Choose the figures of one article that what is `shown` of it prints, or that may be shown too."""
    document = reading.document
    cards: list[Card] = []
    for figure in pick_cards(reading.figures, limit=len(reading.figures) or 1):
        sentence = figure.sentence
        if len(cards) == limit:
            break
        if shown.covers(document, sentence) or shown.fits(document, sentence):
            shown.take(document, sentence)
            same = sum(is_same(figure, other) for other in reading.figures)
            cards.append(Card(figure, source_of(document), mentions=max(1, same)))
    return tuple(cards)


def _age(reading: Reading) -> tuple[float, int]:
    """Order the newest first."""
    return (-reading.document.article.dated.timestamp(), -reading.document.article.id)


def _reading_of(source: Source, story: Sequence[Reading]) -> Reading:
    return next(r for r in story if r.document.article.id == source.article)


def _nearly_same(one: Figure, two: Figure) -> bool:
    """Tell whether two figures are one but for rounding ("604,200" and "around 604,000")."""
    alike = one.kind == two.kind and one.unit.split(" ")[-1] == two.unit.split(" ")[-1]
    if (
        not alike
        or not isinstance(one.value, float | int)
        or not isinstance(two.value, float | int)
    ):
        return False
    return abs(one.value - two.value) <= ROUNDING * max(abs(one.value), abs(two.value))


def _day_of(day: str | None) -> str:
    """Return an ISO date to sort by; what cannot be resolved ("--09-19" or none) comes last."""
    return day if day and not day.startswith("--") else "9999"


def stays_open(chosen: Sequence[Sentence]) -> bool:
    """Tell whether a quotation is still open behind the last of some sentences."""
    return bool(chosen) and chosen[-1].open_quote
