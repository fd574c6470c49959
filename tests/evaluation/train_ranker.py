"""Train our ranker's model from articles with highlights that people wrote, and say how good it is.

    python -m tests.evaluation.train_ranker          cross-validate: train on four fifths, score the rest
    python -m tests.evaluation.train_ranker --nested the same, the weight of length chosen anew within
                                                     each four fifths, on a fifth of those
    python -m tests.evaluation.train_ranker --write  train on all articles and write summaries/salience.json

The data are named in `score_summaries`; none of their words go into the model, which holds thresholds
of the measures in `summaries.salience` only. Each sentence learns the share of the highlights' words
and word pairs that it carries; boosted trees of two levels (Friedman 2001) predict that share.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summaries import rank, salience
from summaries.model import Document
from summaries.rank import summarize
from tests.evaluation.score_summaries import (
    Example,
    Tokens,
    f_measure,
    paired_interval,
    read_examples,
)

TREES = 300
RATE = 0.03  # of each tree's answer that is taken
BINS = 32  # thresholds tried for each measure
FEWEST = 80  # sentences in a leaf
SHRINK = 5.0  # sentences of no effect that every leaf is averaged with
PAIRS = 2.0  # weight of the word pairs beside the words
FOLDS = 5
BASES = (25.0, 35.0, 50.0)  # weights of length tried within the known articles

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lesson:
    """One article as the trainer sees it: a row of measures and the share to learn for each sentence."""

    measures: Floats
    share: Floats
    document: Document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="write the model trained on all articles"
    )
    parser.add_argument("--nested", action="store_true", help="choose the weight of length anew")
    arguments = parser.parse_args()
    examples = read_examples()
    if arguments.write:
        model = train([lesson for each in examples for lesson in read_lessons(each)])
        salience.MODEL.write_text(json.dumps(model, separators=(",", ":")) + "\n", "utf-8")
        said = f"wrote {salience.MODEL.name}: {TREES} trees from {len(examples)} articles"
    else:
        said = cross_validate(examples, nested=arguments.nested)
    sys.stdout.write(said + "\n")


def cross_validate(examples: Sequence[Example], count: int = 3, *, nested: bool = False) -> str:
    """Say what our ranker reaches on articles that its model has not seen, against their first
    sentences."""
    scores = unseen_scores(examples, count, nested=nested)
    return "\n".join(_compare(f"ROUGE-{size}", scores[:, :, size - 1]) for size in (1, 2))


def unseen_scores(examples: Sequence[Example], count: int = 3, *, nested: bool = False) -> Floats:
    """Score each fifth of the articles with a model that has not seen it: for every article ours and
    the lead's, each with ROUGE-1 and -2. The stored model stays as it is. `nested`: nor has the
    weight of length seen it, which else is the one that all the articles had a say in."""
    folds = np.random.default_rng(0).permutation(len(examples)) % FOLDS
    lessons = [read_lessons(each) for each in examples]
    scores = np.zeros((len(examples), 2, 2))
    for fold in range(FOLDS):
        known = np.flatnonzero(folds != fold).tolist()
        base = _best_base(examples, lessons, known, count) if nested else rank.LENGTH_BASE
        with _Using(train([one for at in known for one in lessons[at]]), base):
            for at in np.flatnonzero(folds == fold).tolist():
                scores[at, 0] = _score_ours(examples[at], lessons[at], count)
                scores[at, 1] = _score(examples[at], examples[at].sentences[:count])
    return scores


def _best_base(
    examples: Sequence[Example],
    lessons: Sequence[list[Lesson]],
    known: list[int],
    count: int,
) -> float:
    """Choose the weight of length on a fifth of the known articles, with a model of the others."""
    held = known[::FOLDS]
    learnt = set(known) - set(held)
    model = train([one for at in sorted(learnt) for one in lessons[at]])

    def reached(base: float) -> float:
        with _Using(model, base):
            return sum(_score_ours(examples[at], lessons[at], count)[0] for at in held)

    return max(BASES, key=reached)


def _score_ours(example: Example, lessons: list[Lesson], count: int) -> tuple[float, float]:
    return _score(example, [s.text for s in summarize(lessons[0].document, count)])


def _score(example: Example, lines: Sequence[str]) -> tuple[float, float]:
    shown = Tokens.of("\n".join(lines))
    gold = Tokens.of("\n".join(example.highlights))
    return 100 * f_measure(shown, gold, 1), 100 * f_measure(shown, gold, 2)


def _compare(name: str, scores: Floats) -> str:
    low, high = paired_interval(scores[:, 0] - scores[:, 1])
    ours, lead = scores.mean(0)
    return f"{name} on unseen fifths: ours {ours:.2f}, lead {lead:.2f}, difference {low:+.2f} … {high:+.2f}"


class _Using:
    """Put a model and a weight of length in the place of the stored ones for a while."""

    def __init__(self, model: dict[str, object], base: float) -> None:
        self.model = salience.read_model(model)
        self.base = base

    def __enter__(self) -> None:
        self.load: Callable[[], object] = salience.load_model
        self.stored_base, rank.LENGTH_BASE = rank.LENGTH_BASE, self.base
        salience.load_model = lambda: self.model  # type: ignore[assignment]

    def __exit__(self, *raised: object) -> None:
        salience.load_model = self.load  # type: ignore[assignment]
        rank.LENGTH_BASE = self.stored_base


def read_lessons(example: Example) -> list[Lesson]:
    """Read an article twice: as one paragraph and as a paragraph a sentence, for both are met."""
    gold = Tokens.of("\n".join(example.highlights))
    lessons = []
    for between in (" ", "\n"):
        document = example.document(between)
        sentences = document.shown
        if not sentences:
            continue
        measures = salience.measure(sentences)
        tokens = [Tokens.of(s.text) for s in sentences]
        share = [t.recall(gold, 1) + PAIRS * t.recall(gold, 2) for t in tokens]
        lessons.append(Lesson(np.column_stack(list(measures.values())), np.array(share), document))
    return lessons


def train(lessons: Sequence[Lesson]) -> dict[str, object]:
    """Return the model as JSON would hold it: names of the measures, start value, and ten numbers a
    tree: three measures, three thresholds, four answers."""
    table = np.vstack([lesson.measures for lesson in lessons])
    target = np.concatenate([lesson.share for lesson in lessons])
    names = list(salience.measure(lessons[0].document.shown))
    edges = [
        np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1])) for column in table.T
    ]
    binned = np.column_stack(
        [
            np.searchsorted(edge, column, side="left")
            for edge, column in zip(edges, table.T, strict=True)
        ]
    )
    start = float(target.mean())
    found = np.full(len(target), start)
    trees = []
    for _ in range(TREES):
        tree, answers = _grow(binned, target - found)
        found += answers
        trees.append([_number(value) for value in _with_thresholds(tree, edges)])
    return {"measures": names, "start": round(start, 6), "trees": trees}


def _number(value: float) -> float:
    return int(value) if value == int(value) else float(f"{value:.5g}")


def _with_thresholds(tree: list[float], edges: Sequence[Floats]) -> list[float]:
    asked = [int(value) for value in tree[0:3]]
    above = [
        float(edges[measure][int(at)]) if len(edges[measure]) else 0.0
        for measure, at in zip(asked, tree[3:6], strict=True)
    ]
    return [*asked, *above, *tree[6:10]]


def _grow(binned: NDArray[np.intp], residual: Floats) -> tuple[list[float], Floats]:
    """Grow one tree on what is still unexplained; return it and its answer for every row."""
    everywhere = np.ones(len(residual), dtype=bool)
    measure, at = _split(binned, residual, everywhere)
    high = binned[:, measure] > at
    answers = np.zeros(len(residual))
    asked, above, values = [measure], [at], []
    for side in (~high, high):
        inner, inner_at = _split(binned, residual, side)
        asked.append(inner)
        above.append(inner_at)
        inner_high = binned[:, inner] > inner_at
        for leaf in (side & ~inner_high, side & inner_high):
            value = RATE * residual[leaf].sum() / (leaf.sum() + SHRINK)
            answers[leaf] = value
            values.append(float(value))
    return [*asked, *above, *values], answers


def _split(binned: NDArray[np.intp], residual: Floats, rows: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the measure and bin that part the rows best by squared error."""
    count = binned.shape[1]
    cells = (binned[rows] + np.arange(count) * BINS).ravel()
    weights = np.repeat(residual[rows], count)
    sums = np.bincount(cells, weights, count * BINS).reshape(count, BINS).cumsum(1)[:, :-1]
    sizes = np.bincount(cells, minlength=count * BINS).reshape(count, BINS).cumsum(1)[:, :-1]
    total, size = residual[rows].sum(), rows.sum()
    gain = sums**2 / (sizes + SHRINK) + (total - sums) ** 2 / (size - sizes + SHRINK)
    gain[(sizes < FEWEST) | (size - sizes < FEWEST)] = -1
    best = int(gain.argmax())
    return best // (BINS - 1), best % (BINS - 1)


if __name__ == "__main__":
    main()
