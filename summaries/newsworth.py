"""The one line that tells a story: the sentence of any of its articles that holds most of the news.

What the ranker finds worth showing is weighed by what makes news (money, a record, a decision, a
death, rather than a meeting or a letter) and by how much of the story's other articles it says too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summaries.model import Document, Sentence
from summaries.rank import rate
from summaries.sentences import words_of
from summaries.terms import content_stems

BASE = 80.0  # words added to the length of a line: the higher, the less length matters
OPENING = 5  # sentences of each other article that a line is held against
CENTRAL = 1.5  # most that it adds to a line to say what the other articles open with
HEADLINE = 1.0  # ... what its own headline says
MONEY = re.compile(r"[£€$]\s?\d|\b\d[\d.,]*\s?(?:m|bn|million|billion) (?:pounds|euros)\b")
RECORD = re.compile(
    r"\b(?:record|highest|lowest|worst|best since|first time|since records began|doubled?|halved|tripled)\b",
    re.IGNORECASE,
)
DECISION = re.compile(
    r"\b(?:vot(?:e|ed|es) (?:to|by|for|against|in favour)|(?:has|have|had|will|is to|are to) (?:be )?"
    r"(?:invest(?:ed)?|spend|spent|cut|clos(?:e|ed)|open|strike|ban(?:ned)?|scrap(?:ped)?|abolish(?:ed)?|suspend(?:ed)?|merge[d]?"
    r"|pay|paid|reject(?:ed)?|accept(?:ed)?|approv(?:e|ed)|order(?:ed)?|resign(?:ed)?|put)"
    r"|(?:is|are) (?:investing|spending|cutting|closing|scrapping)|agreed (?:a|to|terms)|suspended|called off|resigned"
    r"|found that|has found|died|deaths)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d")
OCCASION = re.compile(
    r"^Speaking\b|\b(?:(?:is|are|was|were|will be) (?:meeting|visiting|speaking|attending|hosting|setting out)|will (?:meet|host|visit|speak)|to host"
    r"|met with|roundtable|gave a speech|in a speech|a spokes(?:man|woman|person)|"
    r"wrote to|the letter|the statement|welcomed|thanked)\b",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\?[\"”’']?$")
LIFTS = (
    (MONEY, 1.35),
    (RECORD, 1.2),
    (DECISION, 1.3),
    (NUMBER, 1.15),
    (OCCASION, 0.5),
    (QUESTION, 0.4),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that could tell a story, and how well it would."""

    document: Document
    sentence: Sentence
    value: float


def tellers(documents: Sequence[Document], ranker: str) -> tuple[Told, ...]:
    """Return every sentence of a story's articles, the one that tells it best first; of equals the
    one of the newest article, then the earlier one."""
    stems = {d.article.id: [frozenset(content_stems(s.words)) for s in d.shown] for d in documents}
    told = [one for document in documents for one in _tellers(document, stems, ranker)]
    newest = {d.article.id: d.article.dated for d in documents}
    told.sort(key=lambda t: t.sentence.index)
    told.sort(key=lambda t: (t.value, newest[t.document.article.id]), reverse=True)
    return tuple(told)


def newsworth(sentence: Sentence) -> float:
    """Return by how much a sentence is news, whatever its place: 1 for an ordinary one."""
    worth = 1.0
    for form, lift in LIFTS:
        if form.search(sentence.text):
            worth *= lift
    return worth


def _tellers(
    document: Document, stems: dict[int, list[frozenset[str]]], ranker: str
) -> Iterator[Told]:
    ratings = rate(document, ranker)
    best = max(ratings, default=0.0) or 1.0
    headline = frozenset(content_stems(_headline(document)))
    others = [
        opening
        for number, rows in stems.items()
        if number != document.article.id and (opening := frozenset().union(*rows[:OPENING]))
    ]
    for sentence, own in zip(document.shown, stems[document.article.id], strict=True):
        said = sum(_share(own, other) for other in others) / len(others) if others else 0.0
        like = 1 + CENTRAL * said + HEADLINE * _share(own, headline)
        rated = ratings[sentence.index] / best / (len(sentence.words) + BASE)
        yield Told(document, sentence, rated * like * newsworth(sentence))


def _headline(document: Document) -> tuple[str, ...]:
    return words_of(document.article.version.title or "")


def _share(own: frozenset[str], other: frozenset[str]) -> float:
    return len(own & other) / len(own) if own else 0.0
