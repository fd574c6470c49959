"""Promise 1 at the moment of rendering: only the very slice of a stored version is shown."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.answers import passage_message
from bot.blocks.digest import digest_message
from bot.blocks.lines import Proofreader, content_lines, paragraph_around, versions_of
from feeds.text import fold_space
from summaries.model import Line
from tests.bot.blocks.shown import one
from tests.bot.briefings import (
    CLAIM,
    FIRST,
    TEXT,
    TEXTS,
    TITLE,
    answer,
    digest,
    empty_digest,
    line,
    source,
    story,
    summary,
)


def test_every_line_of_a_briefing_reads_back_as_a_slice_of_its_version() -> None:
    message = one(digest_message(digest(), TEXTS))
    held = json.loads(json.dumps(message.blocks))
    assert content_lines(held) == tuple(fold_space(shown.text) for shown in message.lines)
    assert message.refused == ()
    for shown in message.lines:
        title, text = TEXTS[shown.version]
        assert ((title or "") if shown.part == "title" else text)[
            shown.start : shown.end
        ] == shown.text


@pytest.mark.parametrize(
    "false",
    [
        replace(FIRST, text=FIRST.text.replace("41,000", "14,000")),
        replace(FIRST, start=FIRST.start + 1),
        replace(FIRST, end=FIRST.end + 1, text=FIRST.text + " "),
        replace(FIRST, version=99),
        replace(FIRST, part="title"),
        replace(FIRST, start=FIRST.start - len(TEXT), end=FIRST.end - len(TEXT)),
        Line(1, 1, 84, 86, "\n\n"),
        Line(1, 1, 5, 5, ""),
    ],
    ids=[
        "word changed",
        "shifted",
        "too long",
        "no version",
        "wrong part",
        "negative",
        "blank",
        "empty",
    ],
)
def test_a_line_that_is_not_the_very_slice_is_left_out_and_told(false: Line) -> None:
    message = one(digest_message(digest(top=story(lines=(false, CLAIM)), cards=()), TEXTS))
    assert false in message.refused
    assert false not in message.lines
    assert CLAIM in message.lines
    assert not false.text.strip() or fold_space(false.text) not in content_lines(message.blocks)
    assert "1 line failed the check against the source" in message.text


def test_a_story_whose_lines_all_fail_leaves_no_bare_label() -> None:
    gone = replace(FIRST, version=99)
    broken = story(label=None, lines=(gone,), source=source(7, outlet="Gone Gazette"), sources=())
    message = one(digest_message(digest(also=(broken,)), TEXTS))
    assert "ALSO TODAY" not in message.text
    assert "Gone Gazette" not in message.text


def test_white_space_is_folded_and_nothing_else_changes() -> None:
    text = "About\xa07.6  million\npeople – “so far” – wait. Next."
    whole = Line(1, 5, 0, 45, text[:45])
    message = one(
        digest_message(digest(top=story(label=None, lines=(whole,))), TEXTS | {5: (None, text)})
    )
    assert "About 7.6 million people – “so far” – wait." in content_lines(message.blocks)


def test_a_line_too_long_for_slack_is_left_out_whole_and_counted() -> None:
    text = "word " * 3000
    endless = Line(1, 5, 0, len(text), text)
    message = one(
        digest_message(digest(top=story(label=None, lines=(endless,))), TEXTS | {5: (None, text)})
    )
    assert endless not in message.lines
    assert "1 line too long to show" in message.text
    assert message.refused == ()


def test_added_words_in_a_slot_are_read_back() -> None:
    message = one(digest_message(digest(), TEXTS))
    held = json.loads(json.dumps(message.blocks))
    slot = next(
        e for b in held if b["type"] == "rich_text" for e in b["elements"] if "quote" in e["type"]
    )
    slot["elements"].append({"type": "link", "url": "https://x.example", "text": " and more"})
    assert content_lines(held)[0].endswith(" and more")


@given(st.text(max_size=300), st.integers(-5, 310), st.integers(-5, 310), st.text(max_size=5))
def test_whatever_the_offsets_only_true_slices_stand(
    text: str, start: int, end: int, other: str
) -> None:
    claimed = Line(1, 1, start, end, text[start:end] or other)
    if Proofreader({1: (None, text)}).stands(claimed):
        assert 0 <= start < end <= len(text)
        assert claimed.text == text[start:end]


def test_the_versions_whose_texts_are_needed_are_found() -> None:
    assert versions_of(digest()) == {1, 2}
    assert versions_of([summary()], answer()) == {1, 2}
    assert versions_of(empty_digest()) == frozenset()


def test_the_paragraph_shows_the_line_apart_from_its_neighbours() -> None:
    message = passage_message(CLAIM, source(), TEXTS)
    assert content_lines(message.blocks) == (
        "“We are hiring,” said Amina Example, chief executive of the trust.",
        CLAIM.text,
    )
    assert passage_message(line(TITLE), source(), TEXTS).lines == (line(TITLE),)
    assert "no longer" in passage_message(replace(CLAIM, version=9), source(), TEXTS).text


def test_a_paragraph_ends_at_line_breaks() -> None:
    text = "One.\n\nTwo. Three.\n\nFour."
    assert text[slice(*paragraph_around(text, 11, 17))] == "Two. Three."
    assert text[slice(*paragraph_around(text, 0, 1))] == "One."
