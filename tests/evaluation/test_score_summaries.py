"""The scorer agrees with rouge-score, and our ranker stands above the lead and above sumy."""

import numpy as np
import pytest
from rouge_score.rouge_scorer import RougeScorer

from tests.evaluation.score_summaries import (
    Example,
    Tokens,
    f_measure,
    paired_interval,
    read_examples,
    score_rankers,
    table_of,
)

EXAMPLE = Example(
    id="one",
    sentences=(
        "Harlow hospital will open a winter ward of 40 beds in December, its board decided.",
        "The car park stays shut.",
        "Tom Rudd likes tea.",
        "The ward will cost £3.2 million and needs 60 nurses.",
        "It rained in Dover.",
    ),
    highlights=("Hospital opens ward of 40 beds for the winter.", "It needs 60 nurses."),
)


@pytest.mark.parametrize("size", [1, 2])
def test_our_rouge_is_that_of_rouge_score(size: int) -> None:
    gold, found = "\n".join(EXAMPLE.highlights), "\n".join(EXAMPLE.sentences)
    theirs = (
        RougeScorer([f"rouge{size}"], use_stemmer=True).score(gold, found)[f"rouge{size}"].fmeasure
    )
    assert f_measure(Tokens.of(found), Tokens.of(gold), size) == pytest.approx(theirs)
    assert theirs > 0


def test_a_summary_without_a_shared_word_scores_nothing() -> None:
    assert f_measure(Tokens.of("Tea"), Tokens.of("Beds"), 1) == 0
    assert f_measure(Tokens.of(""), Tokens.of(""), 2) == 0


def test_the_interval_of_a_difference_holds_its_mean() -> None:
    low, high = paired_interval(np.array([0.0, 1.0, 2.0, 3.0] * 25))
    assert low < 1.5 < high
    assert paired_interval(np.full(10, 2.0)) == (2.0, 2.0)


def test_the_table_names_the_lead_and_each_ranker() -> None:
    rows = score_rankers([EXAMPLE], ("ours", "lexrank"), count=2)
    assert [row.name for row in rows] == ["lead", "ours", "lexrank"]
    assert rows[1].rouge1 > rows[0].rouge1
    assert len(table_of(rows).splitlines()) == 4


@pytest.mark.shared
def test_our_ranker_is_above_the_lead_and_three_points_above_sumy() -> None:
    try:
        examples = read_examples()[:150]
    except FileNotFoundError as missing:
        pytest.skip(f"the shared development material is not there: {missing.filename}")
    lead, ours, *sumys = score_rankers(examples, ("ours", "edmundson", "lexrank", "luhn"))
    assert ours.lead1[0] > 0 and ours.lead2[0] > 0
    assert all(ours.rouge1 > row.rouge1 + 3 for row in sumys)
    assert ours.rouge1 > lead.rouge1 + 1
