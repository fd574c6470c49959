"""Score summaries on the newsroom's labelled articles: what an editor would show, and what never may be.

    python -m tests.evaluation.score_gold

Three sentences each. Ours keeps its rules; Lead-3 (the first three behind the standfirst) and sumy's
algorithms choose freely, as they would elsewhere. The standfirst is not labelled: a sentence of it is
neither right nor wrong. The last rows are what a full briefing of each story would show.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from feeds.text import fold_space
from summaries.digest import Wishes, compose_digest, lines_of
from summaries.model import Digest, DigestStory, Document, Line, Sentence
from summaries.rank import SUMY, summarize
from summaries.stories import group_stories
from tests.evaluation.gold import HALVES, Labelled, is_same, labelled_articles
from tests.evaluation.tables import table_of

COUNT = 3
Chooser = Callable[[Document, str], Sequence[Sentence]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What one way of choosing shows of some articles: hits among `judged` sentences chosen and
    `wanted` ones labelled; sentences that may never be shown, in pages and in pasted texts; sentences
    that lean on one that is not shown."""

    hits: int
    judged: int
    wanted: int
    never: int
    pasted_never: int
    leaning: int

    @property
    def precision(self) -> float:
        return 100 * self.hits / max(1, self.judged)

    @property
    def recall(self) -> float:
        return 100 * self.hits / max(1, self.wanted)


@dataclass(frozen=True, slots=True)
class Briefed:
    """What full briefings of each story by itself show: sentences that never may be, sentences that
    lean on nothing; and of the stories with a labelled line of the other side, how many show it, and
    how many show some other side. `may` counts what never may be shown but could be chosen."""

    lines: int
    never: int
    leaning: int
    sides: int
    sides_shown: int
    some_side: int
    may: int


def ours(document: Document, standfirst: str) -> Sequence[Sentence]:
    return summarize(document, COUNT)


def lead(document: Document, standfirst: str) -> Sequence[Sentence]:
    body = [s for s in document.shown if fold_space(s.text) not in standfirst]
    return body[:COUNT]


def sumys(ranker: str) -> Chooser:
    """Return sumy's own choice: the best-rated sentences in the order of the article."""

    def choose(document: Document, standfirst: str) -> Sequence[Sentence]:
        ratings = SUMY[ranker](document.shown)
        best = sorted(range(len(ratings)), key=lambda at: -ratings[at])[:COUNT]
        return [document.shown[at] for at in sorted(best)]

    return choose


CHOOSERS: dict[str, Chooser] = {"ours": ours, "Lead-3": lead} | {name: sumys(name) for name in SUMY}


def score_chooser(choose: Chooser, articles: Sequence[Labelled]) -> Shown:
    """Score one way of choosing on articles that are more than a teaser."""
    rows = [_score(choose, article) for article in articles if not article.label.get("teaser")]
    return Shown(*(sum(column) for column in zip(*rows, strict=True)))


def _score(choose: Chooser, article: Labelled) -> tuple[int, ...]:
    standfirst = fold_space(article.written.standfirst)
    chosen = choose(article.reading.document, standfirst)
    texts = [fold_space(s.text) for s in chosen]
    show = article.words("show")
    pasted = choose(article.pasted.document, standfirst)
    return (
        sum(any(is_same(text, label) for text in texts) for label in show),
        sum(text not in standfirst for text in texts),
        len(show),
        count_never(article, texts),
        count_never(article, [fold_space(s.text) for s in pasted]),
        count_leaning(article, [s.index for s in chosen]),
    )


def count_never(article: Labelled, texts: Sequence[str]) -> int:
    never = article.words("never")
    return sum(any(is_same(text, label) for label in never) for text in texts)


def count_leaning(article: Labelled, indexes: Sequence[int]) -> int:
    """Count the sentences labelled as leaning that are shown without the one before them."""
    sentences = {s.index: fold_space(s.text) for s in article.reading.document.sentences}
    labels = set(article.words("leans"))
    shown = set(indexes)
    return sum(sentences[at] in labels and at - 1 not in shown for at in shown)


def score_briefings(articles: Sequence[Labelled]) -> Briefed:
    """Brief every story by itself, in full, and look at each line shown."""
    by_number = {a.reading.document.article.id: a for a in articles}
    stories = group_stories([a.reading.document for a in articles])
    rows = [_brief([by_number[number] for number in story.articles]) for story in stories]
    return Briefed(*(sum(column) for column in zip(*rows, strict=True)))


def _brief(articles: Sequence[Labelled]) -> tuple[int, ...]:
    digest = _digest(articles)
    lines = lines_of(digest)
    told = _told_lines(digest)
    texts: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        texts[line.article].append(fold_space(line.text))
    everything = [text for shown in texts.values() for text in shown]
    sides = [fold_space(a.label["other_side"]) for a in articles if "other_side" in a.label]
    side_shown = bool(sides) and any(is_same(t, side) for t in everything for side in sides)
    return (
        len(lines),
        sum(count_never(a, texts[a.reading.document.article.id]) for a in articles),
        sum(count_leaning(a, _indexes(a, told)) for a in articles),
        int(bool(sides)),
        int(side_shown),
        int(bool(sides) and any(told.other_side for told in _told(digest))),
        sum(
            count_never(a, [fold_space(s.text) for s in a.reading.document.shown]) for a in articles
        ),
    )


def _digest(articles: Sequence[Labelled]) -> Digest:
    readings = [a.reading for a in articles]
    dates = [reading.document.article.dated for reading in readings]
    until = max(dates) + timedelta(hours=1)
    stories = group_stories([reading.document for reading in readings])
    return compose_digest(
        "morning",
        until.date(),
        min(dates) - timedelta(hours=1),
        until,
        readings,
        stories,
        Wishes(length="full"),
    )


def _told(digest: Digest) -> tuple[DigestStory, ...]:
    return (*([digest.top] if digest.top else []), *digest.also)


def _told_lines(digest: Digest) -> tuple[Line, ...]:
    """Return the lines that are told as the story: a card or quote names what it stands for itself."""
    lines = (line for story in _told(digest) for line in (*story.lines, story.other_side))
    return tuple(line for line in lines if line is not None and line.part == "text")


def _indexes(article: Labelled, lines: Sequence[Line]) -> list[int]:
    document = article.reading.document
    return [
        s.index
        for s in document.sentences
        for line in lines
        if line.article == document.article.id
        and s.line.start < line.end
        and line.start < s.line.end
    ]


def table() -> tuple[str, dict[str, Shown], Briefed]:
    """Return the tables as text, the figures of our own half by half, and those of the briefings."""
    articles = labelled_articles()
    halves = {half: [a for a in articles if a.half == half] for half in HALVES}
    scores = {
        (name, half): score_chooser(choose, halves[half])
        for name, choose in CHOOSERS.items()
        for half in HALVES
    }
    briefed = score_briefings(articles)
    head = ("three sentences", "P tune", "R tune", "P gate", "R gate", "never", "pasted", "leaning")
    rows = [_row(name, [scores[name, half] for half in HALVES]) for name in CHOOSERS]
    text = (
        f"{table_of(head, rows)}\n"
        "P, R: % of what is shown that an editor would show, and the other way round. never, pasted:\n"
        "captions, adverts and the like shown, of pages and of pasted pages; leaning: shown alone\n\n"
        f"full briefing of each story: {briefed.lines} lines, {briefed.never} never to be shown"
        f" ({briefed.may} could be), {briefed.leaning} leaning;\nthe labelled line of the other side"
        f" shown in {briefed.sides_shown} of {briefed.sides} stories, some other side in {briefed.some_side}"
    )
    return text, {half: scores["ours", half] for half in HALVES}, briefed


def _row(name: str, halves: Sequence[Shown]) -> tuple[str | float | int, ...]:
    shares = [figure for half in halves for figure in (half.precision, half.recall)]
    counts = zip(*((h.never, h.pasted_never, h.leaning) for h in halves), strict=True)
    return (name, *shares, *(sum(count) for count in counts))


if __name__ == "__main__":
    sys.stdout.write(f"{table()[0]}\n")
