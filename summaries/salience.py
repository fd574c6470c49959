"""How much a sentence tells of its article: measures of each sentence (place, centrality, numbers,
names, quotation …) weighed by a small trained model (`salience.json`, made by
`tests/evaluation/train_ranker.py`). Needs numpy and nothing else at run time."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sumy.utils import get_stop_words

from summaries.model import Sentence

Floats = NDArray[np.float64]

MODEL = Path(__file__).with_name("salience.json")
STEM = 6  # letters of a word that are compared: "strike", "strikes", "striking" nearly meet
KEY_TERMS = 10  # terms in the most sentences
LINKED = 0.1  # cosine from which two sentences count as neighbours (LexRank's threshold)
LEAST = 0.001  # of a salience: none is zero, so that length still decides between poor sentences
BULLET_SHARE = 0.3  # of its salience a bullet keeps: a standfirst repeats what prose says in full
OPEN_SHARE = 0.6  # ... a sentence whose quotation is cut by its end
COLON_SHARE = 0.05  # ... a sentence that announces what follows it
ADDED_SHARE = 0.5  # ... a sentence that goes on from another ("Ms Finch added", "also said")
SPEECH_SHARE = 0.6  # ... a sentence inside a speech begun before it: it needs its speaker beside it
TERSE = 8  # words below which a sentence seldom tells a reader anything by itself ("The target is 95%.")
TERSE_SHARE = 0.3  # ... of its salience that it keeps
NUMBER_BONUS = 1.1  # what a figure is worth to people who are asked for figures
TITLE_BONUS = 0.3  # most that likeness to the headline adds

NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+")
ADDED = re.compile(r"(?:\S+ ){1,6}?(?:added|continued|also)\b")
SPEAKER = frozenset(
    ["i", "we", "me", "us", "my", "our", "i'm", "i've", "we're", "we've", "you", "your"]
)
SAYING = frozenset(
    ["said", "says", "say", "told", "added", "asked", "wrote", "according", "claimed"]
)
WHEN = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "week",
        "month",
        "year",
    ]
)
HEDGES = frozenset(["if", "would", "could", "may", "might", "perhaps", "think", "believe", "know"])


@dataclass(frozen=True, slots=True)
class Salience:
    """What is known of a document's sentences, one row each: `worth` (share of a good summary's words
    that the sentence is expected to carry), `words` (its length), `likeness` (cosine of each pair,
    zero with itself) and `shared` (share of a pair's terms that stand in both)."""

    worth: Floats
    words: Floats
    likeness: Floats
    shared: Floats


@cache
def stop_words() -> frozenset[str]:
    """Return sumy's English stop words, which come with the package."""
    return frozenset(get_stop_words("english"))


def weigh(sentences: Sequence[Sentence], title: Sequence[str] = ()) -> Salience:
    """Weigh the sentences of one article, in its order; `title` is its words, if it has a headline."""
    if not sentences:
        return Salience(np.zeros(0), np.zeros(0), np.zeros((0, 0)), np.zeros((0, 0)))
    terms = _Terms(sentences)
    worth = _predict(measure(sentences, terms))
    worth = worth * (1 + TITLE_BONUS * terms.likeness_to(title)) * _manners(sentences)
    return Salience(
        np.maximum(worth, LEAST),
        np.array([max(1, len(s.words)) for s in sentences], dtype=float),
        terms.likeness,
        terms.shared,
    )


class _Terms:
    """The stems of each sentence as a matrix, and what follows from it."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.index: dict[str, int] = {}
        rows = [
            [self.index.setdefault(t, len(self.index)) for t in _stems(s.words)] for s in sentences
        ]
        self.counts = np.zeros((len(rows), max(1, len(self.index))))
        for row, terms in enumerate(rows):
            np.add.at(self.counts[row], terms, 1)
        self.present = (self.counts > 0).astype(float)
        self.spread = self.present.sum(0)
        self.idf = np.log((len(rows) + 1) / (self.spread + 0.5))
        self.unit = _unit(self.counts * self.idf)
        self.likeness = self.unit @ self.unit.T
        np.fill_diagonal(self.likeness, 0)

    @property
    def shared(self) -> Floats:
        """Dice's coefficient of each pair's terms."""
        sizes = np.maximum(1, self.present.sum(1))
        shared: Floats = 2 * (self.present @ self.present.T) / np.add.outer(sizes, sizes)
        np.fill_diagonal(shared, 0)
        return shared

    def likeness_to(self, words: Sequence[str]) -> Floats:
        row = np.zeros(len(self.index) or 1)
        for term in _stems(words):
            if term in self.index:
                row[self.index[term]] += self.idf[self.index[term]]
        likeness: Floats = self.unit @ _unit(row[np.newaxis])[0]
        return likeness


def _stems(words: Sequence[str]) -> list[str]:
    skipped = stop_words()
    return [word[:STEM] for word in words if len(word) > 1 and word not in skipped]


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / (np.sqrt((rows * rows).sum(1, keepdims=True)) + 1e-9)
    return unit


def measure(sentences: Sequence[Sentence], terms: _Terms | None = None) -> dict[str, Floats]:
    """Return every measure by name, one number for each sentence."""
    terms = terms or _Terms(sentences)
    measures = _place(sentences) | _centrality(terms) | _wording(sentences)
    return {name: np.asarray(values, dtype=float) for name, values in measures.items()}


def _place(sentences: Sequence[Sentence]) -> dict[str, Any]:
    place = np.arange(len(sentences), dtype=float)
    leans = np.array([s.leans for s in sentences], dtype=float)
    return {
        "place": place,
        "inverse place": 1 / (place + 1),
        "relative place": place / len(sentences),
        "log place": np.log1p(place),
        "first": place == 0,
        "second": place == 1,
        "third": place == 2,
        "sentences": np.full(len(sentences), float(len(sentences))),
        "leans": leans,
        "leant on": np.append(leans[1:], 0.0),
    }


def _centrality(terms: _Terms) -> dict[str, Any]:
    """Measures of how much a sentence shares with the rest: centroid, degree (LexRank), what follows
    against what precedes (PacSum, Zheng and Lapata 2019), word frequency (SumBasic)."""
    count = len(terms.counts)
    place = np.arange(count)
    size = np.maximum(1, terms.counts.sum(1))
    frequency = terms.counts.sum(0)
    key = np.zeros(len(terms.spread))
    key[np.argsort(-terms.spread, kind="stable")[:KEY_TERMS]] = 1
    before = np.tril(terms.likeness, -1).sum(1)
    after = np.triu(terms.likeness, 1).sum(1)
    unseen = np.cumsum(terms.present, 0) - terms.present == 0
    met_later = terms.spread - np.cumsum(terms.present, 0) > 0
    opening = terms.likeness[:, 0].copy()
    opening[0] = 1
    return {
        "centroid": terms.unit @ _unit(terms.unit.sum(0)[np.newaxis])[0],
        "likeness": terms.likeness.mean(1),
        "neighbours": (terms.likeness > LINKED).mean(1),
        "before": before / np.maximum(1, place),
        "after": after / np.maximum(1, count - 1 - place),
        "after less before": after - before,
        "frequency": 100 * (terms.counts @ frequency) / size / max(1, frequency.sum()),
        "repeated": (terms.counts @ (terms.spread > 1)) / size,
        "spread": (terms.counts @ terms.spread) / size / count,
        "key terms": terms.present @ key,
        "mass": (terms.present @ (frequency * (terms.spread > 1))) / max(1, frequency.sum()),
        "like the first": opening,
        "like the opening": terms.likeness[:, :3].mean(1),
        "new": (unseen * terms.present).sum(1) / np.maximum(1, terms.present.sum(1)),
        "introduces": (unseen & met_later & (terms.present > 0)).sum(1),
    }


def _wording(sentences: Sequence[Sentence]) -> dict[str, Any]:
    texts = [s.text for s in sentences]
    words = [s.words for s in sentences]
    length = np.array([max(1, len(w)) for w in words], dtype=float)
    names = np.array([len(NAME.findall(text)) for text in texts], dtype=float)
    return {
        "words": length,
        "log words": np.log1p(length),
        "relative words": length / length.mean(),
        "letters a word": np.array([len(text) for text in texts]) / length,
        "numbers": [sum(w[0].isdigit() for w in ws) for ws in words],
        "names": names,
        "names a word": names / length,
        "begins quoted": [text[:1] in "\"“‘'" for text in texts],
        "marks": [sum(map(text.count, '"“”')) for text in texts],
        "open quote": [s.open_quote for s in sentences],
        "speaker": _share(words, SPEAKER) / length,
        "saying": _share(words, SAYING) > 0,
        "when": _share(words, WHEN) > 0,
        "hedges": _share(words, HEDGES),
        "question": [text.rstrip("\"”’'").endswith("?") for text in texts],
        "stop words": _share(words, stop_words()) / length,
        "pauses": [text.count(",") + text.count(";") + text.count("--") for text in texts],
        "credit": ["contributed to" in text for text in texts],
    }


def _share(words: Sequence[Sequence[str]], listed: frozenset[str]) -> Floats:
    return np.array([sum(word in listed for word in each) for each in words], dtype=float)


def _manners(sentences: Sequence[Sentence]) -> Floats:
    """What no training data shows: bullets, speech without its speaker, cut quotations,
    announcements, terse remarks and what only adds to something said before are worth less, a figure is worth more."""
    return np.array([_manner(sentence) for sentence in sentences])


def _manner(sentence: Sentence) -> float:
    share = BULLET_SHARE if sentence.kind == "bullet" else 1.0
    share *= OPEN_SHARE if sentence.open_quote else 1.0
    share *= COLON_SHARE if sentence.text.endswith(":") else 1.0
    inside = sentence.leans and (sentence.open_quote or sentence.text[-1] in "\"'”’")
    share *= SPEECH_SHARE if inside else 1.0
    share *= TERSE_SHARE if len(sentence.words) < TERSE else 1.0
    share *= ADDED_SHARE if ADDED.match(sentence.text) else 1.0
    return share * (NUMBER_BONUS if any(w[0].isdigit() for w in sentence.words) else 1.0)


@dataclass(frozen=True, slots=True)
class Model:
    """Boosted trees of two levels: three questions and four answers each, in arrays."""

    names: tuple[str, ...]
    start: float
    measure: NDArray[np.intp]  # (trees, 3): which measure the root, its low and its high side ask
    above: Floats  # (trees, 3): the measure is high when it lies above this
    answer: Floats  # (trees, 4): low-low, low-high, high-low, high-high


@cache
def load_model() -> Model:
    """Load the trained model that comes with the program."""
    return read_model(json.loads(MODEL.read_text("utf-8")))


def read_model(stored: dict[str, Any]) -> Model:
    """Read a model as the training script writes it."""
    trees = np.array(stored["trees"], dtype=float)
    return Model(
        tuple(stored["measures"]),
        float(stored["start"]),
        trees[:, 0:3].astype(np.intp),
        trees[:, 3:6],
        trees[:, 6:10],
    )


def _predict(measures: dict[str, Floats]) -> Floats:
    model = load_model()
    table = np.column_stack([measures[name] for name in model.names])
    high = table[:, model.measure] > model.above
    side = high[:, :, 0].astype(np.intp)
    leaf = 2 * side + np.where(side == 1, high[:, :, 2], high[:, :, 1])
    worth: Floats = model.start + model.answer[np.arange(len(model.answer)), leaf].sum(1)
    return worth
