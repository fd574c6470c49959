"""Speakers as an article prints them: those without a name, bodies, and offices that somebody holds."""

import pytest

from summaries.model import Quote
from summaries.quotes import find_quotes
from summaries.sentences import text_document


def quotes(text: str) -> tuple[Quote, ...]:
    return find_quotes(text_document(text))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We pay and they count,” as one council director put it to us.", "council director"),
        ("As one trust chair put it: “We have run out of road.”", "trust chair"),
        ("A senior government source said: “It is over.”", "senior government source"),
        ("A source close to the minister said: “It is over.”", "source close to the minister"),
    ],
)
def test_somebody_without_a_name_is_told_as_printed(text: str, speaker: str) -> None:
    (quote,) = quotes(text)
    assert quote.speaker == speaker


def test_somebody_without_a_name_and_without_quoted_words_says_nothing() -> None:
    assert quotes("A trust chair said that the plan was late.") == ()


@pytest.mark.parametrize(
    "text", ["The minister said it was ready.", "A minister said it was ready."]
)
def test_a_minister_is_no_speaker_where_nobody_is_printed_as_one(text: str) -> None:
    assert quotes(text) == ()


def test_a_minister_is_the_one_whom_the_article_prints_as_one() -> None:
    text = "The health minister, Ann Marlow, met nurses. The minister said the plan was ready."
    (quote,) = quotes(text)
    assert (quote.speaker, quote.role) == ("Ann Marlow", "health minister")
    two = "Tom Ashby, the care minister, left. " + text
    assert quotes(two) == ()


def test_a_name_behind_what_a_body_is_called_is_that_of_a_body() -> None:
    (quote,) = quotes("Patients’ group Open Wide said the plan was too late.")
    assert (quote.speaker, quote.role, quote.party) == ("Open Wide", None, "Open Wide")


def test_a_spokesperson_speaks_for_whom_the_article_prints() -> None:
    (quote,) = quotes("A spokesperson for the health department said: “We are investing.”")
    assert quote.speaker == "spokesperson for the health department"
    assert quote.party == "health department"


def test_an_office_may_begin_with_whom_it_leads() -> None:
    (quote,) = quotes("Nurses’ leader Jo Penny said: “We will fight.”")
    assert (quote.speaker, quote.role) == ("Jo Penny", "Nurses’ leader")


def test_she_told_is_the_one_before_her_unless_another_was_named_since() -> None:
    text = "Jo Pennymoor, the chair, said it was fair. It cost £5m. She told HSR: “It works.”"
    assert [q.speaker for q in quotes(text)] == ["Jo Pennymoor", "Jo Pennymoor"]
    text = "He left.\n\nPenny Ashe, who chairs the panel, resigned.\n\n" + text
    text = text.replace("\n\nJo", " She told HSR: “It is over.”\n\nJo")
    assert quotes(text)[0].speaker == "Penny Ashe"
    text = text.replace("It cost £5m.", "Dr Tom Ashby disagreed.")
    assert [q.speaker for q in quotes(text)] == ["Penny Ashe", "Jo Pennymoor"]
