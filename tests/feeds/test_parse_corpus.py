"""Thousands of odd feeds, each with what its author expects of a parser: feedparser's own corpus."""

import ast
import os
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.parse import ParsedFeed, ParseError, parse_feed
from feeds.text import fold_space, text_of_html

SHARED = Path(os.environ.get("NHS_BRIEF_SHARED", Path(__file__).parents[2].parent / "shared"))
CORPUS = SHARED / "data" / "feedparser_corpus.tar.gz"
EXPECTED = re.compile(
    r"Expect:\s*(?:not bozo and )?(feed|entries\[0\])\[?['.]?(title|link|id|summary)'?\]?\s*==\s*(.+)$",
    re.MULTILINE,
)
# Of the stated titles, links, ids and summaries; the rest are views that one may take of a feed.
FLOOR = 0.97

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def corpus() -> list[bytes]:
    if not CORPUS.is_file():
        pytest.skip(f"no {CORPUS.name}: set NHS_BRIEF_SHARED to where it is")
    with tarfile.open(CORPUS) as packed:
        members = [member for member in packed if member.name.endswith(".xml")]
        return [file.read() for file in map(packed.extractfile, members) if file]


def test_every_file_is_read_or_refused_and_what_is_stated_is_found(corpus: list[bytes]) -> None:
    agreements, refused = [], 0
    for body in corpus:
        try:
            feed = parse_feed(body, "http://127.0.0.1:8097/")
        except ParseError:
            refused += 1
            continue
        agreements += _agreements(body, feed)
    assert len(corpus) > 2_000
    assert refused < 15
    assert len(agreements) > 400
    assert sum(agreements) / len(agreements) >= FLOOR


def _agreements(body: bytes, feed: ParsedFeed) -> Iterator[bool]:
    stated = EXPECTED.search(body[:2_000].decode("utf-8", "replace"))
    if not stated or (stated[1] != "feed" and not feed.entries):
        return
    found = getattr(feed if stated[1] == "feed" else feed.entries[0], stated[2], None)
    try:
        wanted = ast.literal_eval(stated[3].strip())
    except (ValueError, SyntaxError):
        return
    if isinstance(wanted, str) and (stated[1] != "feed" or stated[2] in ("title", "link")):
        shown = fold_space(found or "")
        yield shown in (fold_space(text_of_html(wanted)), fold_space(wanted))
