"""Text from outside is only text, and Slack takes every kind of message."""

import json
from dataclasses import replace

import pytest

from bot.blocks.answers import answer_message, passage_message, search_message
from bot.blocks.cards import (
    ahead_message,
    figures_message,
    quotes_message,
    summaries_message,
    summary_message,
)
from bot.blocks.digest import digest_message
from bot.blocks.lines import content_lines
from bot.blocks.lists import (
    EditionStatus,
    feeds_message,
    help_message,
    note_message,
    status_message,
)
from bot.blocks.message import (
    MAX_CHARACTERS,
    escaped,
    offering_post,
)
from bot.blocks.words import outside, safe_url
from bot.playground.workspace.blocks.validate import message_size, validate_blocks
from feeds.model import FeedState
from summaries.model import Line
from tests.bot.blocks.shown import FEED, NOW, SUBSCRIPTION, one, said_by_us
from tests.bot.briefings import (
    CLAIM,
    OTHER,
    TEXTS,
    ahead,
    answer,
    card,
    claim_card,
    digest,
    empty_digest,
    said,
    source,
    story,
    summary,
)

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
