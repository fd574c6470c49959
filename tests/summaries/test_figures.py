"""Figures are read as printed, keep their hedge and their speaker, and only the wanted get a card."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.figures import find_figures, pick_cards
from summaries.model import Document, Figure
from summaries.sentences import text_document
from tests.evaluation.figure_cases import CASES
from tests.evaluation.score_figures import score
from tests.evaluation.wanted import Wanted

SHARED = Path(os.environ.get("NHS_BRIEF_SHARED", Path(__file__).parents[2].parent / "shared"))
# Per cent, one below what was measured on the development half; may rise, may not silently fall.
FLOORS = {"value": 93.7, "value+unit": 82.1, "value+change": 83.1, "all": 72.4}


def read(text: str) -> tuple[Figure, ...]:
    return find_figures(text_document(text))


def only(text: str) -> Figure:
    (figure,) = read(text)
    return figure


def cards(text: str) -> list[str]:
    return [figure.line.text for figure in pick_cards(read(text))]


def same_value(figure: Figure, wanted: Wanted) -> bool:
    if isinstance(wanted.value, tuple):
        return figure.value is None and (figure.low, figure.high) == pytest.approx(wanted.value)
    if isinstance(wanted.value, str):
        return figure.value == wanted.value
    return figure.value == pytest.approx(wanted.value)


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_quantities_are_read_as_uk_news_prints_them(text: str, wanted: tuple[Wanted, ...]) -> None:
    figures = read(text)
    assert len(figures) == len(wanted), [f.line.text for f in figures]
    for figure, want in zip(figures, wanted, strict=True):
        assert same_value(figure, want), (figure.value, figure.low, figure.high)
        assert figure.unit == want.unit
        assert want.approx in (None, figure.approx)
        assert want.change in (None, figure.change)


def test_there_are_many_cases_of_our_own() -> None:
    assert len({text for text, _ in CASES}) >= 300


def test_an_empty_text_and_one_of_stop_words_have_no_figures() -> None:
    assert read("") == ()
    assert read("And so it was, as it is, and as it shall be.") == ()


def test_a_figure_is_a_slice_of_the_text_with_its_hedge_and_its_sentence() -> None:
    text = (
        "The board met.\n\nIt said nothing. Well over 4,000\xa0patients were moved, it was found."
    )
    figure = only(text)
    assert figure.line.text == text[figure.line.start : figure.line.end] == "Well over 4,000"
    assert figure.sentence.text == text[figure.sentence.start : figure.sentence.end]
    assert figure.sentence.text.startswith("Well over")
    assert (figure.counted, figure.kind, figure.approx) == ("patients", "count", ">")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="1 9,.%£mb-–to'\"“”ANinofve½\n", max_size=120))
def test_every_figure_of_any_text_is_its_slice(text: str) -> None:
    for figure in read(text):
        assert figure.line.text == text[figure.line.start : figure.line.end]
        assert figure.sentence.start <= figure.line.start < figure.line.end <= figure.sentence.end


@pytest.mark.parametrize(
    "piece", ["1,", "9", "one in ", "1-", "he said ", "half a ", "A and ", "('"]
)
def test_long_hostile_text_is_read(piece: str) -> None:
    assert isinstance(pick_cards(read(piece * 3000)), tuple)


def test_what_is_counted_is_as_printed() -> None:
    assert only("Around 4,700 extra eye appointments are planned.").counted == (
        "extra eye appointments"
    )
    assert only("It put £90 million of capital funding into labs.").counted == "capital funding"
    assert only("Some 14 per cent of the patients left.").counted == "patients"


def test_a_change_has_its_base_and_the_base_has_no_change() -> None:
    now, before = read("The list stood at 7.4 million, up from 7.2 million in June.")
    assert (now.change, now.base) == ("up", "7.2 million in June")
    assert (before.change, before.base) == ("none", None)


def test_a_record_high_is_a_rise_and_a_record_low_a_fall() -> None:
    assert only("Waits hit a record high, with about 61,000 people on the list.").change == "up"
    assert only("Vacancies are at a record low of 3,100.").change == "down"


def test_periods_are_printed_with_the_figure() -> None:
    assert read("It cost £9m in the last three months.")[0].period == "in the last three months"
    assert only("Since April last year 12,000 people have left.").period == "Since April last year"
    assert only("It spent £3m over the coming winter.").period == "over the coming winter"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("A delay costs a hospital £395 a day.", "a day"),
        ("It will allow 5.2 million more appointments a year.", "a year"),
        ("Some 123,900 people had waited for more than a year.", None),
        ("It will get £97 million of funding, and do 290,000 tests a year.", None),
        ("Packages have risen by 14 per cent in a year.", "in a year"),
        ("About 900 patients waited for over 12 hours.", None),
        ("Hospitals got £270m, most of which came in February.", None),
        ("It found £18m in a week when others lost £158m.", "in a week"),
        ("There were 416 fewer than a year before.", None),
    ],
)
def test_a_period_belongs_to_its_figure_only(text: str, period: str | None) -> None:
    assert read(text)[0].period == period


def test_a_period_of_one_figure_is_not_lent_to_the_next() -> None:
    found = read("It found £18m in a week when others were told to save £158m.")
    assert [f.period for f in found] == ["in a week", None]


def test_a_nation_is_the_one_that_the_sentence_names_else_the_articles() -> None:
    text = (
        "Waits in Wales are long. In Scotland 4,000 people wait. Some 5,000 people wait in Cardiff."
    )
    assert [figure.nation for figure in read(text)] == ["Scotland", "Wales"]


@pytest.mark.parametrize(
    ("text", "speaker", "status"),
    [
        ("The trust treated 900 patients.", None, "stated"),
        ("Labour claimed about 900 operations were lost.", "Labour", "claimed"),
        ("About 900 operations were lost, according to Labour.", "Labour", "claimed"),
        ("About 900 operations were lost, Jo Pennymoor said.", "Jo Pennymoor", "claimed"),
        ('Jo Pennymoor said: "We lost 900 beds and nobody came."', "Jo Pennymoor", "claimed"),
        (
            "While Labour says ministers must act, the board stands by its 900 beds.",
            None,
            "stated",
        ),
        (
            "Boards got 900 more done, Jo Pennymoor says; the rest did not.",
            "Jo Pennymoor",
            "claimed",
        ),
        ("The Open Wide charity said 900 people had rung.", "Open Wide charity", "claimed"),
        (
            "Some 900 people died, according to the Office for National Statistics.",
            "Office for National Statistics",
            "stated",
        ),
    ],
)
def test_a_claim_names_who_claims_it(text: str, speaker: str | None, status: str) -> None:
    figure = only(text)
    assert (figure.speaker, figure.status) == (speaker, status)


def test_a_figure_in_the_middle_of_a_speech_belongs_to_its_speaker() -> None:
    text = 'Jo Pennymoor, chair of the trust, said: "We are proud.\n\n"We opened 400 beds. It was hard."'
    figure = only(text)
    assert (figure.speaker, figure.status) == ("Jo Pennymoor", "claimed")


@pytest.mark.parametrize(
    "text",
    [
        "Patients should call 999 in an emergency and 111 for anything else.",
        "A source in Number 10 said the plan was ready.",
        "Ministers are writing a 10-year plan for hospitals.",
        "The trust was founded in 1948 and rebuilt in 2003.",
        "Voting closes on 24 August and the result comes on 1 September 2026.",
        "The clinic opens at 9.30am and closes at 17:00.",
        "A nurse, 34, was praised by a 71-year-old patient.",
        "The one who matters most is the patient.",
        "Phone 0300 123 4567 before you come.",
        "It is the third walkout and the 10th day of action.",
        "The power of two governments will be used.",
        "The 18-week wait and the 62-day wait are promises.",
        "The target is 92 per cent.",
        "Staff on band 5 wait for news.",
        "Pay for 2024-25 is to be settled.",
        "The hospital is 40 miles away.",
        "Two days of strikes were held.",
        "Dozens of people stood outside.",
    ],
)
def test_junk_never_gets_a_card(text: str) -> None:
    assert cards(text) == []


def test_cards_are_at_most_five_and_the_largest_matters_first() -> None:
    text = " ".join(f"The trust lost £{n} million on project {chr(64 + n)}." for n in range(11, 19))
    assert len(cards(text)) == 5
    text = (
        "About 61,000 people are waiting. It paid £900 to a firm. Some 3 per cent of desks are new."
    )
    assert cards(text)[0] == "About 61,000"


def test_mentions_of_one_figure_are_one_card_and_the_stated_one_is_kept() -> None:
    text = (
        'Jo Pennymoor, the trust\'s chair, said: "This £80 million will build labs."'
        "\n\nThe trust will spend £80 million of new money on labs."
    )
    (card,) = pick_cards(read(text))
    assert (card.status, card.counted) == ("stated", "new money")


def test_of_two_mentions_the_one_with_its_hedge_is_shown() -> None:
    text = "The list has 604,000 people.\n\nIt said that about 604,000 people were on the list."
    assert cards("The list has 604,000 people.\n\nAbout 604,000 people wait.") == ["About 604,000"]
    assert len(cards(text)) == 1


def test_figures_that_count_different_things_are_two_cards() -> None:
    text = "Some 71,000 patients waited. About 71,000 nurses left the service."
    assert len(cards(text)) == 2


def test_the_base_of_a_change_is_no_card_of_its_own() -> None:
    assert cards("The list stood at 7.4 million, up from 7.2 million in June.") == ["7.4 million"]


def test_one_count_is_one_card_however_much_of_the_noun_is_printed() -> None:
    text = (
        "More than 700 practices get money.\n\nMore than 700 GP practices will share £85 million."
    )
    assert cards(text) == ["£85 million", "More than 700"]


def test_a_rounded_figure_is_a_mention_of_the_exact_one() -> None:
    text = "Survey of 11,000 nurses.\n\nThe union asked 11,240 nurses about pay and hours."
    assert cards(text) == ["11,240"]
    text = (
        "Fewer than two thirds of patients were seen.\n\nOnly 63.8 per cent of patients were seen."
    )
    assert cards(text) == ["63.8 per cent"]


def test_a_part_is_a_card_and_its_whole_is_not() -> None:
    assert cards("It says 14 of 42 boards will be late.") == ["14"]
    assert cards("Of the 25,610 people who came, 3,912 waited all night.") == ["3,912"]
    assert cards("Members voted by 74 per cent to 26 per cent to go.") == ["74 per cent"]


def test_how_many_a_body_serves_is_no_news() -> None:
    assert cards("The board, serving 3.4 million people, has a deficit of £86m.") == ["£86m"]


def test_a_target_is_no_card_and_what_was_reached_is() -> None:
    assert cards("Some 61 per cent were seen in time; the target is 95 per cent.") == [
        "Some 61 per cent"
    ]


def test_a_card_keeps_the_hedge_of_its_source() -> None:
    assert cards("Almost 61,000 people are waiting for care.") == ["Almost 61,000"]
    assert cards("Up to £20 million may be lost to fraud.") == ["Up to £20 million"]


def seeds() -> list[Document]:
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("the shared development articles are not there: set NHS_BRIEF_SHARED")
    return [text_document(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.txt"))]


@pytest.mark.shared
def test_the_cards_of_the_development_articles_are_those_that_matter() -> None:
    found = pick_cards([f for document in seeds() for f in find_figures(document)])
    printed = {(f.line.text, f.counted, f.speaker, f.status) for f in found}
    assert printed == {
        ("£200 million", "new funding", None, "stated"),
        ("around 593,000", "people", None, "stated"),
        ("68,000", "patients", None, "stated"),
        ("around 36,000", "cancer appointments", "Labour", "claimed"),
        ("over £100 million", "", "Lord Byron Davies", "claimed"),
    }


@pytest.mark.shared
def test_labelled_news_sentences_are_read_no_worse_than_before() -> None:
    labels = SHARED / "data" / "newsquant_dev.json"
    if not labels.is_file():
        pytest.skip("the labelled sentences are not there: set NHS_BRIEF_SHARED")
    table = score(json.loads(labels.read_text(encoding="utf-8")))
    assert {m: f1 for m, (_, _, f1) in table.items() if f1 < FLOORS[m]} == {}


def test_about_behind_said_is_a_hedge_and_behind_questions_is_none() -> None:
    hedged = find_figures(text_document("The trust said about 140 posts would go."))
    plain = find_figures(text_document("There were questions about 140 posts."))
    assert [(f.line.text, f.approx) for f in (*hedged, *plain)] == [
        ("about 140", "~"),
        ("140", "="),
    ]
