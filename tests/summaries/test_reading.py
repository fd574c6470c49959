"""Reading an article is pure, and each thing lifted stands in its text."""

from pathlib import Path

import pytest

from summaries.crafts import read_article
from tests.builders import NOON, article, prose

SHARED = Path(__file__).parents[2].parent / "shared"
TEXT = prose("""Around 2,900 people in Norland are waiting for a scan, the health board said on Friday.

The board's chair, Ida Sorrel, said: “The queue is too long, and it will be shorter by June.”

Two scanners of the NHS will open on 4 January at a cost of £7.2 million.""")


def test_an_empty_article_is_read() -> None:
    reading = read_article(article(""))
    assert (reading.document.sentences, reading.figures, reading.quotes) == ((), (), ())


def test_all_that_is_lifted_stands_in_the_text() -> None:
    base = article(TEXT, published=NOON)
    reading = read_article(base)
    lines = [
        *(f.line for f in reading.figures),
        *(f.sentence for f in reading.figures),
        *(q.line for q in reading.quotes),
        *(d.line for d in reading.dates),
    ]
    assert reading.figures and reading.quotes and reading.dates
    for line in lines:
        assert (line.article, line.version) == (1, 1)
        assert base.version.text[line.start : line.end] == line.text


def test_the_same_article_reads_the_same() -> None:
    assert read_article(article(TEXT)) == read_article(article(TEXT))


@pytest.mark.shared
def test_the_five_seeds_are_read_as_nhs_news() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("the shared seeds are not here")
    for number, seed in enumerate(seeds):
        reading = read_article(article(seed.read_text(encoding="utf-8"), number=number))
        assert reading.about_nhs, seed.name
        assert reading.figures and reading.quotes
