"""From the address of a page to its feed."""

import pytest

from feeds.discovery import discover_feeds

PAGE = """<html><head><base href="/news/">
<link rel="alternate" type="application/rss+xml" href="comments/feed" title="Comments">
<link rel="alternate" type="application/atom+xml" href="/health.atom">
<link rel="alternate" type="application/feed+json" href="https://other.example/feed.json">
<link rel="alternate" hreflang="cy" href="/cy/"><link rel="stylesheet" type="text/css" href="/rss">
</head><body><a href="feed:https://post.example/rss">RSS</a> <a href="local.rss">Local</a>
<a href="/feedback">Say</a> <a href="/health.atom">again</a> <a href="javascript:x/feed">no</a></body></html>"""


def test_feeds_are_found_most_likely_first_and_comments_last() -> None:
    assert discover_feeds(PAGE, "https://post.example/") == (
        "https://post.example/health.atom",
        "https://other.example/feed.json",
        "https://post.example/rss",
        "https://post.example/news/local.rss",
        "https://post.example/news/comments/feed",
    )


@pytest.mark.parametrize(
    "html",
    ["", "<", "<html>", "<a href='http://['>x</a>"],
)
def test_a_page_without_feeds_has_none(html: str) -> None:
    assert discover_feeds(html, "https://post.example/") == ()


def test_a_broken_base_is_passed_over() -> None:
    html = "<base href='http://['><a href='/feed'>x</a>"
    assert discover_feeds(html, "https://post.example/") == ("https://post.example/feed",)
