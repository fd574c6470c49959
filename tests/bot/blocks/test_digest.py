"""The briefing reads in its order, says what it left out, and loses nothing however long it is."""

import json
from datetime import date

import pytest

from bot.blocks.cards import summaries_message
from bot.blocks.digest import digest_message
from bot.blocks.lines import content_lines
from bot.blocks.message import (
    MAX_BLOCKS,
    MAX_CHARACTERS,
    MAX_TEXT,
    block_size,
)
from summaries.model import Line, Receipt
from tests.bot.blocks.shown import one, said_by_us
from tests.bot.briefings import (
    CLAIM,
    FIRST,
    TEXTS,
    TITLE,
    ahead,
    digest,
    empty_digest,
    source,
    story,
    summary,
)


def test_today_and_tomorrow_are_called_so_in_a_briefing() -> None:
    message = one(digest_message(digest(ahead=(ahead(date="2026-11-24"),)), TEXTS))
    assert "tomorrow, Tuesday 24 November 2026" in message.text


def test_the_receipt_names_the_most_frequent_kinds() -> None:
    kinds = (("related", 9), ("comments", 2), ("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 3))
    message = one(digest_message(digest(receipt=Receipt(9, 9, left_out=kinds)), TEXTS))
    assert "9 related links, 2 comment boxes, 1 a, 1 b, 1 c, 1 d and 3 others" in message.text


def test_the_briefing_reads_in_its_order() -> None:
    message = one(digest_message(digest(), TEXTS))
    marks = [
        "NHS Brief · morning · Monday 23 November 2026",
        "12 articles, 8 stories · about 2 min · since Fri 20 Nov 07:30",
        "TOP LINE",
        TITLE,
        FIRST.text,
        "other side",
        "ALSO TODAY",
        "BY THE NUMBERS",
        "WHO SAID WHAT",
        "LOOK AHEAD",
        "Read 12, used 9 · left out: 2 captions, 1 advert · 3 undated · 1 teaser",
    ]
    places = [message.text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert message.blocks[0]["type"] == "header"
    names = [button["action_id"] for button in message.blocks[-1]["elements"]]
    assert names == ["full_summary", "key_figures", "who_said_what", "report_problem"]
    assert json.loads(message.blocks[-1]["elements"][0]["value"]) == {"articles": [1, 2]}


def test_an_undated_article_without_outlet_is_named_by_its_number() -> None:
    message = one(digest_message(digest(), TEXTS))
    assert "article 2 · undated" in said_by_us(message)


def test_a_teaser_is_called_one() -> None:
    top = story(lines=(), source=source(teaser=True))
    assert "teaser only" in one(digest_message(digest(top=top), TEXTS)).text


def test_other_outlets_are_named_once() -> None:
    others = tuple(source(n, outlet=f"Outlet {n}", url=None) for n in (3, 4, 5, 6, 7))
    top = story(sources=(source(), *others, source(9)))
    labels = said_by_us(one(digest_message(digest(top=top), TEXTS)))
    assert "also at Outlet 3, Outlet 4, Outlet 5 and 3 more" in labels


def test_the_label_of_an_untitled_article_is_not_said_twice() -> None:
    top = story(label=FIRST, lines=(FIRST, CLAIM))
    message = one(digest_message(digest(top=top, cards=()), TEXTS))
    assert content_lines(message.blocks).count(FIRST.text) == 1


def test_an_empty_day_says_so_with_its_receipt() -> None:
    message = one(digest_message(empty_digest(), TEXTS))
    assert "Nothing new since Fri 20 Nov 07:30." in message.text
    assert "Read 2, used 0" in message.text
    assert all(block["type"] != "actions" for block in message.blocks)


def test_local_times_follow_the_zone() -> None:
    summer = digest(since=digest().since.replace(month=7), local_date=date(2026, 7, 23))
    assert "since Mon 20 Jul 08:30" in one(digest_message(summer, TEXTS)).text
    assert "since Mon 20 Jul 07:30" in one(digest_message(summer, TEXTS, "UTC")).text


def test_notes_stand_in_the_receipt() -> None:
    noted = digest(receipt=Receipt(1, 1, notes=("Friday’s edition was missed",)))
    assert "Friday’s edition was missed" in one(digest_message(noted, TEXTS)).text


def crowd(number: int, words: str) -> tuple[dict[int, tuple[str | None, str]], list[Line]]:
    texts: dict[int, tuple[str | None, str]] = {
        n: (None, f"{n} {words}") for n in range(1, number + 1)
    }
    return texts, [Line(n, n, 0, len(text), text) for n, (_, text) in texts.items()]


@pytest.mark.parametrize(
    ("number", "words"), [(5, "short."), (500, "short."), (60, "& <a> " * 300)]
)
def test_a_long_briefing_is_parted_and_loses_nothing(number: int, words: str) -> None:
    texts, lines = crowd(number, words)
    stories = tuple(
        story(label=None, lines=(x,), source=source(x.article), sources=(), topics=())
        for x in lines
    )
    whole = digest(top=stories[0], also=stories[1:], cards=(), said=(), ahead=())
    messages = digest_message(whole, texts)
    assert [x for message in messages for x in message.lines] == lines
    for message in messages:
        assert len(message.blocks) <= MAX_BLOCKS
        assert sum(map(block_size, message.blocks)) <= MAX_CHARACTERS
        assert len(message.text) <= MAX_TEXT
    assert all(message.blocks[-1]["type"] != "actions" for message in messages[:-1])
    assert messages[-1].blocks[-1]["type"] == "actions"
    if len(messages) > 1:
        assert f"part 2 of {len(messages)}" in messages[1].text


def test_the_top_level_text_ends_between_rows_and_says_how_many_follow() -> None:
    texts, lines = crowd(40, "word " * 60)
    stories = tuple(
        story(label=None, lines=(x,), source=source(x.article), sources=()) for x in lines
    )
    text = digest_message(digest(also=stories), texts | TEXTS)[0].text
    assert len(text) <= MAX_TEXT
    assert text.splitlines()[-2].endswith("word") or "undated" in text.splitlines()[-2]
    assert "more rows in the message" in text.splitlines()[-1]


def test_one_message_says_what_it_leaves_out() -> None:
    texts, lines = crowd(40, "word " * 150)
    many = [summary(source=source(x.article), lines=(x,)) for x in lines]
    message = summaries_message(many, texts | {1: texts[1]})
    assert "more not shown" in message.text or "more not shown" in said_by_us(message)
    assert sum(map(block_size, message.blocks)) <= MAX_CHARACTERS
