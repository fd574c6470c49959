"""The words of this package as plain frozen data: feeds, entries, pages, articles and their versions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Licence = Literal["open", "press"]
AddedStatus = Literal["new", "version", "same", "copy"]


class FeedError(Exception):
    """A feed, page or file could not be read. `permanent` says whether asking again is useless."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Feed:
    """A configured source. `team_id` is set for a source that belongs to one workspace only."""

    name: str
    url: str
    nation: str = "UK"
    licence: Licence = "press"
    on: bool = True
    grade: str = ""
    checked: str = ""
    team_id: str | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What we remember of asking a feed, kept apart from the feed itself. Times are aware UTC."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    new_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    error: str | None = None
    gone: bool = False
    moved: str | None = None  # where it says it has moved to for good, and since when it says so
    moved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one article; nothing here has been checked against the page."""

    id: str
    link: str | None
    title: str | None
    summary: str = ""
    content: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of a page or text that is not the article: what kind it is, and its words."""

    kind: str  # caption, advert, aside, byline, related, newsletter, cookies, garbled, heading ...
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """What was read out of one HTML page or dropped file. Paragraphs in `text` are parted by an
    empty line; the title is not in the text of an HTML page."""

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    outlet: str | None = None
    canonical: str | None = None
    teaser: bool = False
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way into the archive. `key` is its identity: the canonical link, or
    `inbox:<path>` for a dropped file; `alias` another one, by which its feed knows it."""

    key: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    nation: str = "UK"
    licence: Licence = "press"
    feed: str | None = None
    team_id: str | None = None
    teaser: bool = False
    left_out: tuple[LeftOut, ...] = ()
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an article's words. `id` is unique over the whole archive; `number` counts from 1
    within the article; `title` and `text` never change once stored."""

    id: int
    article: int
    number: int
    title: str | None
    text: str
    seen_at: datetime
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An archived article with its newest version. `published` is None where no date was printed:
    it then counts from `arrived`. `copy_of` names the first article with the same text."""

    id: int
    key: str
    version: Version
    arrived: datetime
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    nation: str = "UK"
    licence: Licence = "press"
    feed: str | None = None
    team_id: str | None = None
    teaser: bool = False
    copy_of: int | None = None

    @property
    def dated(self) -> datetime:
        """The time by which the article is filed: its own date, else its arrival."""
        return self.published or self.arrived


@dataclass(frozen=True, slots=True)
class Added:
    """What the archive did with a draft."""

    article: int
    version: int
    status: AddedStatus
