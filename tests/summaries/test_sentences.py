"""Article versions to documents: sentence ends, offsets, what leans, labels, what is left out."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import LeftOut
from summaries.model import Document
from summaries.sentences import read_document, split_sentences, text_document, words_of
from tests.builders import article
from tests.evaluation.sentence_cases import CASES, our_splitter, wrong_cases

SHARED = Path(os.environ.get("NHS_BRIEF_SHARED", Path(__file__).parents[2].parent / "shared"))
PROSE = "The waiting list at Harlow rose for the third month in a row, the trust said on Friday."
MORE = "The board will meet in March to decide how many beds it can open before next winter."


def texts(document: Document) -> list[str]:
    return [s.text for s in document.sentences]


def leaning(text: str) -> list[bool]:
    return [s.leans for s in text_document(text).sentences]


def kinds_left_out(text: str) -> list[str]:
    return [piece.kind for piece in text_document(text).left_out]


@pytest.mark.parametrize("case", CASES)
def test_a_case_of_our_own_is_split_where_it_says(case: str) -> None:
    assert wrong_cases(our_splitter, [case]) == []


def test_nothing_has_no_sentences() -> None:
    assert split_sentences("") == ()
    assert text_document(" \n\u00a0\n ").sentences == ()
    assert text_document("* * *\n\n---").sentences == ()


PIECES = st.sampled_from(
    ["The list fell", "Dr", "No", "10", "p.m", ".", "...", "…", "!", "?", '"', "“", "”", "‘", "’", "'", " ",
     "\u00a0", "\n", "\r\n", "\n\n", "• ", "(", ")", "[", "]", "And he", "by", "£1.2bn", ":", ",", "By Ada Finch"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_sentences_are_trimmed_slices_in_order_and_lose_only_space_and_bullets(text: str) -> None:
    spans = split_sentences(text)
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    kept = "".join(text[start:end] for start, end in spans)
    unmarked = str.maketrans("", "", "•▪●◦‣■□➤►✔✓-–—*+")
    assert "".join(kept.translate(unmarked).split()) == "".join(text.translate(unmarked).split())


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_line_of_a_document_is_a_slice_of_its_text(text: str) -> None:
    document = text_document(text)
    assert all(text[s.line.start : s.line.end] == s.text for s in document.sentences)
    assert [s.index for s in document.sentences] == list(range(len(document.sentences)))


def test_hostile_text_is_read_in_a_time_that_grows_with_its_length() -> None:
    for piece in [
        '"',
        ". ",
        '."X',
        "“a. ",
        "• a ",
        "Wes Pike\n",
        "Xyz Ltd. Zed ",
        "” \n“",
        "When he ",
    ]:
        document = text_document(piece * (100_000 // len(piece)))
        assert all(s.text for s in document.sentences)


def test_words_are_lower_case_and_numbers_keep_their_decimals() -> None:
    text = "Labour’s 7.6 million, £1.2bn and the U.K.’s 10-year plan don't meet"
    assert words_of(text) == (
        *("labour", "7.6", "million", "1.2bn", "and", "the", "uk", "s", "10", "year", "plan"),
        *("don't", "meet"),
    )


@pytest.mark.parametrize(
    "second",
    [
        "And the trust agreed.", "But the trust agreed.", "So the ward closed.", "However, it closed.",
        "He left.", "She’s expected to speak.", "They say so.", "The pair will meet.", "It comes as doctors vote.",
        "This was denied.", "That could change.", "These were closed.", "Those were closed.", "His post is empty.",
        "Her deputy spoke.", "Their pay is frozen.", "In doing so he broke the rules.", "In contrast, Leeds fell.",
        "When she arrived, the ward was shut.", "Despite this, waits fell.", "Both were shut.", "Others left.",
    ],
)  # fmt: skip
def test_a_sentence_that_points_back_leans(second: str) -> None:
    assert leaning(f"Asha Penrose runs the trust. {second}") == [False, True]


@pytest.mark.parametrize(
    "second",
    [
        "When she speaks in Leeds on Friday, Asha Penrose will name a date.",
        "In his letter to the board, Dan Moss named a date.",
        "This week 300 nurses will strike.",
        "Those who waited longest were called first.",
        "According to Dan Moss, the ward is shut.",
        "Itchen ward is shut.",
        "Hereford reopened its ward.",
        "Thistle ward is shut.",
        '"We are ready," Dan Moss said.',
        "Dan Moss said: “But nobody asked us.”",
    ],
)
def test_a_sentence_that_names_what_it_speaks_of_stands(second: str) -> None:
    assert leaning(f"Asha Penrose runs the trust. {second}") == [False, False]


def test_a_speech_over_paragraphs_leans_until_it_is_closed() -> None:
    text = (
        'Asha Penrose said: "The ward is full. Staff are tired.\n\n"Patients wait.\n\n'
        '"We need beds.”\n\nThe trust disagreed.'
    )
    document = text_document(text)
    assert [s.leans for s in document.sentences] == [False, True, True, True, False]
    assert [s.open_quote for s in document.sentences] == [True, True, True, False, False]


def test_a_text_that_ends_inside_a_quotation_says_so() -> None:
    document = text_document(f"{PROSE}\n\n“We are ready,” Dan Moss said.\n\n“Staff came in early.")
    assert [s.open_quote for s in document.sentences] == [False, False, True]
    assert document.sentences[-1].leans


def test_a_mark_that_nobody_closes_does_not_swallow_the_paragraphs_after_it() -> None:
    document = text_document(f'Dan Moss called it "a start.\n\n{PROSE}\n\n{MORE}')
    assert [s.leans for s in document.sentences] == [False, False, False]


def test_a_quotation_without_its_speaker_leans() -> None:
    text = f"{PROSE}\n\n“It is a disgrace.”\n\n“We wait,” he said.\n\n“We wait,” said Dan Moss."
    assert leaning(text) == [False, True, True, False]


def test_apostrophes_open_no_quotation() -> None:
    text = "Staff at St. Thomas' Hospital don't know. The trust’s board doesn’t either. Patients’ groups do."
    document = text_document(text)
    assert not any(s.leans or s.open_quote for s in document.sentences)


def test_british_single_quotes_carry_a_speech() -> None:
    document = text_document(
        "Dan Moss said: ‘The ward isn’t safe. Patients don’t come.’ The trust agreed."
    )
    assert [s.leans for s in document.sentences] == [False, True, False]
    assert [s.open_quote for s in document.sentences] == [True, False, False]


def test_the_title_is_the_label_and_not_repeated_as_a_sentence() -> None:
    document = read_document(
        article(f"Waits rise at Harlow\n\n{PROSE}", title=" Waits rise at  Harlow ")
    )
    assert document.label is not None
    assert (document.label.text, document.label.part) == ("Waits rise at  Harlow", "title")
    assert [s.text for s in document.shown] == [PROSE]


@pytest.mark.parametrize("break_", ["\n\n", "\n", "\r\n", "\r\n\r\n"])
def test_the_first_line_without_a_full_stop_is_a_heading_and_the_label(break_: str) -> None:
    document = text_document(f"Waits rise at Harlow{break_}{PROSE}{break_}{MORE}")
    assert document.label is not None and document.label.text == "Waits rise at Harlow"
    assert [s.kind for s in document.sentences] == ["heading", "sentence", "sentence"]


def test_the_first_sentence_labels_a_text_without_heading() -> None:
    document = text_document(f"{PROSE} {MORE}")
    assert document.label is not None and document.label.text == PROSE


def test_bullets_on_top_are_the_label_and_lose_their_mark() -> None:
    document = text_document(f"• Waits rise at Harlow\n  • Beds to open\n\n{PROSE}")
    assert [s.kind for s in document.sentences] == ["bullet", "bullet", "sentence"]
    assert document.label is not None and document.label.text == "Waits rise at Harlow"


def test_headings_between_paragraphs_are_not_shown() -> None:
    document = text_document(
        f"{PROSE}\n\nBeds and staff\n\n{MORE}\n\nWhat happens next?\n\n{PROSE[:-1]} again."
    )
    assert [s.kind for s in document.sentences].count("heading") == 2
    assert "Beds and staff" not in [s.text for s in document.shown]


def test_a_text_of_one_line_without_a_full_stop_can_still_be_shown() -> None:
    document = text_document("Junior doctors to strike in March")
    assert [s.text for s in document.shown] == ["Junior doctors to strike in March"]


NAMED = f"{PROSE} Ada Finch, who leads the union, said the board had failed.\n\n"


@pytest.mark.parametrize(
    ("kind", "piece"),
    [
        ("caption", "Ada Finch outside the hospital. (Picture: Tom Rudd/Harlow Press)"),
        ("caption", "The new ward at Harlow. Credit: Tom Rudd"),
        ("caption", "Image caption, the ward has been shut since May"),
        ("caption", "Ada Finch"),
        ("caption", "Ada Finch for use with story"),
        ("caption", "Nurses on the picket line in Harlow. Photograph: Tom Rudd/Getty"),
        ("advert", "Want more health news? Sign up to our daily newsletter."),
        ("advert", "Listen to the latest episode of our podcast for the story behind the story…"),
        ("advert", "Advertisement"),
        ("byline", "By Ada Finch, health correspondent"),
        ("byline", "By Ada Finch and Tom Rudd"),
        ("byline", "Published 12 May 2026, 10:14"),
        ("byline", "Last updated on 3 June 2026"),
        ("related", "Read more: Trust to open ten beds"),
        ("related", "Related articles"),
        ("copyright", "© 2026 Harlow Press"),
        ("table", "Harlow 1,203 98% Millbrook 980 91% Leeds 1,411 77%"),
        ("garbled", "Staff want better retention, rotas and training in the north, and a say on recruittion, rotas and training"),
        ("garbled", "The minister said that the plan for the winter would be published by the"),
        ("garbled", "The trust â€œregretsâ€ the delay."),
    ],
)  # fmt: skip
def test_what_is_not_the_article_is_left_out_and_named(kind: str, piece: str) -> None:
    text = f"{NAMED}{piece}\n\n{MORE}"
    document = text_document(text)
    assert document.left_out == (LeftOut(kind, piece),)
    assert piece not in texts(document)
    assert texts(document)[-1] == MORE


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients should sign up for the app by May, the minister said, or they will lose their place.",
        "“Listen to our nurses, read our newsletter,” Ada Finch said.",
        "By Friday the trust had closed ten beds.",
        "Ada Finch will lead the union until May.",
        "Ministers published the plan in 2026.",
        "The union launched its own podcast about pay today.",
        "• Staff want to know how long the wait is likely to be",
        "Asha Penrose said:",
    ],
)
def test_the_article_is_not_taken_for_furniture(sentence: str) -> None:
    document = text_document(f"{NAMED}{sentence}\n\n{MORE}")
    assert document.left_out == ()
    assert sentence.removeprefix("• ") in [s.text for s in document.shown]


def test_lines_of_one_kind_that_follow_each_other_are_one_piece() -> None:
    document = text_document(f"{NAMED}Ada Finch for use with story\n\nAda Finch\n\n{MORE}")
    assert document.left_out == (LeftOut("caption", "Ada Finch for use with story\n\nAda Finch"),)


def test_what_the_page_lost_is_counted_with_what_the_text_lost() -> None:
    page = article(f"{NAMED}Advertisement\n\n{MORE}")
    lost = LeftOut("cookies", "We use cookies")
    document = read_document(replace(page, version=replace(page.version, left_out=(lost,))))
    assert [piece.kind for piece in document.left_out] == ["cookies", "advert"]


def test_a_dateline_is_no_part_of_the_first_sentence() -> None:
    document = text_document(f"HARLOW (Reuters) - {PROSE}")
    assert texts(document) == [PROSE]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("seed", "wanted"),
    [
        ("000", []),
        ("001", ["caption"]),
        ("002", []),
        ("003", ["caption"]),
        ("004", ["advert", "garbled"]),
    ],
)
def test_the_seeds_lose_their_furniture_and_nothing_else(seed: str, wanted: list[str]) -> None:
    found = sorted((SHARED / "seeds").glob(f"{seed}_*.txt"))
    if not found:
        pytest.skip(f"the shared development material is not in {SHARED}")
    text = found[0].read_text("utf-8")
    document = text_document(text)
    assert sorted(piece.kind for piece in document.left_out) == wanted
    assert all(text[s.line.start : s.line.end] == s.text for s in document.sentences)
    assert not document.shown[0].leans
