"""Measure what it costs to find the stories of ever more articles.

    python -m tests.evaluation.score_scale 2500 10000

The articles are invented from an invented vocabulary with the spread of words that news has (a few
common ones, a long tail): 150 a day, one to four of an event, which has names and words of its own.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate, islice
from random import Random

from summaries.model import Document
from summaries.sentences import read_document
from summaries.stories import group_stories
from tests.builders import NOON, article

A_DAY = 150
VOCABULARY = 40_000
SENTENCES, WORDS = 13, 16
FIELD = [
    "the",
    "of",
    "to",
    "and",
    "in",
    "nhs",
    "health",
    "service",
    "patients",
    "hospital",
    "said",
    "trust",
    "board",
    "waiting",
    "list",
    "government",
    "minister",
    "for",
    "a",
    "on",
    "is",
    "was",
    "that",
    "with",
    "more",
    "by",
    "at",
    "from",
    "year",
]
SYLLABLES = [consonant + vowel for consonant in "bdfglmnprstvkw" for vowel in "aeiou"]


@dataclass(frozen=True, slots=True)
class Scale:
    """What so many articles took, and how many stories were found of how many events."""

    articles: int
    seconds: float
    stories: int
    events: int


def score_scale(count: int) -> Scale:
    """Make `count` articles and group them; only the grouping is timed."""
    made = list(islice(events(), count))
    documents = [document for _, document in made]
    started = time.perf_counter()
    stories = group_stories(documents)
    spent = time.perf_counter() - started
    return Scale(count, spent, len(stories), len({event for event, _ in made}))


def events(seed: int = 1) -> Iterator[tuple[int, Document]]:
    """Yield articles, each with the number of its event, without end."""
    random = Random(seed)
    vocabulary = sorted({"".join(random.choices(SYLLABLES, k=4)) for _ in range(VOCABULARY)})
    random.shuffle(vocabulary)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    event = number = 0
    while True:
        event += 1
        names = [word.capitalize() for word in random.choices(vocabulary[3000:], k=6)]
        terms = random.choices(vocabulary, cum_weights=weights, k=40)
        tail = random.choices(vocabulary, cum_weights=weights, k=400)
        for _ in range(random.choice((1, 1, 1, 2, 3, 4))):
            number += 1
            yield event, _article(random, number, (FIELD, terms, names, tail))


def _article(random: Random, number: int, pools: tuple[Sequence[str], ...]) -> Document:
    field, terms, names, tail = pools
    kinds = random.choices((field, terms, names, tail), (45, 20, 10, 25), k=SENTENCES * WORDS)
    words = [random.choice(kind) for kind in kinds]
    lines = [" ".join(words[at : at + WORDS]) for at in range(0, len(words), WORDS)]
    text = " ".join(f"{line[0].upper()}{line[1:]}." for line in lines)
    title = " ".join((*random.sample(list(names), 2), *random.sample(list(terms), 3)))
    published = NOON + timedelta(days=number / A_DAY, hours=20 * random.random())
    return read_document(article(text, title, number, published=published))


def main(arguments: Sequence[str]) -> None:
    for count in map(int, arguments or ("2500", "10000")):
        scale = score_scale(count)
        sys.stdout.write(
            f"{scale.articles} articles in {scale.seconds:.1f} s"
            f" ({1000 * scale.seconds / scale.articles:.2f} ms each):"
            f" {scale.stories} stories of {scale.events} events\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
