"""What is shown stands in the source, looks as it should, and Slack takes it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.answers import answer_message, passage_message, search_message
from bot.blocks.cards import (
    ahead_message,
    figures_message,
    quotes_message,
    summaries_message,
    summary_message,
)
from bot.blocks.digest import digest_message
from bot.blocks.lines import Proofreader, content_lines, paragraph_around, versions_of
from bot.blocks.lists import (
    EditionStatus,
    feed_health,
    feeds_message,
    help_message,
    note_message,
    status_message,
)
from bot.blocks.message import (
    MAX_BLOCKS,
    MAX_CHARACTERS,
    MAX_TEXT,
    block_size,
    escaped,
    offering_post,
)
from bot.blocks.words import outside, safe_url
from bot.model import Delivery, Message, Subscription
from bot.playground.workspace.blocks.validate import message_size, validate_blocks
from feeds.model import Feed, FeedState
from feeds.text import fold_space
from summaries.model import Line, Receipt
from tests.bot.briefings import (
    CLAIM,
    FIRST,
    OTHER,
    REPLY,
    TEXT,
    TEXTS,
    TITLE,
    ahead,
    answer,
    card,
    claim_card,
    digest,
    empty_digest,
    line,
    said,
    source,
    story,
    summary,
)


def said_by_us(message: Message) -> str:
    """All text of the blocks that does not stand in a content slot."""
    blocks = json.loads(json.dumps(message.blocks))

    def texts(node: object) -> list[str]:
        if isinstance(node, list):
            return [t for child in node for t in texts(child)]
        if not isinstance(node, dict) or node.get("type") == "rich_text_quote":
            return []
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [
            t for key, child in node.items() if key != "text" or not own for t in texts(child)
        ]

    return "".join(texts(blocks))


def one(found: tuple[Message, ...]) -> Message:
    assert len(found) == 1
    return found[0]


# Promise 1


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


# Figures, quotes, dates


def test_a_card_shows_hedge_standing_nation_and_its_sentence() -> None:
    message = figures_message((card(), claim_card()), TEXTS)
    assert content_lines(message.blocks) == (
        "Around 41,000 people",
        FIRST.text,
        "more than 900 operations",
        CLAIM.text,
    )
    labels = said_by_us(message)
    assert "England · people · stated · The Marlowe Post · 22 Nov 2026" in labels
    assert "England · operations · last month · claim by Bo Sample" in labels


def test_a_figure_whose_sentence_fails_is_not_shown_at_all() -> None:
    naked = card(sentence=replace(FIRST, version=99))
    message = figures_message((naked,), TEXTS)
    assert message.lines == ()
    assert "No key figures" in message.text


def test_a_figure_from_outside_its_sentence_is_not_shown() -> None:
    assert figures_message((card(sentence=CLAIM),), TEXTS).lines == ()


def test_words_that_the_article_does_not_print_make_no_label() -> None:
    message = figures_message((card(counted="patients dying", period="this week"),), TEXTS)
    assert "dying" not in message.text
    assert "this week" not in message.text
    spoken = quotes_message((said(speaker="Zed Nobody", role="minister"),), TEXTS)
    assert "Zed" not in spoken.text
    assert "speaker not named" in spoken.text


def test_a_speaker_is_named_once_for_words_that_follow_one_another() -> None:
    message = quotes_message(
        (said(), said(line=CLAIM), said(line=CLAIM, speaker="Bo Sample")), TEXTS
    )
    assert message.lines == (said().quote.line, CLAIM, CLAIM)
    assert message.text.count("Amina Example ·") == 1
    assert message.text.count("Bo Sample ·") == 1


def test_an_article_without_outlet_is_named_by_its_number_once() -> None:
    message = search_message("x", [source(2), source(1)], TEXTS)
    assert "article 2 · undated\n" in message.text + "\n"
    assert "The Marlowe Post · 22 Nov 2026 · article 1" in message.text
    top = story(sources=(source(), source(2)))
    assert "also in article 2" in one(digest_message(digest(top=top), TEXTS)).text


def test_an_open_quotation_says_that_it_continues() -> None:
    message = quotes_message((said(continues=True),), TEXTS)
    assert message.text.endswith("quote continues")
    assert "chief executive of the trust" in said_by_us(message)


def test_a_date_is_named_by_its_day_or_as_printed() -> None:
    message = ahead_message((ahead(), ahead(date="--12-04"), ahead(date=None)), TEXTS)
    labels = said_by_us(message)
    assert "Friday 4 December 2026" in labels
    assert labels.count("“4 December”, day not known") == 2


def test_today_and_tomorrow_are_called_so_in_a_briefing() -> None:
    message = one(digest_message(digest(ahead=(ahead(date="2026-11-24"),)), TEXTS))
    assert "tomorrow, Tuesday 24 November 2026" in message.text


def test_the_receipt_names_the_most_frequent_kinds() -> None:
    kinds = (("related", 9), ("comments", 2), ("a", 1), ("b", 1), ("c", 1), ("d", 1), ("e", 3))
    message = one(digest_message(digest(receipt=Receipt(9, 9, left_out=kinds)), TEXTS))
    assert "9 related links, 2 comment boxes, 1 a, 1 b, 1 c, 1 d and 3 others" in message.text


# The briefing


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


# Size


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


# Untrusted text


HOSTILE = "<!channel> *bold* :tada: <https://evil.example|click> @here &amp; \u202egnp.exe"


def test_hostile_content_stays_text() -> None:
    texts: dict[int, tuple[str | None, str]] = {1: (HOSTILE, HOSTILE), 2: (None, OTHER)}
    shown = Line(1, 1, 0, len(HOSTILE), HOSTILE)
    top = story(label=replace(shown, part="title"), lines=(shown,), source=source(outlet=HOSTILE))
    message = one(digest_message(digest(top=top, cards=(), said=(), ahead=(), also=()), texts))
    assert "mrkdwn" not in json.dumps(message.blocks)
    assert "<" not in message.text
    assert "\u202e" not in said_by_us(message)
    assert content_lines(message.blocks)[0] == HOSTILE


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("https://a.example/a|b>c<d e", "https://a.example/a%7Cb%3Ec%3Cd%20e"),
        ("https://a.example/%20ready", "https://a.example/%20ready"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("https://[broken", None),
        ("", None),
        (None, None),
        ("https://a.example/" + "x" * 3000, None),
    ],
)
def test_only_plain_web_addresses_are_linked(url: str | None, safe: str | None) -> None:
    assert safe_url(url) == safe


def test_a_name_that_looks_like_another_address_is_no_link_label() -> None:
    fake = source(outlet="https://bank.example", url="https://evil.example/x")
    message = summary_message(summary(source=fake), (), TEXTS)
    assert "bank.example" not in said_by_us(message)
    assert "source" in said_by_us(message)


def test_a_name_from_outside_is_one_short_line() -> None:
    assert outside("A\nB\u200b\u202e " + "x" * 200) == "A B " + "x" * 75 + "…"
    assert escaped("<!here> & >") == "&lt;!here&gt; &amp; &gt;"


# The other messages


def test_an_article_card_has_headline_lines_figures_and_buttons() -> None:
    message = summary_message(summary(), (card(),), TEXTS)
    assert content_lines(message.blocks)[:2] == (TITLE, FIRST.text)
    assert [b["action_id"] for b in message.blocks[-1]["elements"]] == [
        "key_figures",
        "who_said_what",
        "source",
        "report_problem",
    ]


def test_an_answer_names_its_source_and_a_missing_one_says_so() -> None:
    found = answer_message(answer(), TEXTS)
    assert found.text.startswith("From my articles:")
    assert found.lines == (FIRST,)
    near = answer()
    near = replace(near, lines=(near.lines[0], replace(near.lines[1], score=0.8)))
    assert answer_message(near, TEXTS).lines == (FIRST, REPLY)
    missing = answer_message(answer(answered=False), TEXTS, place="this article")
    assert missing.text.startswith("Not in this article. Closest passages")
    nothing = answer_message(replace(answer(answered=False), lines=()), TEXTS)
    assert nothing.text == "Not in my articles."
    later = answer_message(answer(), TEXTS, first_in="this article")
    assert later.text.startswith("Not in this article. From my articles:")


def test_an_answer_whose_lines_all_fail_is_no_answer() -> None:
    gone = replace(
        answer(), lines=tuple(replace(x, line=replace(x.line, version=9)) for x in answer().lines)
    )
    message = answer_message(gone, TEXTS)
    assert message.text.startswith("Not in my articles.")
    assert len(message.refused) == 2


def test_search_results_open_their_articles_and_turn_the_page() -> None:
    message = search_message("waits <!channel>", [source()], TEXTS, offset=10, more=True)
    ids = [button["action_id"] for button in message.blocks[-1]["elements"]]
    assert ids == ["article.1", "search_more"]
    assert json.loads(message.blocks[-1]["elements"][1]["value"])["offset"] == 11
    assert "<" not in message.text


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


def test_a_post_button_joins_the_last_row_or_stands_alone() -> None:
    card_reply = offering_post(summary_message(summary(), (), TEXTS), "article 1")
    assert card_reply.blocks[-1]["elements"][-1]["action_id"] == "post_to_channel"
    assert len(offering_post(note_message("Hello"), "help").blocks) == 2
    assert offering_post(note_message("Hello"), "x" * 2001) == note_message("Hello")


def test_help_names_every_command() -> None:
    text = help_message().text
    for word in (
        "search",
        "article",
        "figures",
        "quotes",
        "ahead",
        "subscribe",
        "preview",
        "feeds",
    ):
        assert f"/nhs-brief {word}" in text


# Slack takes it


EVERY_MESSAGE = {
    "digest": lambda: one(digest_message(digest(), TEXTS)),
    "empty digest": lambda: one(digest_message(empty_digest(), TEXTS)),
    "card": lambda: offering_post(summary_message(summary(), (card(), claim_card()), TEXTS), "x"),
    "summaries": lambda: summaries_message([summary(), summary()], TEXTS),
    "figures": lambda: figures_message((card(), claim_card()), TEXTS, topic="waits"),
    "quotes": lambda: quotes_message((said(), said(continues=True)), TEXTS, who="trust"),
    "ahead": lambda: ahead_message((ahead(), ahead(date=None)), TEXTS),
    "answer": lambda: answer_message(answer(), TEXTS),
    "no answer": lambda: answer_message(answer(answered=False), TEXTS),
    "search": lambda: search_message("waits", [source(), source(2)], TEXTS, more=True),
    "passage": lambda: passage_message(CLAIM, source(), TEXTS),
    "help": help_message,
    "note": lambda: note_message("Paused."),
    "status": lambda: status_message([EditionStatus(SUBSCRIPTION, NOW, None)], NOW),
    "feeds": lambda: feeds_message([(FEED, FeedState(FEED.url))] * 50, NOW, may_change=True),
}


@pytest.mark.parametrize("name", EVERY_MESSAGE)
def test_slack_takes_every_kind_of_message(name: str) -> None:
    message = EVERY_MESSAGE[name]()
    blocks = json.loads(json.dumps(message.blocks))
    assert validate_blocks(blocks) == ()
    assert message_size(blocks) <= MAX_CHARACTERS
    assert message.text


def test_the_validator_would_refuse_a_broken_message() -> None:
    blocks = json.loads(json.dumps(one(digest_message(digest(), TEXTS)).blocks))
    blocks[0]["text"]["text"] = "x" * 200
    assert validate_blocks(blocks)


# Lists


NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FEED = Feed("Marlowe <Post>", "https://marlowe.example/rss", nation="England", licence="open")
SUBSCRIPTION = Subscription(
    "T1", "C1", "weekly", time(8), "Europe/London", "mon,thu", "full", NOW, exclude=("dental",)
)


def test_status_says_when_the_next_comes_and_what_became_of_the_last() -> None:
    last = Delivery(
        "d", "T1", "C1", "weekly", date(2026, 11, 19), 1, "uncertain", reason="no scope"
    )
    text = status_message([EditionStatus(SUBSCRIPTION, NOW, last)], NOW).text
    assert "weekly · 08:00 Europe/London · mon, thu · full · exclude dental" in text
    assert "next Mon 23 Nov 08:00 · 19 Nov 2026: may not have arrived (no scope)" in text
    paused = replace(SUBSCRIPTION, paused_until=NOW + timedelta(days=3))
    assert "paused until Thu 26 Nov 08:00" in status_message([EditionStatus(paused)], NOW).text
    assert "/nhs-brief subscribe morning" in status_message([], NOW).text


def test_a_dead_feed_says_for_how_long() -> None:
    dead = FeedState(FEED.url, answered_at=NOW - timedelta(hours=26), failures=9, error="HTTP 503")
    assert feed_health(dead, NOW) == "failing (9 times), last answer 26 hours ago: HTTP 503"
    assert feed_health(FeedState(FEED.url), NOW) == "not asked yet"
    assert feed_health(replace(dead, gone=True), NOW) == "gone: no longer asked"
    well = FeedState(
        FEED.url, answered_at=NOW - timedelta(minutes=5), new_at=NOW - timedelta(days=3)
    )
    assert feed_health(well, NOW) == "answered 5 minutes ago, last new 3 days ago"


def test_sources_are_numbered_and_their_names_are_only_text() -> None:
    message = feeds_message([(FEED, FeedState(FEED.url))], NOW)
    assert "1. Marlowe &lt;Post&gt; · England · open licence · not asked yet" in message.text
    assert "mrkdwn" not in json.dumps(message.blocks)
