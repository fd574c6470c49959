"""A question and candidate sentences to an answer, or to an honest no.

    question ─ asking (what it wants, of which nation, about what) ┐
                                                                   ├ judge each ─ best five ─ enough?
    candidates ─ stems, counts, names, paragraph, article ─────────┘

The order is by coverage weighted by rarity, nearness of the words met, fit of the answer's type,
nation and freshness. Whether it is an answer is a different matter: every name, nation, number and
telling word of the question has to be met by the sentence and its paragraph (one of them may be met
elsewhere in the same article), and a question for a quantity needs a quantity of that very thing."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from feeds.text import fold_space
from summaries.asking import Asking, Concept, read_question
from summaries.model import Answer, Candidate, Scored
from summaries.quantities import type_fit
from summaries.terms import Phrase, holds_phrase, lexicon, stems_of

MOST_LINES = 5
CONFIDENT = 0.5  # below it the sentences are shown as the closest passages, not as an answer
LONGEST_SPAN = 40  # words: further apart, nearness says nothing
# What a word of the question is worth by where it is met.
HERE, ON_LABEL, IN_PARAGRAPH, IN_ARTICLE, NOWHERE = 1.0, 0.7, 0.6, 0.4, 0.0
KINDS = {"generic": 0.25, "soft": 0.5, "telling": 1.0}
WITHOUT_REASON = 0.3  # doubt of a sentence with no "because": a reason can be given in many ways
QUANTITIES = frozenset({"count", "amount", "percent", "duration"})


@dataclass(frozen=True, slots=True)
class _Text:
    """A candidate with the stems of its sentence, of its article's label and of its paragraph, and
    what of the question is met anywhere in the article's candidates."""

    candidate: Candidate
    sentence: Phrase
    label: Phrase
    paragraph: Phrase
    article: frozenset[Concept]

    def worth(self, concept: Concept) -> float:
        if concept.places(self.sentence):
            return HERE
        if concept.places(self.label):
            return ON_LABEL
        if concept.places(self.paragraph):
            return IN_PARAGRAPH
        return IN_ARTICLE if concept in self.article else NOWHERE


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate as seen by one question: its rank's `score`, what it covers of the question, and
    how much its being an answer is in doubt (0 to 1)."""

    candidate: Candidate
    score: float
    covered: float
    doubt: float


def question_words(question: str) -> tuple[str, ...]:
    """Return the words to look a question up by: its content words and what the lexicon puts beside
    them, as plain lower-case words (a phrase gives its words)."""
    asking = read_question(question)
    words = chain(asking.words, *(concept.surfaces for concept in asking.concepts))
    return tuple(dict.fromkeys(words))


def answer(question: str, candidates: Sequence[Candidate]) -> Answer:
    """Return up to five candidate sentences, best first, and whether the first answers the question.

    `confidence` is 0 to 1; below one half `answered` is false and the lines are only the closest
    passages. Any text is a question: one without a telling word gets no lines.
    """
    asking = read_question(question)
    if not asking.concepts or not candidates:
        return Answer(asking.text, answered=False, confidence=0.0)
    judged = _judge_all(asking, candidates)
    ranked = sorted(judged, key=lambda j: (-j.score, -j.candidate.source.article, _place(j)))
    best = _without_repeats([j for j in ranked if j.covered > 0])[:MOST_LINES]
    confidence = max((_confidence(j) for j in best[:1]), default=0.0)
    lines = tuple(Scored(j.candidate.sentence, j.candidate.source, round(j.score, 4)) for j in best)
    return Answer(asking.text, confidence >= CONFIDENT, round(confidence, 3), lines)


def _place(judged: _Judged) -> tuple[int, int]:
    return (judged.candidate.sentence.version, judged.candidate.sentence.start)


def _without_repeats(judged: Sequence[_Judged]) -> list[_Judged]:
    """Keep the first of sentences with the same words (copies at other outlets)."""
    first = {fold_space(j.candidate.sentence.text).casefold(): j for j in reversed(judged)}
    return [j for j in judged if first[fold_space(j.candidate.sentence.text).casefold()] is j]


def _judge_all(asking: Asking, candidates: Sequence[Candidate]) -> list[_Judged]:
    texts = _texts(asking, candidates)
    spread = Counter(c for text in texts for c in asking.concepts if text.worth(c) > IN_ARTICLE)
    rarity = {c: math.log((len(texts) + 1) / (spread[c] + 1)) for c in asking.concepts}
    weights = {c: KINDS[c.kind] * (1 + rarity[c]) for c in asking.concepts}
    fresh = _freshness(candidates)
    return [_judge(asking, weights, text, fresh[n]) for n, text in enumerate(texts)]


def _texts(asking: Asking, candidates: Sequence[Candidate]) -> list[_Text]:
    stemmed = [(stems_of(c.sentence.text), stems_of(c.context)) for c in candidates]
    articles: dict[int, set[Concept]] = defaultdict(set)
    for candidate, (sentence, context) in zip(candidates, stemmed, strict=True):
        met = (c for c in asking.concepts if c.places(sentence) or c.places(context))
        articles[candidate.source.article].update(met)
    return [
        _Text(
            candidate,
            sentence,
            stems_of(candidate.source.label.text) if candidate.source.label else (),
            context,
            frozenset(articles[candidate.source.article]),
        )
        for candidate, (sentence, context) in zip(candidates, stemmed, strict=True)
    ]


def _freshness(candidates: Sequence[Candidate]) -> list[float]:
    """Rate candidates from 0 (oldest or undated) to 1 (newest) by the order of their dates."""
    dates = sorted({c.source.published for c in candidates if c.source.published})
    place = {published: (n + 1) / len(dates) for n, published in enumerate(dates)}
    return [place[c.source.published] if c.source.published else 0.0 for c in candidates]


def _judge(asking: Asking, weights: Mapping[Concept, float], text: _Text, fresh: float) -> _Judged:
    worth = {concept: text.worth(concept) for concept in asking.concepts}
    covered = sum(weights[c] * worth[c] for c in worth) / sum(weights.values())
    fit = type_fit(asking, text.candidate, text.sentence)
    of_nation = _is_of_nation(asking, text)
    places = [found for c in worth if (found := c.places(text.sentence))]
    score = (
        0.62 * covered
        + 0.12 * _nearness(places, len(worth))
        + (0.16 * fit if asking.wants != "passage" else 0.0)
        + (0.05 if of_nation else -0.15)
        + 0.05 * fresh * (3 if asking.latest else 1)
    )
    doubt = max(
        _doubt(asking, worth), 0.0 if fit else WITHOUT_REASON if asking.wants == "why" else 1
    )
    if not of_nation:
        doubt = 1.0
    return _Judged(text.candidate, score, covered, doubt)


def _doubt(asking: Asking, worth: Mapping[Concept, float]) -> float:
    """Return 1 where a telling word is met nowhere, or two only elsewhere in the article; less where
    a quantity's words stand only around it, for then it may be a quantity of something else."""
    telling = [where for concept, where in worth.items() if concept.kind == "telling"]
    elsewhere = telling.count(IN_ARTICLE)
    if NOWHERE in telling or elsewhere > 1:
        return 1.0
    if asking.wants in QUANTITIES:
        return (
            1.0
            if elsewhere or (telling and HERE not in telling)
            else min(1.0, 0.5 * telling.count(IN_PARAGRAPH))
        )
    return 0.2 * elsewhere


def _nearness(places: Sequence[Sequence[int]], asked: int) -> float:
    """Return 1 where all words asked stand side by side, towards 0 where few do or far apart."""
    share = len(places) / asked
    if len(places) < 2:
        return 0.5 * share
    spots = sorted((place, n) for n, group in enumerate(places) for place in group)
    span = LONGEST_SPAN
    last: dict[int, int] = {}
    for place, n in spots:
        last[n] = place
        if len(last) == len(places):
            span = min(span, place - min(last.values()) + 1)
    return share * max(0.0, 1 - (span - len(places)) / LONGEST_SPAN)


def _is_of_nation(asking: Asking, text: _Text) -> bool:
    """Tell whether a sentence is of the nation asked for: a nation printed in the sentence counts
    before the paragraph's or label's, that before the article's."""
    if not asking.nations:
        return True
    named = _nations_in(text.sentence) or _nations_in(text.paragraph) or {text.candidate.nation}
    return asking.nations <= named


def _nations_in(stems: Phrase) -> frozenset[str]:
    known = lexicon().nations
    return frozenset(nation for phrase, nation in known.items() if holds_phrase(stems, phrase))


def _confidence(judged: _Judged) -> float:
    """Return how sure the sentence is an answer: what it covers on a logistic curve, less the doubt;
    where the doubt is whole it is never enough for an answer."""
    sure = 1 / (1 + math.exp(-9 * (judged.covered - 0.55)))
    return min(0.4 * sure, 0.45) if judged.doubt >= 1 else sure * (1 - judged.doubt)
