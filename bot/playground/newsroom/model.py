"""The words of the newsroom as plain frozen data: outlets, what they publish, and later edits."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

FeedFormat = Literal["rss", "atom", "rdf", "json"]
TEXT_KINDS = frozenset({"text", "bullet", "heading"})


@dataclass(frozen=True, slots=True)
class Outlet:
    """An invented publisher. `tracking` puts utm parameters on the links of its feed, `full` puts
    the whole text into the feed, `opaque` gives entries ids that are not links."""

    slug: str
    name: str
    tagline: str
    format: FeedFormat
    nation: str
    licence: Literal["open", "press"]
    sections: tuple[str, ...] = ()
    tracking: bool = False
    full: bool = False
    opaque: bool = False

    @property
    def feed_path(self) -> str:
        return f"/{self.slug}/feed.{'json' if self.format == 'json' else 'xml'}"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page's body. `kind` is text, bullet or heading, or furniture that stands between
    them: photo, advert, podcast, related, newsletter, pull, note. `at` is set in a live page only: when the post
    that the block belongs to was written."""

    kind: str
    text: str
    at: datetime | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The text cut at its bars: a caption and its credit, the titles of related links."""
        return tuple(part.strip() for part in self.text.split("|"))


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that an outlet makes to a published article: words replaced, a note put under it."""

    at: datetime
    replacements: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What an outlet publishes at one address. `free` is false for the opening of a paid article."""

    outlet: str
    slug: str
    title: str
    published: datetime
    blocks: tuple[Block, ...]
    standfirst: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    section: str = "Health"
    modified: datetime | None = None
    photo: Block | None = None
    free: bool = True
    live: bool = False
    edit: Edit | None = None

    @property
    def path(self) -> str:
        return f"/{self.outlet}/{self.slug}"

    @property
    def changed(self) -> datetime:
        return self.modified or self.published

    @property
    def lines(self) -> tuple[str, ...]:
        """The words that are the article: no furniture."""
        return tuple(block.text for block in self.blocks if block.kind in TEXT_KINDS)


def as_of(article: Article, now: datetime, *, edited: bool = False) -> Article:
    """Return the article as its page stands at `now`: later live posts are not there yet, and its
    edit is, once the time for it has come or when `edited` asks for it before."""
    blocks = tuple(block for block in article.blocks if block.at is None or block.at <= now)
    posted = [block.at for block in blocks if block.at is not None]
    if posted:
        article = replace(article, modified=max([article.published, *posted]))
    article = replace(article, blocks=blocks)
    edit = article.edit
    if edit is None or not (edited or edit.at <= now):
        return article
    return _edited(article, edit, min(edit.at, now))


def _edited(article: Article, edit: Edit, at: datetime) -> Article:
    blocks = tuple(replace(b, text=_replaced(b.text, edit)) for b in article.blocks)
    if edit.note:
        blocks = (*blocks, Block("note", edit.note))
    return replace(
        article,
        title=_replaced(article.title, edit),
        standfirst=_replaced(article.standfirst, edit),
        summary=_replaced(article.summary, edit),
        blocks=blocks,
        modified=max(at, article.changed),
    )


def _replaced(text: str, edit: Edit) -> str:
    for old, new in edit.replacements:
        text = text.replace(old, new)
    return text
