"""Which lines may be shown: whole, standing on their own, once, and within what the licence allows.

The quote budget is kept here, per article and over all sections: a sentence shown twice counts
once, a headline counts nothing, and where no sentence fits only headline and link remain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feeds.text import fold_space
from summaries.model import Document, Line, Sentence
from summaries.rank import rate, summarize

LONGEST_LINE = 60  # words; a longer sentence is no line of a briefing


@dataclass(frozen=True, slots=True)
class QuoteLimit:
    """What may be quoted of one article: so many sentences, and so large a share of its words."""

    sentences: int
    share: float


class Shown:
    """The sentences that a digest or summary shows so far."""

    def __init__(self, limits: Mapping[str, QuoteLimit]) -> None:
        self._limits = limits
        self._sentences: dict[int, set[int]] = defaultdict(set)
        self._words: set[str] = set()

    def take(self, document: Document, line: Line) -> None:
        """Note that a line is shown."""
        self._sentences[document.article.id].update(s.index for s in sentences_in(document, line))
        self._words.add(_plain(line))

    def holds(self, document: Document, line: Line) -> bool:
        """Tell whether a line, or the same words of another article, is shown already."""
        indexes = {s.index for s in sentences_in(document, line)}
        shown = self._sentences[document.article.id]
        return _plain(line) in self._words or (bool(indexes) and indexes <= shown)

    def allows(self, document: Document, lines: Iterable[Line]) -> bool:
        """Tell whether lines of one article may be shown together with what is shown of it."""
        added = [s for line in lines for s in sentences_in(document, line)]
        indexes = self._sentences[document.article.id] | {s.index for s in added}
        words = sum(len(s.words) for s in document.sentences if s.index in indexes)
        limit = self._limits.get(document.article.licence, self._limits["press"])
        whole = sum(len(s.words) for s in document.sentences)
        return len(indexes) <= limit.sentences and words <= limit.share * whole

    def stands(self, document: Document, line: Line) -> bool:
        """Tell whether a line can be read where the lines shown so far are all that one knows."""
        sentences = sentences_in(document, line)
        if not sentences or any(s.kind == "heading" for s in sentences):
            return False
        if sum(len(s.words) for s in sentences) > LONGEST_LINE:
            return False
        first = sentences[0]
        return not first.leans or first.index - 1 in self._sentences[document.article.id]

    def fits(self, document: Document, line: Line) -> bool:
        """Tell whether a line stands, within the budget."""
        return self.stands(document, line) and self.allows(document, [line])


def sentences_in(document: Document, line: Line) -> tuple[Sentence, ...]:
    """Return the sentences that a line of the text covers; none for a headline."""
    if line.part == "title":
        return ()
    return tuple(
        s for s in document.sentences if s.line.start < line.end and line.start < s.line.end
    )


def choose_lines(document: Document, count: int, ranker: str, shown: Shown) -> tuple[Sentence, ...]:
    """Choose up to `count` sentences in the order of the article, fewer where the budget says so.

    The ranker's own summary comes first; where its sentences do not fit, the best single sentence
    that does; where none does, nothing.
    """
    for size in range(count, 0, -1):
        chosen = summarize(document, size, ranker)
        if chosen and _may_show(document, chosen, shown):
            return chosen
    return _best_single(document, ranker, shown)


def _may_show(document: Document, chosen: Sequence[Sentence], shown: Shown) -> bool:
    lines = [s.line for s in chosen]
    together = {s.index for s in chosen}
    fresh = not any(shown.holds(document, line) for line in lines)
    short = all(len(s.words) <= LONGEST_LINE and s.kind != "heading" for s in chosen)
    standing = all(
        not s.leans or s.index - 1 in together or shown.stands(document, s.line) for s in chosen
    )
    return fresh and short and standing and shown.allows(document, lines)


def _best_single(document: Document, ranker: str, shown: Shown) -> tuple[Sentence, ...]:
    ratings = rate(document, ranker)
    ranked = sorted(
        zip(ratings, document.sentences, strict=True), key=lambda r: (-r[0], r[1].index)
    )
    for _, sentence in ranked:
        if shown.fits(document, sentence.line) and not shown.holds(document, sentence.line):
            return (sentence,)
    return ()


def _plain(line: Line) -> str:
    return fold_space(line.text).casefold()
