"""Answers, search results and lists say where they come from, and what is not there."""

import json
from dataclasses import replace
from datetime import date, timedelta

from bot.blocks.answers import answer_message, search_message
from bot.blocks.cards import summary_message
from bot.blocks.digest import digest_message
from bot.blocks.lists import (
    EditionStatus,
    feed_health,
    feeds_message,
    help_message,
    note_message,
    status_message,
)
from bot.blocks.message import offering_post
from bot.model import Delivery
from feeds.model import FeedState
from tests.bot.blocks.shown import FEED, NOW, SUBSCRIPTION, one
from tests.bot.briefings import (
    FIRST,
    REPLY,
    TEXTS,
    answer,
    digest,
    source,
    story,
    summary,
)


def test_an_article_without_outlet_is_named_by_its_number_once() -> None:
    message = search_message("x", [source(2), source(1)], TEXTS)
    assert "article 2 · undated\n" in message.text + "\n"
    assert "The Marlowe Post · 22 Nov 2026 · article 1" in message.text
    top = story(sources=(source(), source(2)))
    assert "also in article 2" in one(digest_message(digest(top=top), TEXTS)).text


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
