"""Damaged feeds and pages: each is read or refused, none takes too long, too much, or the process.

`NHS_BRIEF_MUTANTS=10000` makes the long run of it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from feeds.extract import extract_page
from feeds.model import FeedError, Page
from feeds.parse import ParsedFeed, parse_feed
from feeds.sandbox import Sandbox, SandboxError
from feeds.text import clean_text
from tests.feeds.hostile import page, rss
from tests.feeds.mutants import mutants

Read = TypeVar("Read")
HERE = Path(__file__).parent
COUNT = int(os.environ.get("NHS_BRIEF_MUTANTS", "250"))
URL = "https://post.example/news"
PAGES = tuple(path.read_bytes() for path in sorted((HERE / "pages").glob("*.html")))
FEEDS = tuple(path.read_bytes() for path in sorted((HERE / "rss").iterdir()) if path.is_file())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def survivors(read: Callable[[bytes], Read], seeds: Sequence[bytes]) -> Iterator[Read]:
    for number, body in enumerate(mutants(seeds, COUNT)):
        try:
            yield read(body)
        except SandboxError as error:
            pytest.fail(f"mutant {number}: {error}")
        except FeedError:
            continue


def test_damaged_feeds_are_read_or_refused(sandbox: Sandbox) -> None:
    feeds = list(survivors(lambda body: sandbox.run(parse_feed, body, URL), (*FEEDS, rss())))
    assert len(feeds) > COUNT / 4
    for feed in feeds:
        _check_feed(feed)


def test_damaged_pages_are_read_or_refused(sandbox: Sandbox) -> None:
    pages = list(survivors(lambda body: sandbox.run(extract_page, body, URL), (*PAGES, page("a"))))
    assert len(pages) > COUNT / 2
    for read in pages:
        _check_page(read)


def _check_feed(feed: ParsedFeed) -> None:
    for entry in feed.entries:
        assert entry.id
        assert entry.link is None or entry.link.startswith(("http://", "https://"))
        for text in (entry.title or "", entry.summary, entry.content):
            assert text == clean_text(text)
        for moment in filter(None, (entry.published, entry.updated)):
            assert moment.utcoffset() is not None


def _check_page(read: Page) -> None:
    for text in (read.text, read.title or "", *read.authors):
        assert text == clean_text(text)
    for moment in filter(None, (read.published, read.modified)):
        assert moment.utcoffset() is not None
