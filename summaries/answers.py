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
from summaries.quantities import has_type
from summaries.terms import Phrase, holds_phrase, lexicon, stems_of

MOST_LINES = 5
IN_CONTEXT = 0.6  # worth of a word that is met in the paragraph or title only
IN_ARTICLE = 0.4  # and of one that is met only elsewhere in the article
CONFIDENT = 0.5  # below it the sentences are shown as the closest passages, not as an answer
LONGEST_SPAN = 40  # words: further apart, nearness says nothing


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate as seen by one question. `missing`: telling words that nothing near it meets."""

    candidate: Candidate
    score: float
    covered: float
    fits: bool
    missing: int
    stretched: int  # telling words met only elsewhere in the article


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
    sentences = [stems_of(c.sentence.text) for c in candidates]
    contexts = [
        sentence + stems_of(c.context) for c, sentence in zip(candidates, sentences, strict=True)
    ]
    articles: dict[int, set[Concept]] = defaultdict(set)
    met_near = [frozenset(c for c in asking.concepts if c.places(stems)) for stems in contexts]
    for candidate, met in zip(candidates, met_near, strict=True):
        articles[candidate.source.article] |= met
    spread = Counter(concept for met in met_near for concept in met)
    weights = {c: _rarity(c, spread[c], len(candidates)) for c in asking.concepts}
    freshness = _freshness(candidates)
    return [
        _judge(asking, weights, candidate, sentence, met, articles[candidate.source.article], fresh)
        for candidate, sentence, met, fresh in zip(
            candidates, sentences, met_near, freshness, strict=True
        )
    ]


def _rarity(concept: Concept, spread: int, size: int) -> float:
    rarity = 1 + math.log((size + 1) / (spread + 1))
    return rarity * {"generic": 0.25, "soft": 0.5, "telling": 1.0}[concept.kind]


def _freshness(candidates: Sequence[Candidate]) -> list[float]:
    """Rate candidates from 0 (oldest or undated) to 1 (newest) by the order of their dates."""
    dates = sorted({c.source.published for c in candidates if c.source.published})
    place = {published: (n + 1) / len(dates) for n, published in enumerate(dates)}
    return [place[c.source.published] if c.source.published else 0.0 for c in candidates]


def _judge(
    asking: Asking,
    weights: Mapping[Concept, float],
    candidate: Candidate,
    stems: Phrase,
    near: frozenset[Concept],
    article: set[Concept],
    fresh: float,
) -> _Judged:
    here = {concept: concept.places(stems) for concept in asking.concepts}
    worth = {
        concept: 1.0
        if here[concept]
        else IN_CONTEXT
        if concept in near
        else IN_ARTICLE
        if concept in article
        else 0.0
        for concept in asking.concepts
    }
    total = sum(weights.values())
    covered = sum(weights[c] * worth[c] for c in asking.concepts) / total
    fits = has_type(asking, candidate, stems)
    nation = _nation_fit(asking, candidate, stems)
    required = [c for c in asking.concepts if c.kind == "telling"]
    missing = sum(1 for c in required if c not in near and c not in article)
    stretched = sum(1 for c in required if c not in near and c in article)
    score = (
        0.62 * covered
        + 0.12 * _nearness([places for places in here.values() if places], len(here))
        + (0.16 if fits and asking.wants != "passage" else 0.0)
        + 0.05 * nation
        + 0.05 * fresh * (3 if asking.latest else 1)
    )
    if not nation:
        missing += 1
        score -= 0.15
    return _Judged(candidate, score, covered, fits, missing, stretched)


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


def _nation_fit(asking: Asking, candidate: Candidate, stems: Phrase) -> float:
    """Return 1 where sentence and question are of one nation, 0 where the sentence is of another:
    a nation printed in the sentence counts before the paragraph's, that before the article's."""
    if not asking.nations:
        return 1.0
    named = _nations_in(stems) or _nations_in(stems_of(candidate.context)) or {candidate.nation}
    return 1.0 if asking.nations <= named else 0.0


def _nations_in(stems: Phrase) -> frozenset[str]:
    known = lexicon().nations
    return frozenset(nation for phrase, nation in known.items() if holds_phrase(stems, phrase))


def _confidence(judged: _Judged) -> float:
    """Return how sure the sentence is an answer: what it covers, on a logistic curve, and no more
    than a doubt where a telling word is met nowhere near or the kind of answer is not in it."""
    sure = 1 / (1 + math.exp(-9 * (judged.covered - 0.55)))
    if judged.missing or judged.stretched > 1 or not judged.fits:
        return min(sure * 0.4, 0.45)
    return sure * (0.8 if judged.stretched else 1.0)
