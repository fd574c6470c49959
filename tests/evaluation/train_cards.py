"""Fit the weights of `summaries.figures.rating` on the tuning half of the newsroom's labels.

    python -m tests.evaluation.train_cards

Prints the weights and, article by article left out, how many of the labelled figures the five cards
meet. The gate half is not looked at.
"""

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from feeds.text import fold_space
from summaries.figures.cards import merged
from summaries.figures.rating import FEATURES
from tests.evaluation.gold import Labelled, labelled_articles
from tests.evaluation.score_cards import MOST, shows

RIDGE = 8.0  # how firmly weights are held to the prior: few articles, so firmly
# What a press officer would say without labels; features that are not named begin at 0.
PRIOR = {
    "percent": 1.0,
    "one in so many": 0.8,
    "money": 0.5,
    "scale of money": 0.3,
    "scale of a count": 0.3,
    "patients": 0.5,
    "care": 0.5,
    "change": 0.8,
    "record": 0.6,
    "waiting": 0.4,
    "spent": 0.4,
    "part": 0.5,
    "setting": -1.0,
    "former": -0.5,
    "claimed": -0.2,
    "lead": 1.5,
    "mentions": 0.6,
}
STEPS = 60  # of Newton's method; it stands still long before

Matrix = NDArray[np.float64]


def rows_of(article: Labelled) -> tuple[Matrix, Matrix]:
    """The features of what could be a card of an article, and whether it is labelled."""
    labels = article.words("figures")
    groups = merged(article.reading.figures)
    x = [[1.0, *(float(f(best, all_)) for f in FEATURES.values())] for best, all_ in groups]
    y = [
        any(shows(fold_space(m.line.text), label) for m in all_ for label in labels)
        for _, all_ in groups
    ]
    return np.array(x, float).reshape(len(x), len(FEATURES) + 1), np.array(y, float)


def fit(rows: Sequence[tuple[Matrix, Matrix]]) -> Matrix:
    """Logistic regression held to the prior, by Newton's method; the first weight is the bias and is left free."""
    x, y = np.vstack([x for x, _ in rows]), np.concatenate([y for _, y in rows])
    free = np.diag([0.0] + [RIDGE] * (x.shape[1] - 1))
    prior = np.array([0.0, *(PRIOR.get(name, 0.0) for name in FEATURES)])
    weights = prior.copy()
    for _ in range(STEPS):
        wanted = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (wanted - y) + free @ (weights - prior)
        bend = (x.T * (wanted * (1 - wanted))) @ x + free
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def left_out(rows: Sequence[tuple[Matrix, Matrix]]) -> tuple[int, int, int]:
    """Cards, labelled cards and the labelled (five at most), each article by weights of the others."""
    cards = right = wanted = 0
    for at, (x, y) in enumerate(rows):
        ratings = x @ fit([*rows[:at], *rows[at + 1 :]])
        best = [i for i in np.argsort(-ratings)[:MOST] if ratings[i] > 0]
        cards, right = cards + len(best), right + int(y[best].sum())
        wanted += min(MOST, int(y.sum()))
    return cards, right, wanted


def main() -> None:
    articles = [a for a in labelled_articles() if a.half == "tune" and a.reading.about_nhs]
    rows = [rows_of(a) for a in articles if not a.reading.document.article.teaser]
    rows = [(x, y) for x, y in rows if len(y)]
    bias, *weights = fit(rows)
    sys.stdout.write(f"BIAS = {bias:.2f}\n")
    for name, weight in zip(FEATURES, weights, strict=True):
        sys.stdout.write(f'    "{name}": {weight:.2f},\n')
    cards, right, wanted = left_out(rows)
    sys.stdout.write(f"left out: {cards} cards, {right} of {wanted} labelled\n")


if __name__ == "__main__":
    main()
