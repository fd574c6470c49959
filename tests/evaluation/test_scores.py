"""The scorers count what they say they count: small cases whose answer a reader can see."""

import pytest

from summaries.model import Document, Sentence
from tests.evaluation import measures
from tests.evaluation.gate import Options
from tests.evaluation.gold import Labelled, is_same, labelled_articles
from tests.evaluation.score_cards import loses_hedge, shows
from tests.evaluation.score_copies import score_copies
from tests.evaluation.score_gold import CHOOSERS, count_leaning, count_never, score_chooser
from tests.evaluation.tables import share, table_of


@pytest.mark.parametrize(
    ("card", "label"),
    [
        ("604,000", "a record 604,000 people"),
        ("Around 604,000 people", "around 604,000"),
        ("about £62m", "£62m"),
        ("one in five", "One in five adults"),
        ("46.8%", "46.8%"),
    ],
)
def test_a_card_shows_its_figure_with_more_or_fewer_words(card: str, label: str) -> None:
    assert shows(card, label)


@pytest.mark.parametrize(
    ("card", "label"),
    [("5", "£5m"), ("60", "60%"), ("60", "60.9%"), ("£1.2", "£1.2bn"), ("04,000", "604,000")],
)
def test_a_part_of_a_number_is_another_number(card: str, label: str) -> None:
    assert not shows(card, label)


def test_a_hedge_is_lost_where_the_card_s_own_sentence_prints_it() -> None:
    sentence = "The ward will treat about\u00a0640 people a month."
    assert loses_hedge("640 people", "about 640 people", sentence)
    assert not loses_hedge("about 640", "about 640 people", sentence)
    assert not loses_hedge("640 people", "640 people", sentence)
    assert not loses_hedge("640 people", "about 640 people", "It will treat 640 people.")


def test_sentences_are_the_same_when_one_holds_the_other_and_it_is_long_enough() -> None:
    assert is_same("The ward will open.", "The ward will open.")
    assert is_same("the ward will open in May", "She said the ward will open in May.")
    assert not is_same("She said.", "The minister left. She said.")


def labelled(kind: str) -> tuple[Labelled, str, int]:
    """An article with a label of a kind that is a sentence of it, that sentence and its index."""
    return next(
        (article, words, sentence.index)
        for article in labelled_articles()
        for words in article.words(kind)
        for sentence in article.reading.document.sentences
        if " ".join(sentence.text.split()) == words and sentence.index > 0
    )


def test_a_leaning_sentence_counts_unless_the_one_before_it_is_shown() -> None:
    article, _, at = labelled("leans")
    assert count_leaning(article, [at]) == 1
    assert count_leaning(article, [at - 1, at]) == 0
    assert count_leaning(article, []) == 0


def test_what_never_may_be_shown_counts() -> None:
    article = next(a for a in labelled_articles() if a.words("never"))
    assert count_never(article, article.words("never")) == len(article.words("never"))
    assert count_never(article, article.words("show")) == 0


def test_an_editor_who_shows_the_labels_scores_whole() -> None:
    articles = [a for a in labelled_articles() if not a.label.get("teaser")]
    wanted = {a.written.path: set(a.words("show")) for a in articles}
    by_document = {id(a.reading.document): a for a in articles}

    def editor(document: Document, standfirst: str) -> list[Sentence]:
        article = by_document.get(id(document))
        labels = wanted[article.written.path] if article else set()
        return [s for s in document.shown if " ".join(s.text.split()) in labels]

    found = score_chooser(editor, articles)
    assert found.precision == 100.0
    assert found.recall > 95.0
    assert found.never == 0


def test_whoever_shows_nothing_scores_nothing() -> None:
    found = score_chooser(lambda document, standfirst: (), labelled_articles())
    assert (found.hits, found.judged, found.precision, found.recall) == (0, 0, 0.0, 0.0)
    assert found.wanted > 100


def test_ours_stands_first_and_all_of_sumy_behind_it() -> None:
    assert list(CHOOSERS)[:2] == ["ours", "Lead-3"]
    assert len(CHOOSERS) == 10


def test_whole_articles_are_no_copies_of_others_and_all_cuts_are_made() -> None:
    copies = score_copies()
    assert copies.made == 3 * sum(a.written.free for a in labelled_articles())
    assert copies.found <= copies.made
    assert copies.right <= copies.called


def test_a_table_is_laid_out_by_its_widest_cells() -> None:
    rows = [("ours", 9.25, None), ("a longer name", 10, "yes")]
    assert table_of(("who", "x", "y"), rows).splitlines() == [
        "who              x    y",
        "ours           9.2    -",
        "a longer name   10  yes",
    ]


def test_a_share_of_nothing_is_none() -> None:
    assert share(1, 4) == 25.0
    assert share(0, 0) is None


def test_material_that_is_missing_is_said_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("NHS_BRIEF_SHARED", str(tmp_path))
    only = Options(only=("splitting", "highlights", "sumy", "figures"))
    found = {section.name: section for section in measures.measure(only)}
    assert found["splitting"].measured
    for name in ("highlights", "sumy", "figures"):
        assert "NHS_BRIEF_SHARED" in found[name].not_run


def test_an_unknown_section_is_refused_with_the_names_of_the_known() -> None:
    with pytest.raises(SystemExit, match="choose among splitting"):
        list(measures.measure(Options(only=("speling",))))
