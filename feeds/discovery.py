"""The feeds that a page points to: its own <link>s first, then links that look like feeds. Pure."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from feeds.extract import MAX_HTML_BYTES, parse_html

MAX_FEEDS = 12
FEED_TYPES = re.compile(
    r"^application/((rss|atom|rdf)\+xml|feed\+json)\b|^text/xml\b", re.IGNORECASE
)
_FEED_PATH = re.compile(
    r"(/(feed|rss|atom)s?/?|\.(rss|atom|rdf)|/(feed|rss|atom|index)\.(xml|json)|[?&]feed=\w+)$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comments?(/|\b)", re.IGNORECASE)


def discover_feeds(html: bytes | str, url: str) -> tuple[str, ...]:
    """Give the addresses of a page's feeds, most likely first, each once; comment feeds last."""
    tree = parse_html(html[:MAX_HTML_BYTES])
    if tree is None:
        return ()
    base = _absolute(str(tree.xpath("string(//base/@href)")), url) or url
    links = (_absolute(link, base) for link in (*_declared(tree), *_linked(tree)))
    found = dict.fromkeys(link for link in links if link and link != url)
    ordered = sorted(found, key=lambda link: bool(_COMMENTS.search(link)))
    return tuple(ordered)[:MAX_FEEDS]


def _declared(tree: HtmlElement) -> Iterator[str]:
    for link in tree.xpath("//link[@href and contains(@rel, 'alternate')]"):
        if FEED_TYPES.search(link.get("type") or ""):
            yield link.get("href")


def _linked(tree: HtmlElement) -> Iterator[str]:
    for link in tree.xpath("//a/@href"):
        if _FEED_PATH.search(str(link).partition("#")[0]):
            yield str(link)


def _absolute(link: str, base: str) -> str | None:
    try:
        absolute = urljoin(base, link.strip().removeprefix("feed:"))
        parts = urlsplit(absolute)
        return absolute if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
