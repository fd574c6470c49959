"""The newsroom's labelled articles as the program gets them: drawn as pages, extracted, read.

The words are those of the labels' moment: whole live pages, before any edit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.playground.newsroom.articles import read_articles, read_outlets
from bot.playground.newsroom.model import Article as Written
from bot.playground.newsroom.model import Outlet
from bot.playground.newsroom.pages import Pages
from feeds.extract import extract_page
from feeds.model import Article, Page, Version
from feeds.text import fold_space
from summaries.crafts import read_article
from summaries.model import Reading

BASE = "https://newsroom.example"
GOLD = Path(__file__).with_name("gold.yaml")
HALVES = ("tune", "gate")
FEWEST_SHARED = 20  # characters that stand for a sentence: shorter ones must be equal


@dataclass(frozen=True, slots=True)
class Drawn:
    """An article as its author wrote it, and the page that its outlet makes of it."""

    written: Written
    html: str

    @property
    def url(self) -> str:
        return BASE + self.written.path


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its labels, read in two ways: from its page, and as if someone had copied the
    whole page into a text, captions, adverts and all."""

    label: Mapping[str, Any]
    written: Written
    reading: Reading
    pasted: Reading

    @property
    def half(self) -> str:
        return str(self.label["half"])

    def words(self, key: str) -> tuple[str, ...]:
        """Return the labelled sentences or words of a kind, white space folded."""
        return tuple(fold_space(words) for words in self.label.get(key, ()))


@cache
def gold() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(GOLD.read_text(encoding="utf-8"))
    return found


@cache
def drawn_pages() -> tuple[Drawn, ...]:
    """Draw every article's page at the labels' moment, with the outlet's other articles beside it."""
    now = datetime.fromisoformat(gold()["now"])
    outlets = {outlet.slug: outlet for outlet in read_outlets()}
    articles, pages = read_articles(now), Pages(BASE, now)

    def draw(article: Written) -> str:
        others = (a for a in articles if a.outlet == article.outlet and a.path != article.path)
        return pages.article(outlets[article.outlet], article, tuple(others)[:5])

    return tuple(Drawn(article, draw(article)) for article in articles)


@cache
def labelled_articles() -> tuple[Labelled, ...]:
    """Read every labelled article, oldest first, so that numbers rise with time."""
    outlets = {outlet.slug: outlet for outlet in read_outlets()}
    labels = {row["article"]: row for row in gold()["articles"]}
    return tuple(
        Labelled(
            labels[drawn.written.path],
            drawn.written,
            read_article(_archived(drawn, outlets, number, extract_page(drawn.html, drawn.url))),
            read_article(_archived(drawn, outlets, number, _pasted(drawn.written))),
        )
        for number, drawn in enumerate(reversed(drawn_pages()), 1)
    )


def is_same(shown: str, labelled: str) -> bool:
    """Whether a line shown is a labelled sentence, a part of it or more than it."""
    if shown == labelled:
        return True
    shorter, longer = sorted((shown, labelled), key=len)
    return len(shorter) >= FEWEST_SHARED and shorter in longer


def _pasted(article: Written) -> Page:
    photo = article.photo.parts if article.photo else ()
    body = (part for block in article.blocks for part in block.parts)
    lines = [line for line in (article.standfirst, *photo, *body) if line]
    return Page("\n\n".join(lines), title=article.title, teaser=not article.free)


def _archived(drawn: Drawn, outlets: Mapping[str, Outlet], number: int, page: Page) -> Article:
    written, outlet = drawn.written, outlets[drawn.written.outlet]
    version = Version(
        id=number,
        article=number,
        number=1,
        title=page.title,
        text=page.text,
        seen_at=written.published,
        left_out=page.left_out,
    )
    return Article(
        id=number,
        key=drawn.url,
        version=version,
        arrived=written.published,
        url=drawn.url,
        outlet=outlet.name,
        published=written.published,
        nation=outlet.nation,
        licence=outlet.licence,
        teaser=page.teaser,
    )
