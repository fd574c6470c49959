"""Page extraction may get better and may not silently get worse."""

import pytest

from feeds.extract import extract_page
from tests.evaluation.score_pages import (
    PAGES,
    Figures,
    load_pages,
    score,
    text_score,
    trafilatura_alone,
)

# Floors of the saved British pages; raise them when the figures rise, lower them with a reason.
FLOORS = {
    "f1": 0.97,
    "recall": 0.98,
    "worst": 0.90,
    "exact": 0.40,
    "titles": 0.70,
    "dates": 0.95,
    "author_f1": 0.93,
    "snippets": 0.85,
}


def test_the_score_of_a_text_is_that_of_its_shingles() -> None:
    assert text_score(["one two three four five"], "one two three four five") == (1.0, 1.0)
    assert text_score(["one two three four five"], "one two three four") == (1.0, 0.5)
    assert text_score(["one two three four"], "five six seven eight") == (0.0, 0.0)


@pytest.fixture(scope="module")
def figures() -> Figures:
    truths = load_pages()
    if not truths:
        pytest.skip(f"no saved pages at {PAGES.name}: set NHS_BRIEF_SHARED to where they are")
    return score(truths, extract_page)


@pytest.mark.shared
@pytest.mark.parametrize("measure", FLOORS)
def test_no_figure_falls_below_its_floor(figures: Figures, measure: str) -> None:
    assert getattr(figures, measure) >= FLOORS[measure]


@pytest.mark.shared
def test_the_text_is_better_than_of_trafilatura_alone(figures: Figures) -> None:
    assert figures.f1 > score(load_pages(), trafilatura_alone).f1
