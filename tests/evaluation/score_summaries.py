"""Score summaries against the highlights that editors wrote: our ranker, the article's first sentences
and sumy's algorithms side by side.

    python -m tests.evaluation.score_summaries           the table
    python -m tests.evaluation.score_summaries --fast    without sumy

ROUGE-1 and ROUGE-2 F-measure as rouge-score computes them with its stemmer (Lin 2004; we use its own
tokens and count the n-grams ourselves, which is five times faster and agrees with it), sentences
joined by newlines. The interval is of a paired bootstrap over articles. The development set lies beside
the project, not in it; NHS_BRIEF_SHARED says where.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from rouge_score.tokenizers import DefaultTokenizer

from summaries.model import Document
from summaries.rank import RANKERS, SUMY, summarize
from summaries.sentences import text_document

DRAWS = 2000  # of the bootstrap
COUNT = 3  # sentences


@dataclass(frozen=True)
class Example:
    """An article, already split, with the highlights its editors wrote."""

    id: str
    sentences: tuple[str, ...]
    highlights: tuple[str, ...]

    def document(self, between: str = " ") -> Document:
        """Read the article as one text, as the program would get it."""
        return text_document(between.join(self.sentences))


@dataclass(frozen=True)
class Figures:
    """What one ranker reached: means over the articles in per cent, and how fast it was."""

    name: str
    rouge1: float
    rouge2: float
    words: float
    articles_a_second: float
    lead1: tuple[float, float]  # 95% interval of ROUGE-1 less the lead's
    lead2: tuple[float, float]  # ... of ROUGE-2


@dataclass(frozen=True)
class Tokens:
    """A text's stemmed words and their n-grams."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Tokens":
        return cls(tuple(_tokenizer().tokenize(text)))

    def grams(self, size: int) -> Counter[tuple[str, ...]]:
        return Counter(zip(*(self.words[at:] for at in range(size)), strict=False))

    def recall(self, gold: "Tokens", size: int) -> float:
        wanted = gold.grams(size)
        return (self.grams(size) & wanted).total() / max(1, wanted.total())


@cache
def _tokenizer() -> DefaultTokenizer:
    return DefaultTokenizer(use_stemmer=True)


def f_measure(found: Tokens, gold: Tokens, size: int) -> float:
    """Return ROUGE-`size` as rouge-score defines it."""
    one, two = found.grams(size), gold.grams(size)
    both = (one & two).total()
    return 2 * both / (one.total() + two.total()) if both else 0.0


def shared_folder() -> Path:
    """Return the folder of development material beside the project."""
    return Path(os.environ.get("NHS_BRIEF_SHARED", Path(__file__).parents[2].parent / "shared"))


def read_examples(path: Path | None = None) -> tuple[Example, ...]:
    """Read the articles with highlights; FileNotFoundError where they are not to be had."""
    path = path or shared_folder() / "data" / "news_highlights_dev.jsonl"
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return tuple(Example(r["id"], tuple(r["sentences"]), tuple(r["highlights"])) for r in rows)


def score_rankers(
    examples: Sequence[Example], rankers: Iterable[str] = RANKERS, count: int = COUNT
) -> tuple[Figures, ...]:
    """Score the lead and every ranker. Ours reads the joined text and keeps the rules; sumy's
    algorithms choose freely among the given sentences, as sumy itself would."""
    gold = [Tokens.of("\n".join(e.highlights)) for e in examples]
    lead = _scores(examples, gold, lambda e: e.sentences[:count])
    rows = [_figures("lead", lead, lead)]
    for ranker in rankers:
        chooser = _ours(count) if ranker == "ours" else _sumys(ranker, count)
        rows.append(_figures(ranker, _scores(examples, gold, chooser), lead))
    return tuple(rows)


@dataclass(frozen=True)
class _Scores:
    rouge: np.ndarray  # (articles, 2)
    words: float
    seconds: float


Chooser = Callable[[Example], Sequence[str]]


def _ours(count: int) -> Chooser:
    return lambda example: [s.text for s in summarize(example.document(), count)]


def _sumys(ranker: str, count: int) -> Chooser:
    def choose(example: Example) -> Sequence[str]:
        document = text_document("\n\n".join(example.sentences))
        ratings = SUMY[ranker](document.sentences)
        best = sorted(range(len(ratings)), key=lambda at: -ratings[at])[:count]
        return [document.sentences[at].text for at in sorted(best)]

    return choose


def _scores(examples: Sequence[Example], gold: Sequence[Tokens], choose: Chooser) -> _Scores:
    start = time.perf_counter()
    shown = [choose(example) for example in examples]
    seconds = time.perf_counter() - start
    tokens = [Tokens.of("\n".join(lines)) for lines in shown]
    rouge = np.array(
        [[f_measure(t, g, size) for size in (1, 2)] for t, g in zip(tokens, gold, strict=True)]
    )
    return _Scores(100 * rouge, float(np.mean([len(t.words) for t in tokens])), seconds)


def _figures(name: str, scores: _Scores, lead: _Scores) -> Figures:
    return Figures(
        name,
        float(scores.rouge[:, 0].mean()),
        float(scores.rouge[:, 1].mean()),
        scores.words,
        len(scores.rouge) / max(scores.seconds, 1e-9),
        *(paired_interval(scores.rouge[:, at] - lead.rouge[:, at]) for at in (0, 1)),
    )


def paired_interval(differences: np.ndarray, draws: int = DRAWS) -> tuple[float, float]:
    """Return the 95% bootstrap interval of a mean difference over articles."""
    picked = np.random.default_rng(0).integers(0, len(differences), (draws, len(differences)))
    low, high = np.percentile(differences[picked].mean(1), (2.5, 97.5))
    return float(low), float(high)


def table_of(rows: Iterable[Figures]) -> str:
    """Return the figures as a table of text."""
    lines = [
        f"{'ranker':<11}{'ROUGE-1':>8}{'ROUGE-2':>8}{'words':>7}{'a second':>9}"
        f"  {'R-1 less lead':<17}{'R-2 less lead':<17}"
    ]
    for row in rows:
        low, high = (
            f"{row.lead1[0]:+.2f} … {row.lead1[1]:+.2f}",
            f"{row.lead2[0]:+.2f} … {row.lead2[1]:+.2f}",
        )
        lines.append(
            f"{row.name:<11}{row.rouge1:>8.2f}{row.rouge2:>8.2f}{row.words:>7.1f}"
            f"{row.articles_a_second:>9.0f}  {low:<17}{high:<17}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="leave sumy's algorithms out")
    arguments = parser.parse_args()
    rankers = ("ours",) if arguments.fast else RANKERS
    sys.stdout.write(table_of(score_rankers(read_examples(), rankers)) + "\n")


if __name__ == "__main__":
    main()
