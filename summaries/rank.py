"""Which sentences of a document to show: our ranker beside sumy's algorithms, behind sumy's interface.

    document → ratings (ours or sumy's) → choice under the rules → sentences in the article's order

The rules hold for every ranker: no heading, nothing that leans on a sentence not shown just before
it, no two that say the same, exactly as many as asked for where so many can be shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers._summarizer import AbstractSummarizer
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import ItemsCount

from summaries.choice import choose
from summaries.model import Document, Line, Sentence
from summaries.prose.leaning import judge_standing
from summaries.salience import Salience, stop_words, weigh
from summaries.sentences import words_of

LENGTH_BASE = (
    35.0  # words: about what editors' highlights and their spread weigh; tuned, see train_ranker
)
# ... under a headline: editors of whole articles show their leads, not the terse lines of highlights
# (tuned on the newsroom's tuning half)
TITLED_BASE = 100.0
MOST_OURS = (
    800  # sentences that we rate: the work grows with their square, and news is over long before
)
MOST_SUMY = 500  # ... and that most of sumy's algorithms rate
MOST_QUADRATIC = 150  # ... and that those with a square of sentences times words do


class BriefSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Our ranker behind sumy's interface: call it with a sumy document and a count. It returns the
    sentences worth most for their length under the rules, in the article's order."""

    def __call__(
        self, document: ObjectDocumentModel, sentences_count: object
    ) -> tuple[SumySentence, ...]:
        """Summarize a sumy document; the count may be a number or a percentage, as sumy's may."""
        sumy_sentences = tuple(document.sentences)
        sentences = _from_sumy(document)
        title = words_of(" ".join(map(str, document.headings)))
        wanted = len(ItemsCount(sentences_count)(sumy_sentences))
        salience = _weigh_first(sentences, title)
        base = TITLED_BASE if title else LENGTH_BASE
        return tuple(sumy_sentences[at] for at in choose(sentences, wanted, salience, base))


def summarize(document: Document, count: int, ranker: str = "ours") -> tuple[Sentence, ...]:
    """Return the `count` sentences to show, in the article's order; fewer only where the rules leave
    fewer. Raises KeyError for a ranker that is not in RANKERS."""
    rate_sumy = None if ranker == "ours" else SUMY[ranker]
    sentences = document.shown
    salience = _weigh_first(sentences, _title_words(document))
    if rate_sumy is None:
        base = TITLED_BASE if document.article.version.title else LENGTH_BASE
        chosen = choose(sentences, count, salience, base)
    else:
        chosen = choose(sentences, count, _plain(salience, rate_sumy(sentences)), base=1.0)
    return tuple(sentences[at] for at in chosen)


def rate(document: Document, ranker: str = "ours") -> tuple[float, ...]:
    """Rate every sentence of `document.sentences`, in order: higher is better; headings get 0."""
    sentences = document.shown
    if ranker == "ours":
        ratings = _weigh_first(sentences, _title_words(document)).worth.tolist()
    else:
        ratings = SUMY[ranker](sentences)
    by_index = {s.index: float(r) for s, r in zip(sentences, ratings, strict=True)}
    return tuple(by_index.get(s.index, 0.0) for s in document.sentences)


def _title_words(document: Document) -> tuple[str, ...]:
    """Return the words of the headline: the title, or the heading on top of an untitled text."""
    if document.article.version.title:
        return words_of(document.article.version.title)
    on_top = next((s for s in document.sentences[:1] if s.kind == "heading"), None)
    return on_top.words if on_top else ()


def _weigh_first(sentences: Sequence[Sentence], title: Sequence[str]) -> Salience:
    """Weigh the first sentences; what stands beyond MOST_OURS is worth nothing to a reader."""
    salience = weigh(sentences[:MOST_OURS], title)
    beyond = len(sentences) - len(salience.worth)
    if beyond <= 0:
        return salience
    return Salience(
        np.pad(salience.worth, (0, beyond)),
        np.pad(salience.words, (0, beyond), constant_values=1),
        np.pad(salience.likeness, ((0, beyond), (0, beyond))),
        np.pad(salience.shared, ((0, beyond), (0, beyond))),
    )


def _plain(salience: Salience, ratings: Sequence[float]) -> Salience:
    """Put ratings in the place of our worth, with no regard to length or likeness."""
    nothing = np.zeros_like(salience.likeness)
    return replace(
        salience,
        worth=np.array(ratings, dtype=float),
        words=np.zeros_like(salience.words),
        likeness=nothing,
    )


class _Tokens:
    """Our words as sumy's tokenizer, which would need NLTK's data."""

    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        return words_of(text)


def to_sumy(sentences: Sequence[Sentence]) -> ObjectDocumentModel:
    """Return our sentences as a sumy document, paragraph by paragraph."""
    paragraphs: dict[int, list[SumySentence]] = {}
    for sentence in sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(SumySentence(sentence.text, _Tokens))
    return ObjectDocumentModel([Paragraph(each) for each in paragraphs.values()])


def _from_sumy(document: ObjectDocumentModel) -> tuple[Sentence, ...]:
    """Read a sumy document as ours: its sentences as they are, which of them lean judged anew."""
    text = ""
    paragraphs: list[list[tuple[int, int]]] = []
    for paragraph in document.paragraphs:
        spans = []
        for sentence in paragraph.sentences:
            spans.append((len(text), len(text) + len(str(sentence))))
            text += str(sentence) + " "
        paragraphs.append(spans)
    standings = judge_standing(text, paragraphs)
    numbered = [(number, span) for number, spans in enumerate(paragraphs) for span in spans]
    return tuple(
        Sentence(
            line=Line(0, 0, start, end, text[start:end]),
            index=index,
            paragraph=number,
            words=words_of(text[start:end]),
            leans=standings[start, end].leans,
            open_quote=standings[start, end].open_quote,
        )
        for index, (number, (start, end)) in enumerate(numbered)
    )


class _Rating:
    """Makes a summarizer of sumy return its ratings instead of its best sentences."""

    @staticmethod
    def _get_best_sentences(
        sentences: Sequence[SumySentence], count: object, rating: Any, *extra: Any
    ) -> tuple[float, ...]:
        del count
        if isinstance(rating, dict):
            return tuple(float(rating[sentence]) for sentence in sentences)
        return tuple(float(rating(sentence, *extra)) for sentence in sentences)


def _sumy_ranker(
    kind: type[AbstractSummarizer], most: int = MOST_SUMY, **options: float
) -> Callable[[Sequence[Sentence]], list[float]]:
    """Return a function that rates sentences with one of sumy's algorithms. Sentences beyond `most`
    are rated below all others."""
    rated = type(f"Rated{kind.__name__}", (_Rating, kind), {})

    def rate_sentences(sentences: Sequence[Sentence]) -> list[float]:
        summarizer = _with_stop_words(rated(**options))
        with np.errstate(all="ignore"):  # sumy divides by nothing where sentences share no word
            rated_first = summarizer(to_sumy(sentences[:most]), 0)
        ratings = np.nan_to_num(np.array(rated_first, dtype=float))
        if len(ratings) != len(
            sentences[:most]
        ):  # sumy has no rating for a text of stop words only
            ratings = np.zeros(len(sentences[:most]))
        last = float(ratings.min(initial=0.0)) - 1
        return [*ratings.tolist(), *[last] * (len(sentences) - len(ratings))]

    return rate_sentences


def _with_stop_words(summarizer: AbstractSummarizer) -> AbstractSummarizer:
    if isinstance(summarizer, EdmundsonSummarizer):
        summarizer.null_words = stop_words()
    else:
        summarizer.stop_words = stop_words()
    return summarizer


SUMY: dict[str, Callable[[Sequence[Sentence]], list[float]]] = {
    "lexrank": _sumy_ranker(LexRankSummarizer, MOST_QUADRATIC),
    "lsa": _sumy_ranker(LsaSummarizer),
    "text-rank": _sumy_ranker(TextRankSummarizer, MOST_QUADRATIC),
    "luhn": _sumy_ranker(LuhnSummarizer),
    "sum-basic": _sumy_ranker(SumBasicSummarizer),
    "kl": _sumy_ranker(KLSummarizer, MOST_QUADRATIC),
    "reduction": _sumy_ranker(ReductionSummarizer, MOST_QUADRATIC),
    "edmundson": _sumy_ranker(
        EdmundsonSummarizer, cue_weight=0.0
    ),  # cue words would be ours to invent
}
RANKERS: tuple[str, ...] = ("ours", *SUMY)
