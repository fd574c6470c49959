"""A question and candidate sentences to an answer, or to an honest no.

    question ─ asking (what it wants, of which nation, about what) ┐
                                                                   ├ bearing ─ weigh ─ best five ─ sure?
    candidates ─ stems, counts, names, paragraph, article ─────────┘

What a candidate has to do with the question is measured in `bearing`; two small logistic models
(`answers.json`, made by `tests.evaluation.train_answers`) weigh the measures: one gives the order, the
other says how sure it is that the first line answers. A few things no model may overrule: a nation, a
name or a quantity that the question asks for has to be met."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from feeds.text import fold_space
from summaries.asking import Asking, Concept, read_question
from summaries.bearing import (
    HERE,
    IN_ARTICLE,
    IN_PARAGRAPH,
    MEASURES,
    NOWHERE,
    ON_LABEL,
    Bearing,
    bear_on,
    is_of,
)
from summaries.model import Answer, Candidate, Manner, Scored

MODEL = Path(__file__).with_name("answers.json")
MOST_LINES = 5
CONFIDENT = 0.5  # below it the sentences are shown as the closest passages, not as an answer
NEVER_SURE = 0.45  # the most confidence where something asked for is not met
QUANTITIES = frozenset({"count", "amount", "percent", "duration", "date"})
SIGNS = (
    "in the sentence",
    "within the paragraph",
    "within the article",
    "rarest missing",
    "telling missing",
    "telling far",
    "fits",
    "no kind",
    "misfits",
    "ahead",
    "near",
    "pairs",
    "length",
    "slips",
    "said by",
    "bears",
    "score",
    "local",
)


@dataclass(frozen=True, slots=True)
class Model:
    """`order` weighs the measures of a candidate; `sure` the signs that the first line answers, with
    its constant."""

    order: Mapping[str, float]
    sure: Mapping[str, float]
    constant: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in its place."""

    bearing: Bearing
    score: float

    @property
    def candidate(self) -> Candidate:
        return self.bearing.candidate


def question_words(question: str) -> tuple[str, ...]:
    """Return the words to look a question up by: its content words and what the lexicon puts beside
    them, as plain lower-case words (a phrase gives its words)."""
    asking = read_question(question)
    beside = (word for concept in asking.concepts for word in concept.surfaces)
    return tuple(dict.fromkeys((*asking.words, *beside)))


def answer(question: str, candidates: Sequence[Candidate]) -> Answer:
    """Return up to five candidate sentences, best first, and whether the first answers the question.

    `confidence` is 0 to 1; below one half `answered` is false and the lines are only the closest
    passages. Any text is a question: one without a telling word gets no lines.
    """
    asking = read_question(question, candidates[0].ground if candidates else None)
    ranked = rank(asking, candidates)
    if not ranked:
        return Answer(asking.text, answered=False, confidence=0.0)
    confidence = _confidence(asking, ranked)
    sure = confidence >= CONFIDENT
    # Beside an answer no line of another nation is shown: a reader would take it for one as well.
    told = [r for r in ranked if r.bearing.of_nation] if sure else ranked
    lines = tuple(
        Scored(r.candidate.sentence, r.candidate.source, round(r.score, 4))
        for r in told[:MOST_LINES]
    )
    return Answer(asking.text, sure, round(confidence, 3), lines, _manner(asking))


def _manner(asking: Asking) -> Manner:
    if asking.compares:
        return "comparison"
    if asking.latest and asking.wants == "passage":
        return "newest"
    return "passages" if asking.bears else "answer"


def rank(asking: Asking, candidates: Sequence[Candidate]) -> list[Ranked]:
    """Order the candidates that have anything to do with a question, best first, each wording once."""
    if not asking.concepts or not candidates:
        return []
    weights = [load_model().order.get(name, 0.0) for name in MEASURES]
    scored = [
        Ranked(b, sum(w * m for w, m in zip(weights, b.measures, strict=True)))
        for b in bear_on(asking, candidates)
        if b.covered > 0
    ]
    ranked = sorted(scored, key=lambda r: (-r.score, -r.candidate.source.article, _place(r)))
    best = _without_repeats(ranked)
    return _side_by_side(asking, best) if asking.compares else best


def _place(ranked: Ranked) -> tuple[int, int]:
    return (ranked.candidate.sentence.version, ranked.candidate.sentence.start)


def _without_repeats(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Keep the first of sentences with the same words (copies at other outlets)."""
    first: dict[str, Ranked] = {}
    for each in ranked:
        first.setdefault(fold_space(each.candidate.sentence.text).casefold(), each)
    return list(first.values())


def _side_by_side(asking: Asking, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Put the best sentence of each nation that is compared before all others."""
    heads: list[Ranked] = []
    for nation in sorted(asking.nations):
        rated = [(is_of(nation, r.candidate), r) for r in ranked if r not in heads]
        surest = max((sure for sure, _ in rated), default=0)
        heads += [r for sure, r in rated if sure == surest > 0][:1]
    heads.sort(key=lambda r: -r.score)
    return [*heads, *(r for r in ranked if r not in heads)]


def signs_of(asking: Asking, ranked: Sequence[Ranked]) -> dict[str, float]:
    """Return what speaks for and against the first line being an answer, by the names of SIGNS."""
    best = ranked[0]
    bearing = best.bearing
    measures = dict(zip(MEASURES, bearing.measures, strict=True))
    heaviest = max(bearing.weights.values())
    telling = {c: place for c, place in bearing.met.items() if c.kind == "telling"}
    missing = [bearing.weights[c] for c, place in bearing.met.items() if place > IN_PARAGRAPH]
    second = ranked[1].score if len(ranked) > 1 else 0.0
    typed = asking.wants != "passage"
    return {
        "in the sentence": bearing.share_within(HERE),
        "within the paragraph": bearing.share_within(IN_PARAGRAPH),
        "within the article": bearing.share_within(IN_ARTICLE),
        "rarest missing": max(missing, default=0.0) / heaviest,
        "telling missing": float(sum(place == NOWHERE for place in telling.values())),
        "telling far": float(sum(place == IN_ARTICLE for place in telling.values())),
        "fits": bearing.fit if typed else 0.0,
        "no kind": float(not typed),
        "misfits": measures["misfits"],
        "ahead": min(1.0, (best.score - second) / (abs(best.score) or 1.0)),
        "near": measures["near"],
        "pairs": measures["pairs"],
        "length": math.log(1 + len(asking.concepts)),
        "slips": float(asking.slips),
        "said by": measures["said by"],
        "bears": float(asking.bears),
        "score": best.score / 4,
        "local": measures["local here"],
    }


def _confidence(asking: Asking, ranked: Sequence[Ranked]) -> float:
    """Return how sure the first line is an answer; what the question names and the line's article
    lacks, another nation or the wrong kind of thing, leave it below an answer."""
    model = load_model()
    signs = signs_of(asking, ranked)
    sure = model.constant + sum(model.sure.get(name, 0.0) * signs[name] for name in SIGNS)
    confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, sure))))
    return min(confidence, NEVER_SURE) if is_barred(asking, ranked[0].bearing) else confidence


def is_barred(asking: Asking, bearing: Bearing) -> bool:
    """Tell whether something that was asked for is not met: the nation, a name or number, the kind of
    quantity, or the very thing that is to be counted."""
    if not bearing.of_nation:
        return True
    if any(place == NOWHERE and _is_pinned(c) for c, place in bearing.met.items()):
        return True
    if asking.wants in QUANTITIES and not bearing.fit:
        return True
    telling = [place for c, place in bearing.met.items() if c.kind == "telling"]
    far_enough = HERE if asking.wants in QUANTITIES else ON_LABEL
    return bool(telling) and min(telling) > far_enough


def _is_pinned(concept: Concept) -> bool:
    return concept.named or any(s[:1].isdigit() for s in concept.own)


@cache
def load_model() -> Model:
    stored = json.loads(MODEL.read_text("utf-8"))
    return Model(stored["order"], stored["sure"], stored["constant"])
