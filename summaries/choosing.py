"""Which lines may be shown: whole, standing on their own, once, and within what the licence allows.

The quote budget is kept here, per article and over all sections: a sentence shown twice counts
once, a headline or heading counts nothing, one sentence may always be quoted, and where none can be
shown only headline and link remain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feeds.text import fold_space
from summaries.model import Document, Line, Sentence
from summaries.rank import rate, summarize
from summaries.sentences import words_of
from summaries.terms import content_stems

LONGEST_LINE = 60  # words; a longer sentence is no line of a briefing
SAME_NEWS = 0.8  # share of the shorter line's words from which two lines say the same
FEWEST_COMPARED = 4  # words that carry meaning; a shorter line is compared letter by letter only


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
        self._stems: list[frozenset[str]] = []

    def take(self, document: Document, line: Line) -> None:
        """Note that a line is shown."""
        self._sentences[document.article.id].update(s.index for s in sentences_in(document, line))
        self._words.add(_plain(line))
        if line.part == "text":
            self._stems.append(_stems(line))

    def covers(self, document: Document, line: Line) -> bool:
        """Tell whether the sentences of a line are shown already."""
        indexes = {s.index for s in sentences_in(document, line)}
        return bool(indexes) and indexes <= self._sentences[document.article.id]

    def holds(self, document: Document, line: Line) -> bool:
        """Tell whether a line, or nearly the same words of another article, is shown already."""
        return _plain(line) in self._words or self.covers(document, line) or self._says(line)

    def _says(self, line: Line) -> bool:
        own = _stems(line)
        return any(_repeats(own, other) for other in self._stems)

    def allows(self, document: Document, lines: Iterable[Line]) -> bool:
        """Tell whether lines of one article may be shown together with what is shown of it."""
        added = [s for line in lines for s in sentences_in(document, line)]
        indexes = self._sentences[document.article.id] | {s.index for s in added}
        quoted = [s for s in document.shown if s.index in indexes]
        limit = self._limits.get(document.article.licence, self._limits["press"])
        words = sum(len(s.words) for s in quoted)
        whole = sum(len(s.words) for s in document.sentences)
        within = len(quoted) <= limit.sentences and words <= limit.share * whole
        return within or len(quoted) == min(1, limit.sentences)

    @staticmethod
    def stands(document: Document, line: Line) -> bool:
        """Tell whether a line can be read alone, wherever it is put."""
        sentences = sentences_in(document, line)
        if not sentences or any(s.kind == "heading" for s in sentences):
            return False
        if sum(len(s.words) for s in sentences) > LONGEST_LINE or _announces(sentences[-1]):
            return False
        return not sentences[0].leans

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

    The ranker's own summary comes first, or a shorter one that fits; then the best sentences that
    still fit beside it; where none does, nothing.
    """
    summaries = (summarize(document, size, ranker) for size in range(count, 0, -1))
    fitting = (chosen for chosen in summaries if chosen and _may_show(document, chosen, shown))
    chosen = next(fitting, ())
    return chosen if len(chosen) >= count else _fill(document, chosen, count, ranker, shown)


def _fill(
    document: Document, chosen: tuple[Sentence, ...], count: int, ranker: str, shown: Shown
) -> tuple[Sentence, ...]:
    ratings = rate(document, ranker)
    ranked = sorted(
        zip(ratings, document.sentences, strict=True), key=lambda r: (-r[0], r[1].index)
    )
    for _, sentence in ranked:
        more = tuple(sorted({*chosen, sentence}, key=lambda s: s.index))
        if len(more) > len(chosen) and _may_show(document, more, shown):
            chosen = more
        if len(chosen) == count:
            break
    return chosen


def _may_show(document: Document, chosen: Sequence[Sentence], shown: Shown) -> bool:
    lines = [s.line for s in chosen]
    together = {s.index for s in chosen}
    fresh = not any(shown.holds(document, line) for line in lines)
    short = all(len(s.words) <= LONGEST_LINE and s.kind != "heading" for s in chosen)
    whole = not any(_announces(s) and s.index + 1 not in together for s in chosen)
    standing = all(not s.leans or s.index - 1 in together for s in chosen)
    return fresh and short and whole and standing and shown.allows(document, lines)


def _announces(sentence: Sentence) -> bool:
    """Tell whether a sentence only leads up to what comes after it ("The minister said:")."""
    return sentence.text.rstrip().endswith(":")


def _stems(line: Line) -> frozenset[str]:
    return frozenset(content_stems(words_of(line.text)))


def _repeats(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= FEWEST_COMPARED and len(one & other) >= SAME_NEWS * shorter


def _plain(line: Line) -> str:
    return fold_space(line.text).casefold()
