"""Draws pages and feeds from articles: one template per outlet, one per feed format. Pure but for
reading the templates.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.playground.newsroom.model import Article, Outlet
from bot.playground.newsroom.moments import LONDON

TEMPLATES = Path(__file__).parent / "templates"
TRACKING = "?utm_source=rss&utm_medium=feed&utm_campaign=latest"


@dataclass(frozen=True, slots=True)
class Pages:
    """Draws for one address (`base`, without a slash at its end) and one moment."""

    base: str
    now: datetime

    def front(self, outlets: tuple[Outlet, ...]) -> str:
        """Draw the page that lists the outlets."""
        return self._draw("front.html", outlets=outlets)

    def outlet_front(self, outlet: Outlet, articles: tuple[Article, ...]) -> str:
        """Draw an outlet's own front page; it names the feed as pages in life do."""
        return self._draw("outlet_front.html", outlet=outlet, articles=articles)

    def article(self, outlet: Outlet, article: Article, others: tuple[Article, ...]) -> str:
        """Draw an article in its outlet's template, with the titles of others beside it."""
        return self._draw(
            f"{outlet.slug}.html",
            outlet=outlet,
            article=article,
            others=others,
            link=self.base + article.path,
            picture=f"{self.base}/{outlet.slug}/pictures/{article.slug}.svg",
            linked_data=linked_data(outlet, article, self.base),
        )

    def feed(self, outlet: Outlet, articles: tuple[Article, ...]) -> str:
        """Draw an outlet's feed in its format."""
        if outlet.format == "json":
            return json.dumps(self._json_feed(outlet, articles), ensure_ascii=False, indent=1)
        return self._draw(f"{outlet.format}.xml", outlet=outlet, articles=articles)

    def picture(self, name: str) -> str:
        """Draw a plain picture, so that pages have some and nothing is copied."""
        return self._draw("picture.svg.xml", name=name.replace("-", " "))

    def link(self, outlet: Outlet, article: Article) -> str:
        """Return an article's address as the outlet's feed prints it."""
        return self.base + article.path + (TRACKING if outlet.tracking else "")

    def _draw(self, template: str, **values: object) -> str:
        return (
            _environment()
            .get_template(template)
            .render(base=self.base, now=self.now, link_of=self.link, **values)
        )

    def _json_feed(self, outlet: Outlet, articles: tuple[Article, ...]) -> dict[str, Any]:
        return {
            "version": "https://jsonfeed.org/version/1.1",
            "title": outlet.name,
            "home_page_url": f"{self.base}/{outlet.slug}/",
            "feed_url": self.base + outlet.feed_path,
            "language": "en-GB",
            "items": [self._json_entry(outlet, article) for article in articles],
        }

    def _json_entry(self, outlet: Outlet, article: Article) -> dict[str, Any]:
        return {
            "id": self.base + article.path,
            "url": self.link(outlet, article),
            "title": article.title,
            "summary": article.summary,
            "content_html": f"<p>{escape(article.summary)}</p>",
            "date_published": article.published.isoformat(),
            "date_modified": article.changed.isoformat(),
            "authors": [{"name": name} for name in article.authors],
        }


def linked_data(outlet: Outlet, article: Article, base: str) -> dict[str, Any]:
    """Return the schema.org description that a page carries as JSON-LD."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting" if article.live else "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": base + article.path},
        "headline": article.title,
        "description": article.summary,
        "datePublished": local(article.published).isoformat(),
        "dateModified": local(article.changed).isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
        "image": f"{base}/{outlet.slug}/pictures/{article.slug}.svg",
        "isAccessibleForFree": article.free,
    }
    if not article.free:
        found["hasPart"] = {
            "@type": "WebPageElement",
            "isAccessibleForFree": False,
            "cssSelector": ".paywalled",
        }
    if article.live:
        found["liveBlogUpdate"] = _live_posts(article)
    return found


def _live_posts(article: Article) -> list[dict[str, Any]]:
    return [
        {"@type": "BlogPosting", "headline": b.text, "datePublished": local(b.at).isoformat()}
        for b in article.blocks
        if b.at is not None and b.kind == "heading"
    ]


def local(at: datetime) -> datetime:
    """Return the moment in London's time, as outlets print it."""
    return at.astimezone(LONDON)


def long_date(at: datetime) -> str:
    """Return "Monday 23 November 2026"."""
    day = local(at)
    return f"{day:%A} {day.day} {day:%B} {day:%Y}"


def short_date(at: datetime) -> str:
    """Return "23 November 2026"."""
    day = local(at)
    return f"{day.day} {day:%B} {day:%Y}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "long_date": long_date,
        "short_date": short_date,
        "clock": lambda at: f"{local(at):%H:%M}",
        "iso": lambda at: local(at).isoformat(),
        "paragraph": lambda text: f"<p>{escape(text, quote=False)}</p>",
        "rfc822": lambda at: format_datetime(local(at)),
    }
    return environment
