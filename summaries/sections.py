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
from summaries.sides import (
    attributed_lines,
    disputes,
    is_political,
    side_of_line,
    side_of_quote,
    sides_by_name,
    surname_of,
)
from summaries.sources import source_of
from summaries.topics import topics_of

CARDS_PER_ARTICLE = 2
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
        self._readings: list[Reading] = []  # whole originals, in the order of the coverage

    def tell(self, ranked: Sequence[tuple[Reading, ...]]) -> tuple[DigestStory, ...]:
        """Tell the first stories: the top one in more lines and from both sides, one line of each
        other."""
        told = ranked[: 1 + self._limits.also]
        usable = [self._originals(story) for story in ranked]
        self._readings = [reading for story in usable for reading in story]
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
        told = self._tell_one(story)
        if not told.lines:
            return told
        other = self._other_side(told.lines[0], self._originals(story))
        if other:
            return replace(told, other_source=other[0], other_side=other[1])
        document = self._lead(story).document
        more = self._choose(document, self._limits.top - 1)
        lines = sorted((*told.lines, *(s.line for s in more)), key=lambda line: line.start)
        last = sentences_in(document, lines[-1])
        return replace(told, lines=tuple(lines), open_quote=stays_open(last))

    def _tell_one(self, story: tuple[Reading, ...], headline: bool = True) -> DigestStory:
        """Tell a story in one line under its headline; by the headline alone where no line may be
        shown, and by the line alone where the length has no room for headlines."""
        lead = self._lead(story)
        document = lead.document
        label = document.label
        if label and headline:
            self._shown.take(document, label)
        chosen = () if document.article.teaser else self._choose(document, 1)
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
        chosen = choose_lines(document, count, self._ranker, self._shown)
        for sentence in chosen:
            self._shown.take(document, sentence.line)
        return chosen

    def _other_side(self, line: Line, story: Sequence[Reading]) -> tuple[Source, Line] | None:
        """Find the first line, in the order of the coverage, of another side than a line's: of a
        party or the government, else of somebody who speaks against something. Where the line takes
        no side, only of a party or government that speaks against something."""
        attributed = attributed_lines(story)
        first = side_of_line(line, attributed, story)
        others = [
            a
            for a in attributed
            if a.side != first
            and (is_political(a.side) + disputes(a.line) >= (1 if first else 2))
            and self._is_free(a.document, a.line)
        ]
        best = next((a for a in others if is_political(a.side)), next(iter(others), None))
        if best is None:
            return None
        self._shown.take(best.document, best.line)
        return source_of(best.document), best.line

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
        chosen = [*fresh, *again][: self._limits.cards]
        chosen.sort(key=picked.index)
        return tuple(self._card(figure, figures, home) for figure in chosen)

    def _card(self, figure: Figure, figures: Sequence[Figure], home: Mapping[int, Reading]) -> Card:
        same = [f for f in figures if is_same(f, figure)]
        articles = [home[f.line.version].document.article for f in same]
        outlets = {a.outlet or a.feed or a.key for a in articles}
        source = source_of(home[figure.line.version].document)
        return Card(figure, source, mentions=max(1, len(same)), outlets=max(1, len(outlets)))

    def said(self) -> tuple[Said, ...]:
        """Choose one line of each side: of parties and the government first, then of speakers with
        a role; all in the order of the coverage."""
        known = sides_by_name(self._readings)
        spoken = [
            (n, document, quote, side)
            for n, (document, quote) in enumerate(self._quotes())
            if _is_named(quote.speaker) and (side := side_of_quote(quote, known))
        ]
        spoken.sort(key=lambda s: (not is_political(s[3]), s[2].role is None, s[0]))
        heard: set[str] = set()
        chosen: dict[int, Said] = {}
        for n, document, quote, side in spoken:
            names = {side, surname_of(quote)}
            if names & heard or not self._is_free(document, quote.line):
                continue
            if len(chosen) == self._limits.said:
                break
            heard |= names
            self._shown.take(document, quote.line)
            chosen[n] = Said(quote, source_of(document))
        return tuple(chosen[n] for n in sorted(chosen))

    def _quotes(self) -> Iterator[tuple[Document, Quote]]:
        for reading in self._readings:
            for quote in reading.quotes:
                yield reading.document, quote

    def ahead(self, local_date: date) -> tuple[Ahead, ...]:
        """Choose what is to come: the dated by their dates, then those that cannot be resolved."""
        found = [(r.document, d) for r in self._readings for d in r.dates]
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


def _is_named(speaker: str | None) -> bool:
    """Tell whether a speaker has a name: "the minister" may be anybody."""
    return speaker is not None and speaker != speaker.lower()


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
