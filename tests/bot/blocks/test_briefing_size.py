"""A briefing of few or very many articles, with headlines as long as they come, fits into a message."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import islice

import pytest

from bot.blocks.digest import digest_message
from bot.blocks.lines import content_lines
from bot.blocks.message import MAX_BLOCKS, MAX_CHARACTERS, block_size
from bot.model import Message
from feeds.text import fold_space
from summaries.crafts import read_article
from summaries.digest import Wishes, compose_digest
from summaries.model import Length, Reading
from summaries.stories import group_stories
from tests.builders import NOON
from tests.evaluation.score_scale import events

HEADLINE = 400  # characters


@cache
def readings_of(count: int, headline: int = 0) -> tuple[Reading, ...]:
    """Articles of one day with figures, speakers and dates, each at an outlet of its own."""
    return tuple(_reading(number, headline) for number, _ in enumerate(range(count), 1))


def _reading(number: int, headline: int) -> Reading:
    document = ARTICLES[number - 1]
    article, version = document.article, document.article.version
    text = f"{version.text} Some {number},400 patients wait at the hospital. Health minister Ann Orme{number} said:"
    text += f" “The trust will open ward {number} on 4 December and pay £{number} million.”"
    title = (
        (f"Headline {number} " + "of many long words " * 30)[:headline].strip()
        if headline
        else "Short"
    )
    return read_article(
        replace(
            article,
            outlet=f"Outlet {number % 60}",
            published=NOON - timedelta(minutes=number),
            version=replace(version, title=title, text=text),
        )
    )


ARTICLES = [document for _, document in islice(events(), 500)]


def brief(readings: tuple[Reading, ...], length: Length) -> tuple[Message, ...]:
    stories = group_stories([r.document for r in readings])
    since, until = NOON - timedelta(days=1), NOON
    wishes = Wishes(length=length)
    digest = compose_digest("morning", NOON.date(), since, until, readings, stories, wishes)
    versions = (r.document.article.version for r in readings)
    return digest_message(digest, {v.id: (v.title, v.text) for v in versions})


@pytest.mark.parametrize("length", ["compact", "full"])
@pytest.mark.parametrize(
    ("count", "headline"), [(1, HEADLINE), (5, HEADLINE), (500, HEADLINE), (20, 0)]
)
def test_a_briefing_keeps_to_the_limits_of_a_message(
    count: int, headline: int, length: Length
) -> None:
    readings = readings_of(count, headline)
    messages = brief(readings, length)
    texts = [fold_space(r.document.article.version.text) for r in readings]
    titles = {r.document.article.version.title for r in readings}
    assert len(messages) == 1
    for message in messages:
        assert len(message.blocks) <= MAX_BLOCKS
        assert sum(block_size(block) for block in message.blocks) <= MAX_CHARACTERS
        assert message.refused == ()
        for line in content_lines(message.blocks):
            assert line in titles or any(line in text for text in texts)


@pytest.mark.parametrize("length", ["compact", "full"])
def test_the_same_articles_give_the_same_bytes(length: Length) -> None:
    once, again = (
        json.dumps([[m.text, m.blocks] for m in brief(readings_of(40, HEADLINE), length)])
        for _ in range(2)
    )
    assert once == again
