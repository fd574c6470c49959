"""Train the two small models of the answers from the halves of the questions that are for tuning.

    python -m tests.evaluation.train_answers           say what cross-validation gives
    python -m tests.evaluation.train_answers --write   train on all of them, write summaries/answers.json

The order is learned by softmax over the candidates of each question (the right ones share the gain),
held near the weights that were set by hand; how sure the first line is, by logistic regression. No
question of a gate half is read.
"""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feeds.text import fold_space
from summaries import answers
from summaries.answers import (
    CONFIDENT,
    NEVER_SURE,
    SIGNS,
    is_barred,
    question_words,
    rank,
    signs_of,
)
from summaries.asking import Asking, read_question
from summaries.bearing import MEASURES, bear_on
from summaries.library.store import Library
from summaries.model import Candidate
from tests.evaluation.score_answers import Question, all_questions, fill_library

BY_HAND = {
    "own here": 1.2,
    "alike here": 2.0,
    "local here": 1.0,
    "roots here": 0.5,
    "on label": 1.5,
    "in paragraph": 1.2,
    "in article": 0.8,
    "near": 0.8,
    "pairs": 0.5,
    "fits": 0.8,
    "misfits": -0.4,
    "no name": -0.3,
    "of nation": 0.2,
    "other nation": -1.0,
    "fresh": 0.3,
    "fresh when latest": 0.8,
    "changed": 0.8,
    "few words": -0.5,
    "many words": -0.1,
    "said by": 0.4,
    "asks": -0.5,
    "search": 0.6,
    "is label": -0.1,
}
SHARPNESS = 3.0  # of the softmax: the weights by hand are small
PULL = 0.15  # towards the weights by hand
STEPS, RATE = 400, 0.2
RIDGE = 0.02  # on the signs' weights
FOLDS = 5
RIGHT_ENOUGH = 0.88  # of the lines shown as answers, on the questions trained on
MOST_MISSES = 0.08  # of near misses that may be answered there

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lesson:
    """One question with its candidates: their measures, and which are right."""

    question: Question
    asking: Asking
    candidates: tuple[Candidate, ...]
    measures: Floats
    right: Floats


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the models trained on all")
    options = parser.parse_args()
    lessons = read_lessons(fill_library())
    if options.write:
        store(train(lessons))
    else:
        cross_validate(lessons)


def read_lessons(library: Library) -> list[Lesson]:
    """Look up every question for tuning; general ones a second time without their own text, as
    questions that have no answer."""
    lessons = []
    for name, questions in all_questions().items():
        for question in (q for q in questions if q.half == "tune"):
            found = library.candidates(question_words(question.ask))
            lessons.append(_lesson(question, found))
            if name == "general":
                sources = {c.source.article for c in found if _is_right(c, question)}
                rest = [c for c in found if c.source.article not in sources]
                lessons.append(_lesson(Question(question.ask, "tune", "none"), rest))
    return [lesson for lesson in lessons if len(lesson.candidates)]


def _lesson(question: Question, found: Sequence[Candidate]) -> Lesson:
    asking = read_question(question.ask, found[0].ground if found else None)
    bearings = bear_on(asking, found) if found and asking.concepts else []
    return Lesson(
        question,
        asking,
        tuple(b.candidate for b in bearings),
        np.array([b.measures for b in bearings]),
        np.array([float(_is_right(b.candidate, question)) for b in bearings]),
    )


def _is_right(candidate: Candidate, question: Question) -> bool:
    line = fold_space(candidate.sentence.text)
    return any(fold_space(r) in line or line in fold_space(r) for r in question.right)


def train(lessons: Sequence[Lesson]) -> dict[str, Any]:
    order = _learn_order(lessons)
    model = {"order": _named(MEASURES, order), "sure": {}, "constant": 0.0}
    use(model)
    weights, constant = _learn_sure(lessons)
    return {**model, "sure": _named(SIGNS, weights), "constant": round(constant, 3)}


def _named(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}


def _learn_order(lessons: Sequence[Lesson]) -> Floats:
    start = np.array([BY_HAND[name] for name in MEASURES])
    weights = start.copy()
    useful = [each for each in lessons if each.right.any()]
    for _ in range(STEPS):
        slope = PULL * (weights - start)
        for each in useful:
            score = SHARPNESS * (each.measures @ weights)
            share = np.exp(score - score.max())
            good = share * each.right
            slope += (share / share.sum() - good / good.sum()) @ each.measures / len(useful)
        weights -= RATE * slope
    return weights


def _learn_sure(lessons: Sequence[Lesson]) -> tuple[Floats, float]:
    """Fit whether the first line is right; then set the constant so that enough of those shown are."""
    rows, right, misses = _first_lines(lessons)
    balance = np.where(right, 0.5 / right.mean(), 0.5 / (1 - right.mean()))
    weights, constant = np.zeros(len(SIGNS)), 0.0
    for _ in range(6000):
        wrong = (1 / (1 + np.exp(-(rows @ weights + constant))) - right) * balance
        weights -= 0.1 * (wrong @ rows / len(rows) + RIDGE * weights)
        constant -= 0.1 * float(wrong.mean())
    return weights, constant - _threshold(rows @ weights + constant, right, misses)


def _first_lines(lessons: Sequence[Lesson]) -> tuple[Floats, Floats, Floats]:
    rows, right, misses = [], [], []
    for each in lessons:
        ranked = rank(each.asking, each.candidates)
        if ranked and not is_barred(each.asking, ranked[0].bearing):
            signs = signs_of(each.asking, ranked)
            rows.append([signs[name] for name in SIGNS])
            right.append(float(_is_right(ranked[0].candidate, each.question)))
            misses.append(float(not each.question.right))
    return np.array(rows), np.array(right), np.array(misses)


def _threshold(scores: Floats, right: Floats, misses: Floats) -> float:
    """Return the lowest score from which on enough lines are right and few near misses are shown."""
    for bound in sorted(scores):
        shown = scores >= bound
        if (
            right[shown].mean() >= RIGHT_ENOUGH
            and misses[shown].sum() <= MOST_MISSES * misses.sum()
        ):
            return float(bound) - 1e-6
    return float(max(scores))


def use(model: dict[str, Any]) -> None:
    """Let the answers use a model until the next one."""
    loaded = answers.Model(model["order"], model["sure"], model["constant"])
    answers.load_model = lambda: loaded  # type: ignore[assignment]


def store(model: dict[str, Any]) -> None:
    answers.MODEL.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"wrote {answers.MODEL.name}\n")


def cross_validate(lessons: Sequence[Lesson]) -> None:
    """Train on four fifths of the questions, score the rest."""
    folds = np.random.default_rng(1).permutation(len(lessons)) % FOLDS
    tally: dict[str, list[tuple[bool, bool, bool, bool]]] = {}
    for fold in range(FOLDS):
        use(train([each for each, f in zip(lessons, folds, strict=True) if f != fold]))
        for each in (lesson for lesson, f in zip(lessons, folds, strict=True) if f == fold):
            kind = each.question.kind
            tally.setdefault(kind, []).append(_outcome(each))
    for kind, outcomes in sorted(tally.items()):
        first, three, shown, right = np.array(outcomes, float).mean(axis=0)
        sys.stdout.write(
            f"{kind:12} {len(outcomes):4} first {first:.0%} within three {three:.0%} "
            f"shown {shown:.0%} shown right {right / max(shown, 1e-9):.0%}\n"
        )


def _outcome(lesson: Lesson) -> tuple[bool, bool, bool, bool]:
    ranked = rank(lesson.asking, lesson.candidates)
    right = [_is_right(r.candidate, lesson.question) for r in ranked[:3]]
    if not ranked:
        return False, False, False, False
    signs = signs_of(lesson.asking, ranked)
    model = answers.load_model()
    sure = model.constant + sum(model.sure.get(name, 0.0) * signs[name] for name in SIGNS)
    shown = 1 / (1 + math.exp(-sure)) >= CONFIDENT > NEVER_SURE
    shown = shown and not is_barred(lesson.asking, ranked[0].bearing)
    return right[0], any(right), shown, shown and right[0]


if __name__ == "__main__":
    main()
