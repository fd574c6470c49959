"""Nation, NHS and topics are told from the words of the text, the source's nation decides a draw."""

import pytest

from summaries.model import Document
from summaries.sentences import text_document
from summaries.topics import is_about_nhs, nation_in, nation_of, topics_of

TOPICS = {"waiting lists": ["waiting list", "backlog"], "workforce": ["strike", "BMA", "pay"]}


def document(text: str, nation: str = "UK") -> Document:
    return text_document(text, nation=nation)


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("Waits in Wales are at their longest, the Senedd was told.", "Wales"),
        ("NHS England will pay integrated care boards more.", "England"),
        ("Ministers at Holyrood said NHS Tayside had done well.", "Scotland"),
        ("The trusts of Belfast and Derry wait for Stormont.", "Northern Ireland"),
        ("Nurses want more pay.", "UK"),
        ("Scotland and Wales will both wait.", "UK"),
    ],
)
def test_a_nation_is_told_by_its_names_and_bodies(text: str, nation: str) -> None:
    assert nation_of(document(text)) == nation


def test_the_source_decides_where_the_text_does_not() -> None:
    assert nation_of(document("Nurses want more pay.", nation="Wales")) == "Wales"
    assert nation_of(document("Waits differ in Wales and England.", nation="Wales")) == "Wales"


def test_here_is_the_nation_of_the_source() -> None:
    text = "They will improve care here and in England, and here it is needed most."
    assert nation_of(document(text, nation="Wales")) == "Wales"


def test_a_sentence_that_names_two_nations_is_of_neither() -> None:
    assert nation_in("Waits in Wales are longer than in England.") is None
    assert nation_in("Waits in Northern Ireland are longest.") == "Northern Ireland"
    assert nation_in("Waits are long.") is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The NHS will treat more patients this year.", True),
        ("Nurses and doctors say patients are waiting.", True),
        ("The striker was taken to hospital after the match.", False),
        ("The council will mend the road.", False),
        ("The surgery on the engine was a long operation.", False),
        ("", False),
    ],
)
def test_health_is_told_from_other_news(text: str, about: bool) -> None:
    assert is_about_nhs(document(text)) is about


def test_topics_are_whole_words_in_the_order_configured() -> None:
    assert topics_of(document("BMA members strike as waiting lists grow."), TOPICS) == (
        "waiting lists",
        "workforce",
    )
    assert topics_of(document("The striking payment of Ms Bma."), TOPICS) == ()
    assert topics_of(document("Nothing of it."), {"none": [], "blank": [" "]}) == ()


def test_a_topic_word_with_signs_is_taken_as_it_stands() -> None:
    assert topics_of(document("The 18-week wait (A&E)."), {"t": ["18 week"], "e": ["A&E"]}) == (
        "t",
        "e",
    )
    assert topics_of(document("Anything at all."), {"bad": [".*", "("]}) == ()
