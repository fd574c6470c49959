"""Near-copies: the same words at another outlet, whole, cut from the end or an excerpt.

Copies are found by the share of five-word shingles that two texts have in common (Broder, "On the
resemblance and containment of documents", 1997). Only texts that share a tenth of a sample of them
within a week are compared, so that the cost of a text does not grow with the archive."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from summaries.model import Document

SHINGLE_WORDS = 5
COPIED = 0.5  # share of the shorter text's shingles that make it a copy
SHORTEST_COPY = 0.25  # of the longer text: a brief inside a round-up is not a copy of the round-up
FEWEST_SHINGLES = 8
SAMPLE = 4  # every fourth shingle (hash mod 4) is enough to find the texts worth comparing
MIX = 0x9E3779B97F4A7C15  # odd 64-bit multiplier (golden ratio): spreads the polynomial hash
COPY_DAYS = timedelta(days=7)  # the same words a month later are a form filled in anew
SAME_NUMBERS = (
    0.6  # share of the shorter text's numbers: this month's bulletin is no copy of last's
)
FEWEST_NUMBERS = 3
TOO_COMMON = 50  # texts of a week that share a shingle: boilerplate, of no use for finding copies
LIKELY = 0.1  # share of the shorter sample from which two texts are compared whole
Shingles = NDArray[np.uint64]
Postings = defaultdict[tuple[int, int], list[int]]  # by shingle and week


def find_copies(documents: Sequence[Document]) -> dict[int, int]:
    """Map each near-copy's article to the original: the fullest text, then the earliest."""
    prints = {d.article.id: _print(d) for d in documents}
    ranked = sorted(documents, key=lambda d: _fullness(d, prints[d.article.id]))
    postings: Postings = defaultdict(list)
    copies: dict[int, int] = {}
    for document in ranked:
        number = document.article.id
        original = _copied_from(number, prints, postings)
        if original is not None:
            copies[number] = original
            continue
        week = _week(prints[number].dated)
        for shingle in prints[number].sample:
            if len(postings[shingle, week]) < TOO_COMMON:
                postings[shingle, week].append(number)
    return copies


@dataclass(frozen=True, slots=True)
class _Print:
    """What a text is compared by: its hashed shingles, sorted, and the sample that finds its likes."""

    length: int
    dated: datetime
    numbers: frozenset[str]
    shingles: Shingles
    sample: tuple[int, ...]


def _fullness(document: Document, known: _Print) -> tuple[bool, int, datetime, int]:
    """Order whole articles before teasers, then by length in steps of about a fifth, then by age:
    a few words more do not make the later of two like texts the original."""
    article = document.article
    step = -round(math.log(known.length + 1) / math.log(1.2))
    return (article.teaser, step, article.dated, article.id)


def _copied_from(
    number: int, prints: Mapping[int, _Print], postings: Mapping[tuple[int, int], Sequence[int]]
) -> int | None:
    text = prints[number]
    week = _week(text.dated)
    places = ((shingle, week + near) for shingle in text.sample for near in (-1, 0, 1))
    met = Counter(n for place in places for n in postings.get(place, ()))
    likely = sorted(met, key=lambda n: (-met[n], n))
    return next((n for n in likely if _is_copy(text, prints[n], met[n])), None)


def _week(dated: datetime) -> int:
    """Number the weeks: texts within COPY_DAYS of each other are of one week or of neighbours."""
    return int(dated.timestamp() // COPY_DAYS.total_seconds())


def _is_copy(text: _Print, original: _Print, met: int) -> bool:
    if met < LIKELY * min(len(text.sample), len(original.sample)):
        return False
    long_enough = text.length >= SHORTEST_COPY * original.length
    if not long_enough or abs(text.dated - original.dated) > COPY_DAYS:
        return False
    fewer = min(len(text.numbers), len(original.numbers))
    agree = len(text.numbers & original.numbers) >= SAME_NUMBERS * fewer
    return (agree or fewer < FEWEST_NUMBERS) and _shares_enough(text.shingles, original.shingles)


def _shares_enough(text: Shingles, original: Shingles) -> bool:
    shorter = min(len(text), len(original))
    common = len(np.intersect1d(text, original, assume_unique=True))
    return common >= max(COPIED * shorter, min(FEWEST_SHINGLES, shorter), 1)


def _print(document: Document) -> _Print:
    words = [word for sentence in document.sentences for word in sentence.words]
    numbers = frozenset(word for word in words if word[0].isdigit())
    shingles = _shingles(np.array([_hash(word) for word in words], dtype=np.uint64))
    sample = shingles[shingles % np.uint64(SAMPLE) == 0]
    found = sample if len(sample) else shingles[:1]
    dated = document.article.dated
    return _Print(len(words), dated, numbers, shingles, tuple(int(h) for h in found))


def _shingles(words: Shingles) -> Shingles:
    """Hash every run of SHINGLE_WORDS words by a polynomial over the hashes of its words."""
    run = min(SHINGLE_WORDS, len(words))
    if not run:
        return words
    count = len(words) - run + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for n in range(run):
        mixed = mixed * np.uint64(MIX) + words[n : n + count]
    return np.unique(mixed)


@lru_cache(maxsize=65536)
def _hash(word: str) -> int:
    """Return 64 bits that are the same in every process (Python's own hash is not)."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())
