"""What a page says of itself: JSON-LD first, OpenGraph and other meta tags next, htmldate last."""

import html as html_entities
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from feeds.bylines import authors_in, names_in
from feeds.text import clean_text, fold_space

MAX_LD_CHARACTERS = 1_000_000
MAX_LD_NODES = 2_000
_ARTICLE_TYPES = re.compile(
    r"(article|blogposting|report|review|newsarticle|statement|webpage)$", re.I
)
_TITLE_TAIL = re.compile(r"\s+[|–—-]\s+[^|–—]{2,60}$")
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "pubdate",
    "publish-date", "published-date", "cxenseparse:recs:publishtime", "parsely-pub-date",
    "sailthru.date", "govuk:first-published-at",
)  # fmt: skip
_MODIFIED_NAMES = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified",
    "govuk:updated-at", "govuk:public-updated-at",
)  # fmt: skip
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "byl",
    "sailthru.author",
)
_OUTLET_NAMES = ("og:site_name", "application-name", "dc.publisher", "twitter:site")


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's own words about itself; `body` is the article's text where JSON-LD carries it."""

    title: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    outlet: str | None = None
    canonical: str | None = None
    free: bool | None = None
    body: str = ""


def read_metadata(tree: HtmlElement, url: str | None = None) -> Metadata:
    """Read what the page says of itself. Dates are aware UTC; a date without time is midnight."""
    article, metas = _linked_article(tree), _metas(tree)
    headline = _line(tree.xpath("string((//h1[normalize-space()])[1])"))
    bar = _line(tree.xpath("string(//title[1])"))
    return Metadata(
        title=_title(article, metas, headline, bar),
        description=_line(_text(article, "description"))
        or _first(metas, ("og:description", "description", "twitter:description")),
        authors=_authors(tree, article, metas),
        published=_date(_text(article, "datePublished"))
        or _meta_date(metas, _DATE_NAMES)
        or _guessed(tree),
        modified=_date(_text(article, "dateModified")) or _meta_date(metas, _MODIFIED_NAMES),
        outlet=_outlet(article, metas, url),
        canonical=_canonical(tree, metas, url),
        free=_is_free(article),
        body=_text(article, "articleBody"),
    )


def _linked_article(tree: HtmlElement) -> Mapping[str, Any]:
    """Pick the article among the page's JSON-LD: the one with most to say."""
    nodes = [node for block in _linked_blocks(tree) for node in _nodes(block)]
    articles = [node for node in nodes if any(map(_ARTICLE_TYPES.search, _types(node)))]
    weight = ("headline", "datePublished", "author", "articleBody", "isAccessibleForFree")
    return max(articles, key=lambda node: sum(key in node for key in weight), default={})


def _linked_blocks(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        raw = (script.text or "")[:MAX_LD_CHARACTERS].strip().removeprefix("<![CDATA[")
        for attempt in (
            raw,
            re.sub(r"[\x00-\x1f]+", " ", raw).rstrip("]>; "),
            html_entities.unescape(raw),
        ):
            try:
                yield json.loads(attempt, strict=False)
                break
            except (ValueError, RecursionError):
                continue


def _nodes(block: Any) -> Iterator[Mapping[str, Any]]:
    """Walk lists, graphs and main entities, breadth first and bounded."""
    queue, seen = [block], 0
    while queue and seen < MAX_LD_NODES:
        node, seen = queue.pop(0), seen + 1
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            yield node
            queue += [
                node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node
            ]


def _types(node: Mapping[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [
        kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    ]


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for meta in tree.xpath("//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name and meta.get("content").strip():
            metas.setdefault(name.strip().lower(), []).append(meta.get("content")[:2_000])
    return metas


def _title(
    article: Mapping[str, Any], metas: dict[str, list[str]], headline: str | None, bar: str | None
) -> str | None:
    """Choose the title on which most places of the page agree."""
    places = (
        (headline, 0.9),
        (_line(_text(article, "headline")), 1.2),
        (_first(metas, ("og:title", "dc.title")), 1.1),
        (_first(metas, ("twitter:title",)), 0.5),
    )
    votes: dict[str, float] = {}
    for title, weight in places:
        if title:
            votes[title] = votes.get(title, 0.0) + weight
    for title in votes:
        votes[title] += 0.5 if (bar or "").startswith(title) else 0.0
    return max(votes, key=votes.__getitem__, default=_TITLE_TAIL.sub("", bar) if bar else None)


def _authors(
    tree: HtmlElement, article: Mapping[str, Any], metas: dict[str, list[str]]
) -> tuple[str, ...]:
    linked = [name for name in _people(article.get("author") or article.get("creator")) if name]
    if linked:
        return authors_in(linked)
    named = [value for name in _AUTHOR_NAMES for value in metas.get(name, ())]
    if found := names_in(named):
        return found
    shown = tree.xpath(
        "//*[@rel='author' or @itemprop='author' or @itemprop='name' and ancestor::*[@itemprop='author']]"
    )
    return names_in(part.text_content()[:200] for part in shown[:6])


def _people(author: Any) -> Iterator[str]:
    for person in (author if isinstance(author, list) else [author])[:20]:
        name = person.get("name") if isinstance(person, dict) else person
        for one in name if isinstance(name, list) else [name]:
            if isinstance(one, str):
                yield html_entities.unescape(one)


def _outlet(article: Mapping[str, Any], metas: dict[str, list[str]], url: str | None) -> str | None:
    publisher = article.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    linked = publisher.get("name") if isinstance(publisher, dict) else publisher
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    printed = _line(linked) if isinstance(linked, str) else None
    return (
        _first(metas, _OUTLET_NAMES[:1])
        or printed
        or _first(metas, _OUTLET_NAMES[1:])
        or host
        or None
    )


def _canonical(tree: HtmlElement, metas: dict[str, list[str]], url: str | None) -> str | None:
    links = tree.xpath("//link[@rel='canonical']/@href") + metas.get("og:url", [])
    for link in links:
        try:
            absolute = urljoin(url or "", clean_text(str(link)).strip())
            if urlsplit(absolute).scheme in ("http", "https") and urlsplit(absolute).hostname:
                return absolute
        except ValueError:
            continue
    return None


def _is_free(article: Mapping[str, Any]) -> bool | None:
    said = article.get("isAccessibleForFree")
    if isinstance(said, str):
        return {"true": True, "false": False}.get(said.strip().lower().rsplit("/", 1)[-1])
    return said if isinstance(said, bool) else None


def _meta_date(metas: dict[str, list[str]], names: tuple[str, ...]) -> datetime | None:
    dates = (_date(value) for name in names for value in metas.get(name, ()))
    return next(filter(None, dates), None)


def _date(printed: str) -> datetime | None:
    """Read an ISO date or time; a naive one is taken for UTC."""
    bare = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", printed.strip())
    bare = re.sub(r"(\d)\s+(?=[+-]\d\d:)", r"\1", bare)
    try:
        moment = datetime.fromisoformat(bare)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC) if 1990 <= aware.year <= 2100 else None
    except (ValueError, OverflowError):
        return None


def _guessed(tree: HtmlElement) -> datetime | None:
    """Ask htmldate, which reads <time>, the address and the words of the page."""
    try:
        found = find_date(tree, original_date=True, extensive_search=False)
    except Exception:  # it raises odd errors on odd pages; no date is then the answer
        return None
    return _date(found) if found else None


def _text(node: Mapping[str, Any], key: str) -> str:
    value = node.get(key)
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next(
        filter(None, (_line(value) for name in names for value in metas.get(name, ()))), None
    )


def _line(raw: object) -> str | None:
    return fold_space(clean_text(html_entities.unescape(str(raw or ""))))[:500] or None
