"""What a feed and its page say of an article, as one draft. Pure."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.guard import canonical_url
from feeds.hosts import host_of
from feeds.model import Article, Draft, Entry, Feed, FeedState, Page

AGAIN_FOR = timedelta(hours=6)  # a teaser's page is asked again so long: it may just have failed
AHEAD = timedelta(days=1)  # a later date is not one of publication but, say, of the event told of
TELLING = re.compile(r"\w{4,}")  # words of a headline that say something, roughly


def key_of(feed: Feed, entry: Entry) -> str:
    """The identity of an entry's article: its link, or where it has none its id in its feed."""
    return canonical_url(entry.link) if entry.link else f"entry:{feed.url}:{entry.id}"


def is_wanted(entry: Entry, known: Article | None, state: FeedState, now: datetime) -> bool:
    """Whether to read an entry: it is not archived, has no page to be asked for, was only a teaser a
    short while ago, or changed since the feed last answered."""
    if known is None or entry.link is None:
        return bool(entry.title or entry.content or entry.summary)
    if known.teaser and now - known.arrived < AGAIN_FOR:
        return True
    if entry.updated is None or state.answered_at is None:
        return False
    return state.answered_at < entry.updated <= now


def is_about(page: Page, entry: Entry) -> bool:
    """Whether a page can be the entry's article: at least half of the headline's words are on it.

    A hotel's network, a consent wall and a log-in page answer for whatever link was asked.
    """
    asked = _telling_words(entry.title or "")
    found = _telling_words(f"{page.title or ''}\n{page.text}")
    return len(asked & found) * 2 >= len(asked)


def draft_of(
    feed: Feed, entry: Entry, now: datetime, page: Page | None = None, url: str | None = None
) -> Draft:
    """Put together what feed and page say; without a page, the feed's own words as a teaser.

    `url` is where the page was found. The date is the feed's, else the page's, else that of the
    feed's last change; an entry without any counts from its arrival.
    """
    own_words = entry.content or entry.summary
    dates = (entry.published, page.published if page else None, entry.updated)
    told = Draft(
        key=key_of(feed, entry),
        text=own_words,
        title=entry.title,
        url=url or _web_link(entry.link),
        outlet=feed.name or None,
        authors=entry.authors,
        published=next((d for d in map(_aware, dates) if d and d <= now + AHEAD), None),
        nation=feed.nation,
        licence=feed.licence,
        feed=feed.name,
        team_id=feed.team_id,
        teaser=entry.link is not None,
    )
    return told if page is None else _with_page(told, page)


def draft_of_page(page: Page, key: str, team_id: str | None, url: str | None = None) -> Draft:
    """Put together what a page or file that no feed told of says of itself."""
    return Draft(
        key=key,
        text=page.text,
        title=page.title,
        url=url,
        outlet=page.outlet,
        authors=page.authors,
        published=_aware(page.published),
        team_id=team_id,
        teaser=page.teaser,
        left_out=page.left_out,
    )


def _with_page(told: Draft, page: Page) -> Draft:
    more = len(told.text) > len(page.text)
    return replace(
        told,
        text=told.text if page.teaser and more else page.text,
        title=page.title or told.title,
        outlet=told.outlet if _is_host(page.outlet, told.url) else page.outlet,
        authors=page.authors or told.authors,
        teaser=page.teaser,
        left_out=page.left_out,
    )


def _is_host(outlet: str | None, url: str | None) -> bool:
    """Whether a page has no better name for its outlet than its address."""
    return not outlet or ("." in outlet and outlet.lower() in host_of(url))


def _telling_words(text: str) -> set[str]:
    return set(TELLING.findall(text.lower()))


def _web_link(link: str | None) -> str | None:
    return link if link and link.lower().startswith(("http://", "https://")) else None


def _aware(printed: datetime | None) -> datetime | None:
    if printed is None or printed.tzinfo is not None:
        return printed
    return printed.replace(tzinfo=UTC)
