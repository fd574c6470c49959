"""Who said what is read from this article alone: speaker, office and party as printed in it."""

import os
from pathlib import Path

import pytest

from summaries.model import Quote
from summaries.quotes import find_quotes
from summaries.sentences import text_document

SHARED = Path(os.environ.get("NHS_BRIEF_SHARED", Path(__file__).parents[2].parent / "shared"))


def read(text: str) -> tuple[Quote, ...]:
    return find_quotes(text_document(text))


def only(text: str) -> Quote:
    (quote,) = read(text)
    return quote


def test_a_text_without_speech_has_no_quotes() -> None:
    assert read("") == ()
    assert read("The ward opened. Nobody had expected it to.") == ()
    assert read("He she they and it were there.") == ()


@pytest.mark.parametrize(
    ("text", "speaker", "role", "party"),
    [
        (
            'Health minister Jo Pennymoor said: "It is fair."',
            "Jo Pennymoor",
            "Health minister",
            None,
        ),
        (
            "Jo Pennymoor, chief executive of NHS England, said it was fair.",
            "Jo Pennymoor",
            "chief executive of NHS England",
            "NHS England",
        ),
        (
            'Chief executive of the trust, Jo Pennymoor, added: "It is fair."',
            "Jo Pennymoor",
            None,
            None,
        ),
        (
            'Plaid Cymru spokesperson on Dentistry, Ffion ap Gwern MS claimed it "lacked care".',
            "Ffion ap Gwern",
            "Plaid Cymru spokesperson on Dentistry",
            "Plaid Cymru",
        ),
        (
            "For the Conservatives, the shadow hospitals minister Lord Ken Arden said it was late.",
            "Lord Ken Arden",
            "shadow hospitals minister",
            "Conservative",
        ),
        ("Labour's Jo Pennymoor said it was late.", "Jo Pennymoor", None, "Labour"),
        ("Labour claimed it was late.", "Labour", None, "Labour"),
        ("It was late, according to the BMA.", "BMA", None, "BMA"),
        (
            '"It is fair," said Jo Pennymoor, director of the trust.',
            "Jo Pennymoor",
            "director of the trust",
            None,
        ),
        (
            '"It is fair," the hospitals minister said.',
            "hospitals minister",
            "hospitals minister",
            None,
        ),
        (
            "A spokesperson for the Welsh Government said it was fair.",
            "spokesperson for the Welsh Government",
            "spokesperson for the Welsh Government",
            "Welsh Government",
        ),
    ],
)
def test_speaker_role_and_party_are_as_printed(
    text: str, speaker: str, role: str | None, party: str | None
) -> None:
    quote = only(text)
    assert (quote.speaker, quote.party) == (speaker, party)
    if role is not None:
        assert quote.role == role
    assert quote.line.text == text


def test_a_surname_is_the_person_named_in_full_elsewhere_in_the_article() -> None:
    text = "Health minister Jo Pennymoor visited Leeds.\n\nMs Pennymoor said the ward was fine."
    quote = only(text)
    assert (quote.speaker, quote.role) == ("Jo Pennymoor", "Health minister")


def test_two_persons_of_one_surname_are_not_mixed_up() -> None:
    text = "Jo Pennymoor and Al Pennymoor met.\n\nMs Pennymoor said the ward was fine."
    assert only(text).speaker not in ("Jo Pennymoor", "Al Pennymoor")


def test_an_office_alone_is_resolved_only_if_one_person_holds_it() -> None:
    one = "Health Secretary Jo Pennymoor came.\n\n“It is fair,” the Health Secretary said."
    assert only(one).speaker == "Jo Pennymoor"
    two = (
        "Health Secretary Jo Pennymoor met Health Secretary Al Okonedo.\n\n"
        "“It is fair,” the Health Secretary said."
    )
    assert only(two).speaker == "Health Secretary"


def test_a_pronoun_is_the_speaker_before_it_if_nobody_else_was_named() -> None:
    text = "Health minister Jo Pennymoor said it was fair.\n\nShe added that it was late."
    assert [quote.speaker for quote in read(text)] == ["Jo Pennymoor", "Jo Pennymoor"]
    text = (
        "Health minister Jo Pennymoor said it was fair.\n\nAl Okonedo met Bo Tarkington.\n\n"
        "She added that it was late."
    )
    assert [quote.speaker for quote in read(text)] == ["Jo Pennymoor"]


def test_a_title_that_does_not_fit_the_pronoun_is_no_antecedent() -> None:
    text = "Mr Jo Pennymoor said it was fair.\n\nShe added that it was late."
    assert [quote.speaker for quote in read(text)] == ["Jo Pennymoor"]


@pytest.mark.parametrize(
    "text",
    [
        "Jo Pennymoor and Al Okonedo came. The pair said they were glad.",
        "Jo Pennymoor spoke to Al Okonedo. She's expected to say it is late.",
        "She is expected to describe it as “a new start”.",
        "He was said to be ill.",
    ],
)
def test_what_cannot_be_resolved_is_not_used(text: str) -> None:
    assert read(text) == ()


def test_a_quotation_that_goes_on_is_marked() -> None:
    text = 'Jo Pennymoor said: "It is fair. It was late.\n\n"It was hard."'
    quote = only(text)
    assert (quote.line.text, quote.continues) == ('Jo Pennymoor said: "It is fair.', True)
    assert not only('Jo Pennymoor said: "It is fair."').continues


def test_a_line_that_only_leads_to_a_quotation_comes_with_it() -> None:
    text = "Jo Pennymoor, chair of the trust, said:\n\n“It is fair. It was late.”"
    quote = only(text)
    assert quote.line.text == text[quote.line.start : quote.line.end]
    assert quote.line.text.endswith("“It is fair.") and quote.continues


def test_british_single_quotes_are_read_where_there_are_no_double_ones() -> None:
    text = "‘It's fair, isn't it,’ said Jo Pennymoor. The doctors' rota was full."
    assert [quote.line.text for quote in read(text)] == [
        "‘It's fair, isn't it,’ said Jo Pennymoor."
    ]


def test_words_of_a_speech_are_no_attribution() -> None:
    text = 'Jo Pennymoor said: "Al Okonedo said it was late and I believe him."'
    assert only(text).speaker == "Jo Pennymoor"


@pytest.mark.parametrize(
    "piece", ["he said ", '"', "Jo Bloggs said ", "the secretary ", "A B, ", "'a "]
)
def test_long_hostile_text_is_read(piece: str) -> None:
    assert isinstance(read(piece * 3000), tuple)


@pytest.mark.shared
def test_speakers_of_the_development_articles_have_the_offices_of_their_own_article() -> None:
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("the shared development articles are not there: set NHS_BRIEF_SHARED")
    found = {
        (number, quote.speaker, quote.role)
        for number, path in enumerate(sorted(folder.glob("*.txt")))
        for quote in read(path.read_text(encoding="utf-8"))
    }
    assert {
        (0, "Wes Streeting", "Shadow health secretary"),
        (1, "Steve Barclay", "Health Secretary"),
        (1, "Will Quince", "health minister"),
        (2, "Amanda Pritchard", "Chief executive of NHS England"),
        (4, "Lord Byron Davies", "Shadow Welsh Secretary"),
        (4, "Wes Streeting", "UK Health Secretary"),
    } <= found
