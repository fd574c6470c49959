"""Readings and stories to a briefing, within its limits of lines and words. Pure: the same versions,
wishes and time give the same digest.

    readings ─ sift (window, words wanted, teasers, topic) ─ rank stories ─ top line and other side
             ─ also today ─ by the numbers ─ who said what ─ look ahead ─ trim to the words ─ receipt"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from summaries.choosing import QuoteLimit, Shown, choose_lines
from summaries.model import (
    Card,
    Digest,
    DigestStory,
    Length,
    Line,
    Reading,
    Receipt,
    Story,
    Summary,
)
from summaries.sections import Limits, Sections, cards_of, stays_open
from summaries.sifting import Sifted, sift
from summaries.sources import source_of
from summaries.terms import mentions
from summaries.topics import UK

OPEN = QuoteLimit(sentences=8, share=0.5)
PRESS = QuoteLimit(sentences=3, share=0.15)


LIMITS: dict[Length, Limits] = {
    "compact": Limits(top=1, also=4, cards=3, said=0, ahead=5, words=250, headlines=False),
    "full": Limits(top=2, also=8, cards=5, said=5, ahead=5, words=800),
}
# What each section keeps of its lines while another has more, first stage first.
FLOORS: tuple[dict[str, int], ...] = (
    {"ahead": 2, "said": 3, "cards": 2, "also": 4},
    {"ahead": 1, "said": 1, "cards": 1, "also": 2},
    {"ahead": 0, "said": 0, "cards": 0, "also": 0},
)


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
    limits = LIMITS[wishes.length]
    ranked = _spread_nations(_rank(sifted, since, until, wishes), 1 + limits.also)
    sections = Sections(
        sifted.copies,
        limits,
        Shown(wishes.quotes_budget),
        wishes.topics,
        wishes.ranker,
    )
    told = sections.tell(ranked)
    cards = sections.cards()
    said = sections.said() if wishes.length == "full" else ()
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
        ahead=sections.ahead(local_date),
        receipt=Receipt(read=0, used=0),
        stories=len(ranked),
    )
    trimmed = _trim(draft, limits.words)
    receipt = _receipt(sifted, trimmed, (*notes, *sifted.notes))
    return replace(trimmed, receipt=receipt, words=words_shown(trimmed))


def summarize_article(reading: Reading, wishes: Wishes) -> Summary:
    """Choose the sentences of one article that matter, as many as wished and its licence allows;
    none of a teaser, which is not the article."""
    return _summarize(reading, wishes, Shown(wishes.quotes_budget))


def summarize_with_cards(
    reading: Reading, wishes: Wishes, limit: int = 3
) -> tuple[Summary, tuple[Card, ...]]:
    """Summarize one article and choose up to `limit` of its figures, within one quote budget: a
    figure whose sentence is in the summary costs nothing, another only what the licence has left."""
    shown = Shown(wishes.quotes_budget)
    summary = _summarize(reading, wishes, shown)
    if reading.document.article.teaser:
        return summary, ()
    return summary, cards_of(reading, shown, limit)


def _summarize(reading: Reading, wishes: Wishes, shown: Shown) -> Summary:
    document = reading.document
    if document.article.teaser:
        return Summary(source_of(document), ())
    chosen = choose_lines(document, wishes.sentences, wishes.ranker, shown)
    for sentence in chosen:
        shown.take(document, sentence.line)
    lines = tuple(sentence.line for sentence in chosen)
    return Summary(source_of(document), lines, open_quote=stays_open(chosen))


def words_shown(digest: Digest) -> int:
    """Count the words that a digest quotes, headlines and printed figures among them."""
    return _words((*lines_of(digest), *(card.figure.line for card in digest.cards)))


def lines_of(digest: Digest) -> tuple[Line, ...]:
    """Return every content line of a digest in the order of its sections."""
    return (
        *(line for story in _told(digest) for line in _story_lines(story)),
        *(card.figure.sentence for card in digest.cards),
        *(said.quote.line for said in digest.said),
        *(ahead.date.line for ahead in digest.ahead),
    )


def _told(digest: Digest) -> tuple[DigestStory, ...]:
    return () if digest.top is None else (digest.top, *digest.also)


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


def _spread_nations(
    ranked: Sequence[tuple[Reading, ...]], places: int
) -> list[tuple[Reading, ...]]:
    """Let each nation's first story in among the `places` told, for the last one there of a nation
    that has two or more; the top story stays where it is."""
    told, rest = list(ranked[:places]), list(ranked[places:])
    for story in ranked[places:]:
        if story[0].nation in {UK, *(each[0].nation for each in told)}:
            continue
        counts = Counter(each[0].nation for each in told)
        spare = [each for each in told[1:] if counts[each[0].nation] > 1]
        if spare:
            told[told.index(spare[-1])] = story
            rest[rest.index(story)] = spare[-1]
    return [*sorted(told, key=ranked.index), *rest]


def _trim(digest: Digest, words: int) -> Digest:
    """Drop whole lines until the words are within the limit, what a reader misses least first."""
    while words_shown(digest) > words:
        digest = _shorter(digest)
    return digest


def _shorter(digest: Digest) -> Digest:
    """Drop one line: a card whose sentence is read above it, else the last of the longest section
    that has more than its floor, else of the top line."""
    told = {line for story in _told(digest) for line in _story_lines(story)}
    repeated = [card for card in digest.cards if card.figure.sentence in told]
    if repeated:
        return replace(digest, cards=tuple(c for c in digest.cards if c is not repeated[-1]))
    sizes = {
        "ahead": _words(a.date.line for a in digest.ahead),
        "said": _words(s.quote.line for s in digest.said),
        "cards": _words(c.figure.sentence for c in digest.cards),
        "also": _words(line for story in digest.also for line in _story_lines(story)),
    }
    for floor in FLOORS:
        above = [name for name in sizes if len(getattr(digest, name)) > floor[name]]
        if above:
            longest = max(above, key=lambda name: sizes[name])
            return replace(digest, **{longest: getattr(digest, longest)[:-1]})
    return _shorter_top(digest)


def _shorter_top(digest: Digest) -> Digest:
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
    used = {source.article for story in _told(digest) for source in story.sources}
    used |= {card.source.article for card in digest.cards}
    used |= {said.source.article for said in digest.said}
    used |= {ahead.source.article for ahead in digest.ahead}
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
